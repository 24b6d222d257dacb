"""Parameters, in every place and style."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from specfold_generator.diagnostics.collector import join_names, quoted, suggest
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.openapi.endpoints import Endpoint
from specfold_generator.documents.openapi.examples import examples_of
from specfold_generator.documents.openapi.styles import Styles
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.documents.validation.cross_field_checks import COMPONENT_PARAMETERS, TOKEN
from specfold_generator.model import ir
from specfold_generator.source.object_view import Reader, View

PLACES: tuple[str, ...] = ("path", "query", "header", "cookie", "querystring")

STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
    "querystring": ("form",),
}
# Said elsewhere in a document; OpenAPI ignores parameters of these names.
_NOT_PARAMETERS = frozenset(("accept", "content-type", "authorization"))


class Parameters:
    """Reads the parameters of operations."""

    def __init__(self, reader: Reader, shapes: Shapes, minor: int) -> None:
        self._reader = reader
        self._diagnostics = reader.diagnostics
        self._shapes = shapes
        self._minor = minor
        self._styles = Styles(reader.diagnostics, shapes.lookup)

    def of(self, endpoint: Endpoint) -> tuple[ir.Parameter, ...]:
        """Those of the path item and of the operation, which wins; each fits the path."""
        found: dict[tuple[str, str], ir.Parameter] = {}
        unread = False
        for holder in (endpoint.item, endpoint.view):
            views = holder.item_views("parameters")
            unread = unread or len(views) < len(holder.items("parameters"))
            found |= self._listed(views)
        fitting = [p for p in self._meant(endpoint, list(found.values())) if self._fits(p, endpoint)]
        if not unread:  # what an unreadable reference would have declared is not known
            self._check_path(endpoint, [p.name for p in fitting if p.where == "path"])
        self._styles.check(fitting)
        return members(fitting)

    def _listed(self, views: Iterable[View]) -> dict[tuple[str, str], ir.Parameter]:
        found: dict[tuple[str, str], ir.Parameter] = {}
        for view in views:
            parameter = self._parameter(view)
            if parameter is None:
                continue
            key = (parameter.where, parameter.name)
            if key in found:
                message = f"the parameter {quoted(parameter.name)} in {parameter.where} is given twice; "
                message += "the last one counts"
                related = [Related(found[key].origin, "the first one")]
                self._diagnostics.add("SPF374", view.span, message, related=related, help="keep one of them")
            found[key] = parameter
        return found

    def _meant(self, endpoint: Endpoint, found: list[ir.Parameter]) -> list[ir.Parameter]:
        """Where one parameter is not in the path, and one name of the path is not declared, they are one."""
        declared = {p.name for p in found if p.where == "path"}
        odd = [p for p in found if p.where == "path" and p.name not in endpoint.placeholders]
        missing = [name for name in endpoint.placeholders if name not in declared]
        if endpoint.kind != "path" or len(odd) != 1 or len(missing) != 1:
            return found
        message = f"the path {quoted(endpoint.path)} has no {quoted('{' + odd[0].name + '}')}; "
        message += f"the parameter is read as {quoted(missing[0])}, which nothing declares"
        self._diagnostics.add("SPF324", odd[0].origin, message, help=f"write `name: {missing[0]}`")
        return [replace(p, name=missing[0]) if p is odd[0] else p for p in found]

    def _fits(self, parameter: ir.Parameter, endpoint: Endpoint) -> bool:
        if parameter.where != "path" or parameter.name in endpoint.placeholders:
            return True
        placeholder = quoted("{" + parameter.name + "}")
        message = f"the path {quoted(endpoint.path)} has no {placeholder}; the parameter is left out"
        help = suggest(parameter.name, endpoint.placeholders)
        self._diagnostics.add("SPF324", parameter.origin, message, help=help)
        return False

    def _check_path(self, endpoint: Endpoint, declared: list[str]) -> None:
        missing = [name for name in endpoint.placeholders if name not in declared]
        if missing:
            message = f"{join_names(missing)} in the path {quoted(endpoint.path)} is declared by no parameter"
            help = f"declare it: `{{name: {missing[0]}, in: path, required: true, schema: {{type: string}}}}`"
            self._diagnostics.add("SPF321", endpoint.view.span, message, help=help)
        twice = {name for name in endpoint.placeholders if endpoint.placeholders.count(name) > 1}
        if twice:
            message = f"{join_names(sorted(twice))} stands twice in the path {quoted(endpoint.path)}"
            self._diagnostics.add("SPF322", endpoint.item.span, message)

    def _parameter(self, view: View) -> ir.Parameter | None:
        name, where = view.text("name"), view.text("in")
        if where == "querystring" and not name:
            name = where  # the whole query has no name on the wire: SPF338 tells that the standard wants one
        if not name or where not in PLACES:
            wrong = f"`in` of the parameter {quoted(name)} is {quoted(where)}"
            message = wrong if name else "the parameter has no `name`"
            help = f"`in` is one of {join_names(PLACES, 'or')}"
            self._diagnostics.add("SPF328", view.span, message, help=help)
            return None
        if where == "header" and not self._is_header(view, name):
            return None
        if where == "querystring" and self._minor < 2:
            message = "`in: querystring` is OpenAPI 3.2, and this document is 3.1; it is read all the same"
            self._diagnostics.add("SPF326", view.find_span("in"), message)
        if where != "query" and view.flag("allowEmptyValue"):
            message = (
                f"`allowEmptyValue` is defined for queries, and {quoted(name)} is in {where}; it is ignored"
            )
            self._diagnostics.add("SPF384", view.find_span("allowEmptyValue"), message)
        shape, content_type = self._shape(view, name)
        style = self._style(view, where)
        explode = view.flag("explode") if "explode" in view else style in ("form", "cookie")
        return ir.Parameter(
            name=name,
            doc=view.text("description").strip(),
            origin=view.span,
            pointer=view.at.uri,
            where=where,  # type: ignore[arg-type]  # one of PLACES, by the check above
            required=self._required(view, name, where),
            shape=shape,
            style=style,
            explode=explode,
            content_type=content_type,
            deprecated=view.flag("deprecated"),
            reserved=where == "query" and view.flag("allowReserved"),
            empty=where == "query" and view.flag("allowEmptyValue"),
        )

    def _is_header(self, view: View, name: str) -> bool:
        """Whether a header of this name can be a parameter."""
        if not TOKEN.fullmatch(name):
            code = "SPF355" if self._minor < 2 else "SPF371"  # 3.2 says which names a header can have
            reading = "; it is left out" if self._minor < 2 else ""
            self._diagnostics.add(
                code, view.find_span("name"), f"{quoted(name)} is no name of a header{reading}"
            )
            return False
        if name.lower() in _NOT_PARAMETERS:
            message = f"the header {quoted(name)} is no parameter in OpenAPI; it is ignored"
            self._diagnostics.add("SPF330", view.span, message)
            return False
        return True

    def _shape(self, view: View, name: str) -> tuple[ir.Shape, str | None]:
        schema, contents = view.find("schema"), view.views("content")
        examples = examples_of(view)
        if (schema is None) == (not contents):
            both = "both `schema` and `content`" if contents else "neither `schema` nor `content`"
            message = f"the parameter {quoted(name)} has {both}"
            self._diagnostics.add(
                "SPF331", view.span, message, help="write one of them, `schema: {type: string}`"
            )
        if schema is not None:
            return self._shapes.shape(schema, name=name, examples=examples), None
        for media_type, content in contents.items():
            inner = content.find("schema")
            if inner is not None:
                told = examples or examples_of(content)
                return self._shapes.shape(inner, name=name, examples=told), media_type
            return self._shapes.made(True, name=name, at=content.at, examples=examples), media_type
        return self._shapes.made(True, name=name, at=view.at, examples=examples), None

    def _style(self, view: View, where: str) -> str:
        given = view.text("style") or STYLES[where][0]
        if given in STYLES[where]:
            return given
        message = f"{quoted(given)} is no style of a parameter in {where}; `{STYLES[where][0]}` is taken"
        self._diagnostics.add("SPF332", view.find_span("style"), message, help=suggest(given, STYLES[where]))
        return STYLES[where][0]

    def _required(self, view: View, name: str, where: str) -> bool:
        # A parameter of the components is reported once, where it is, by the grammar.
        if where == "path" and not view.flag("required") and view.at.pointer[:2] != COMPONENT_PARAMETERS:
            message = f"the path parameter {quoted(name)} must be `required: true`; it is read so"
            self._diagnostics.add(
                "SPF333", view.find_span("required"), message, help="write `required: true`"
            )
        return where == "path" or view.flag("required")


def members(parameters: Iterable[ir.Parameter]) -> tuple[ir.Parameter, ...]:
    """Parameters with a wire name each in the request: of two of one name, the later says its place too."""
    ordered = sorted(parameters, key=lambda p: PLACES.index(p.where))
    taken: set[str] = set()
    found: list[ir.Parameter] = []
    for parameter in ordered:
        member = free(parameter.name, taken, parameter.where)
        taken.add(member)
        found.append(replace(parameter, member=member))
    return tuple(found)


def free(name: str, taken: Collection[str], where: str) -> str:
    """A name, with its place before it as often as it is taken."""
    while name in taken:
        name = f"{where}-{name}"
    return name
