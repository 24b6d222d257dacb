"""The shapes of one service, and the definitions they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.schemas.avro import Avro
from specfold_generator.documents.schemas.dynamic_scope import Scope
from specfold_generator.documents.schemas.finalise import settle
from specfold_generator.documents.schemas.map_shapes import references_of
from specfold_generator.documents.schemas.naming import allocate, fit, own_name, pascal, same_schema
from specfold_generator.documents.schemas.normalise import Json, Meaning, Normaliser
from specfold_generator.documents.schemas.personal_data import PersonalData
from specfold_generator.documents.schemas.subtypes import Subtypes, Tagged
from specfold_generator.json_schema.cycles import bare_cycles, judgements
from specfold_generator.json_schema.discriminators import OTHERWISE
from specfold_generator.json_schema.flatten import members_of, open_schema
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, key_span, title_of

MOST_JUDGEMENTS = 20_000  # of one value by one schema; a validator takes about a microsecond for each


class Shapes:
    """Makes shapes. Until `finish`, a reference in them is the URI of its target; then it is a key."""

    def __init__(self, reader: Reader, own: Sequence[str]) -> None:
        self._reader = reader
        self._own = own
        self._normaliser = Normaliser(reader, self._refer)
        self._subtypes = Subtypes(reader, own)
        self._targets: dict[str, DocumentNode] = {}
        self._scopes: dict[str, Scope] = {}  # of those that were reached in one
        self._names: dict[str, str] = {}  # of those that are called otherwise than their place
        self._schemas: dict[str, ir.Schema] = {}

    def shape(
        self,
        at: DocumentNode,
        *,
        name: str,
        doc: str = "",
        opened: bool = False,
        examples: Iterable[ir.Example] = (),
    ) -> ir.Shape:
        """The shape of the schema at a place."""
        schema = self._normaliser.read(at, Scope())
        return self.made(
            self.open(schema) if opened else schema, name=name, doc=doc, at=self._found(at), examples=examples
        )

    def made(
        self,
        schema: ir.Schema,
        *,
        name: str,
        at: DocumentNode,
        doc: str = "",
        examples: Iterable[ir.Example] = (),
    ) -> ir.Shape:
        """A shape of a schema made from others; `at` is where it comes from."""
        seen = self.open(schema)
        told = seen if isinstance(seen, dict) else {}
        own = told.get("examples", ())
        published = tuple(examples) or tuple(
            ir.Example(name=f"example {number}", value=value, origin=at.span)
            for number, value in enumerate(own, start=1)
        )
        return ir.Shape(
            name=name,
            doc=doc or told.get("description", ""),
            origin=key_span(at),
            pointer=at.uri,
            schema=schema,
            required=tuple(told.get("required", ())),
            examples=published,
        )

    def avro(
        self, at: DocumentNode, *, name: str, doc: str = "", examples: Iterable[ir.Example] = ()
    ) -> ir.Shape:
        """The shape of the Avro schema at a place, opened."""
        schema = Avro(self._reader, self._define, name).schema(at)
        return self.made(self.open(schema), name=name, doc=doc, at=self._found(at), examples=examples)

    def note_old(self, at: DocumentNode) -> None:
        """The schema at a place is one of draft-07 or before."""
        with self._reader.diagnostics.catching():
            self._reader.workspace.note_old(self.target(at))

    def schema(self, at: DocumentNode) -> ir.Schema:
        """The schema at a place, in 2020-12."""
        return self._normaliser.read(at, Scope())

    def open(self, schema: ir.Schema) -> ir.Schema:
        """A schema with its outer references undone."""
        return open_schema(schema, self.lookup)

    def members(self, schema: ir.Schema) -> dict[str, ir.Schema]:
        """The members that an object may have, by wire name."""
        return members_of(schema, self.lookup)

    def target(self, at: DocumentNode) -> DocumentNode:
        """The schema that a place stands for: behind references that say nothing of their own."""
        seen = {at.uri}
        while (
            isinstance(at.value, dict) and at.value.keys() == {"$ref"} and isinstance(at.value["$ref"], str)
        ):
            at = self._reader.workspace.resolve(at, at.value["$ref"])
            if at.uri in seen:
                self._reader.workspace.follow(at)  # raises: it knows how to name the circle
                break
            seen.add(at.uri)
        return at

    def _found(self, at: DocumentNode) -> DocumentNode:
        """The schema that a place stands for; the place itself, and a diagnostic, where that is nothing."""
        with self._reader.diagnostics.catching():
            return self.target(at)
        return at

    def lookup(self, reference: str) -> ir.Schema:
        """The schema that a reference inside a shape means, before `finish`."""
        if reference not in self._schemas:
            self._schemas[reference] = True  # while it is read, for schemas that hold themselves
            scope = self._scopes.get(reference, Scope())
            self._schemas[reference] = self._normaliser.read(self._targets[reference], scope)
        return self._schemas[reference]

    def finish(self, service: ir.Service) -> ir.Service:
        """The service with its definitions, and with every reference a key of them."""
        done: set[str] = set()
        while pending := [uri for uri in self._targets if uri not in done]:
            for uri in pending:
                self.lookup(uri)
            done.update(pending)
        self._check_circles()
        used = references_of(service, self._schemas)
        keys = allocate(
            {uri: (self._name(uri), at) for uri, at in self._targets.items() if uri in used},
            self._own,
            lambda one, other: same_schema(self.lookup(one), self.lookup(other), self.lookup),
        )
        self._tell_yielded(keys)
        definitions = {
            key: self.made(self._schemas[uri], name=self._name(uri), at=at)
            for uri, key in sorted(keys.items(), key=lambda item: (item[1], item[0]))
            for at in (self._targets[uri],)
        }
        return settle(service, definitions, keys, PersonalData(self._schemas), self._reader.diagnostics)

    def _tell_yielded(self, keys: Mapping[str, str]) -> None:
        """Schemas that are called after their file because another one has their name."""
        owners = {key: self._targets[uri] for uri, key in keys.items()}
        for uri, key in keys.items():
            name = self._name(uri)
            if key != fit(name):
                message = f"schema {quoted(name)} is called {quoted(key)}: another one has that name"
                other = owners.get(fit(name))
                related = [Related(key_span(other), f"this is {quoted(name)}")] if other else []
                help = "give one of the two another name"
                self._reader.diagnostics.add(
                    "SPF602", key_span(self._targets[uri]), message, help=help, related=related
                )

    def _define(self, at: DocumentNode, name: str, schema: ir.Schema, key: str = "") -> str:
        """Note a schema that was made elsewhere; the reference to it."""
        key = key or at.uri
        self._targets[key] = at
        self._names[key] = name
        self._schemas[key] = schema
        return key

    def _name(self, uri: str) -> str:
        return self._names.get(uri) or own_name(self._targets[uri])

    def _refer(
        self, at: DocumentNode, reference: str | DocumentNode, scope: Scope, meaning: Meaning
    ) -> str | None:
        with self._reader.diagnostics.catching():
            if isinstance(reference, DocumentNode):
                target = reference
            else:
                target = self._reader.workspace.resolve(at, reference)
                if meaning is Meaning.DYNAMIC:
                    target = self._dynamic(at, reference, target, scope)
            found = self._reached(at, target, scope)
            tagged = self._subtypes.of(self._targets[found]) if meaning is Meaning.ANY else None
            return self._any(found, tagged, scope) if tagged else found
        return None

    def _reached(self, at: DocumentNode, target: DocumentNode, scope: Scope) -> str:
        """A schema that is referred to from a place, noted; the reference to it."""
        target, inner = self._arrived(target, scope)
        self._reader.documents.setdefault(target.document.path)
        if target.document is not at.document and self._reader.workspace.is_old(at):
            self._reader.workspace.note_old(target)
        key = inner.key(target)
        self._targets.setdefault(key, target)
        self._scopes.setdefault(key, inner)
        return key

    def _any(self, base: str, tagged: Tagged, scope: Scope) -> str:
        """The union of a base and its subtypes; the reference to it."""
        at, key = self._targets[base], f"{base}?any"
        if key not in self._schemas:
            self._schemas[key] = True  # while its parts are reached
            parts = [(self._reached(at, place, scope), tags) for place, tags in tagged.subtypes]
            union: Json = {
                "anyOf": [{"$ref": part} for part, _ in parts],
                "discriminator": {
                    "propertyName": tagged.member,
                    "mapping": {tag: part for part, tags in parts for tag in tags},
                },
            }
            if not tagged.complete:
                subtype = self._define(at, f"{own_name(at)}Subtype", union, f"{base}?subtype")
                union = {
                    "anyOf": [{"$ref": subtype}, {"$ref": base}],
                    "discriminator": {"propertyName": tagged.member, OTHERWISE: tagged.tags},
                }
            self._define(at, f"Any{pascal(own_name(at))}", union, key)
        return key

    def _arrived(self, at: DocumentNode, scope: Scope) -> tuple[DocumentNode, Scope]:
        """The schema that a place stands for, and the scope after every step to it."""
        workspace, target = self._reader.workspace, self.target(at)
        while at != target and isinstance(at.value, dict):
            scope = scope.entering(workspace, at)
            at = workspace.resolve(at, str(at.value["$ref"]))
        return target, scope.entering(workspace, target)

    def _dynamic(self, at: DocumentNode, reference: str, target: DocumentNode, scope: Scope) -> DocumentNode:
        """What a dynamic reference means in a scope, where its plain reading is a dynamic anchor."""
        name = reference.partition("#")[2]
        value = target.value if isinstance(target.value, dict) else {}
        if value.get("$recursiveAnchor") is not True if not name else value.get("$dynamicAnchor") != name:
            return target
        if self._reader.workspace.is_doubled(target, name):
            message = f"the name {quoted(name)} is given more than once here; the first schema has it"
            self._reader.diagnostics.add("SPF356", at.span, message)
        return scope.of(name, target)

    def _check_circles(self) -> None:
        circles = list(bare_cycles(self._schemas))
        for circle in circles:
            at = self._targets[circle[0]]
            names = join_names([self._name(uri) for uri in circle])
            message = (
                f"{title_of(at)} is part of a circle in which every schema is said to be the next: {names}"
            )
            help = "a schema may hold itself only inside a member or an item"
            self._reader.diagnostics.add("SPF351", key_span(at), message, help=help)
        for uri, count in () if circles else judgements(self._schemas):
            if count > MOST_JUDGEMENTS:
                at = self._targets[uri]
                message = f"to judge one value by {title_of(at)}, {count:,} schemas would be applied to it"
                help = f"refer to what is shared once; {MOST_JUDGEMENTS:,} are the limit"
                self._reader.diagnostics.add("SPF365", key_span(at), message, help=help)
                return  # those that are built on it have the same cause
