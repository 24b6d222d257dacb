"""The Python names of a service: classes, modules, functions and constants, made from its IR alone.

What handwritten code relies on must never change quietly, so two events, commands, read models, aggregates or
policies that make one name are refused. Plain messages, and what receives and answers them, come from
documents that nobody here wrote: they are told apart, with a warning. Names of different kinds give way in a
fixed order: events keep theirs, then commands, queries and rows take a suffix, with a warning too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.diagnostics.diagnostic import Location, SpecError
from specfold_generator.model import ir
from specfold_generator.python.module_names import module_names
from specfold_generator.python.names import (
    class_name,
    constant_name,
    distinct,
    function_name,
    module_name,
    unique,
)
from specfold_generator.rendering.rename_warnings import Yielded

UPCASTERS = "upcasters"
OPERATIONS = "operations"
SCENARIOS = "scenarios"
RESERVED = frozenset({UPCASTERS, OPERATIONS, SCENARIOS})

Version = tuple[str, int]  # event name, version number


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Python names by spec name. Classes are unique over the service, functions over their kind."""

    package: str
    events: Mapping[Version, str]
    event_stems: Mapping[str, str]  # of functions about an event: order_placed
    commands: Mapping[str, str]
    queries: Mapping[str, str]
    operations: Mapping[str, str]
    outgoing: Mapping[str, str]  # webhooks and callbacks
    headers: Mapping[str, str]  # of plain messages, by event
    rows: Mapping[str, str]
    rejections: Mapping[str, str]
    aggregates: Mapping[str, str]  # class-like stem: OrderDecider, OrderEvent
    policies: Mapping[str, str]
    aggregate_modules: Mapping[str, str]  # modules of handwritten/<package>/
    row_modules: Mapping[str, str]
    policy_modules: Mapping[str, str]
    operation_modules: Mapping[str, str]  # by operation name
    protocols: Mapping[tuple[str, str], str]  # by kind and name: ("aggregate", "Order") -> OrderDecider
    constants: Mapping[tuple[str, str], str]  # by kind and name: ("aggregate", "Order") -> ORDER

    def event(self, event: ir.Event) -> str:
        """The class of an event's latest version."""
        return self.events[event.name, event.latest.number]


def make_names(service: ir.Service, diagnostics: DiagnosticCollector) -> Names:
    """All Python names of a service. Those that give way to others are noted in `diagnostics`.

    Raises:
        SpecError: two things that handwritten code names would share a Python name.
    """
    maker = _Maker(service)
    names = maker.names()
    diagnostics.extend(maker.diagnostics.all)
    return names


def package_of(service: str) -> str:
    """The package of a service below `generated/` and `handwritten/`."""
    return module_name(service)


class _Maker:
    def __init__(self, service: ir.Service) -> None:
        self._service = service
        self.diagnostics = DiagnosticCollector()
        self._classes: dict[str, Location] = {}  # what has each name
        self._yielded = Yielded(service, self.diagnostics, self._classes)

    def names(self) -> Names:
        service = self._service
        aggregates = self._distinct(service.aggregates, class_name, "aggregate")
        events = self._events()
        commands = self._classes_of(service.commands, "Command")
        queries = self._classes_of(service.queries, "Query")
        rows = self._classes_of(service.read_models, "Row")
        operations = self._operations(service.operations)
        outgoing = self._operations(service.outgoing)
        headers = self._headers(events)
        rejections = self._rejections()
        policies = self._policies(class_name)
        modules = self._modules()
        self._yielded.functions()
        self._yielded.modules(modules, RESERVED)
        protocols = _protocols(aggregates, rows, policies, set(modules["operation"].values()))
        constants = self._constants()
        if self.diagnostics.failed:
            raise SpecError(self.diagnostics.all)
        return Names(
            package=package_of(service.name),
            events=events,
            event_stems=_stems(service.events),
            commands=commands,
            queries=queries,
            operations=operations,
            outgoing=outgoing,
            headers=headers,
            rows=rows,
            rejections=rejections,
            aggregates=aggregates,
            policies=policies,
            aggregate_modules=modules["aggregate"],
            row_modules=modules["row"],
            policy_modules=modules["policy"],
            operation_modules=modules["operation"],
            protocols=protocols,
            constants=constants,
        )

    def _distinct(self, nodes: Iterable[ir.Node], make: Callable[[str], str], what: str) -> dict[str, str]:
        places = {node.name: node.origin for node in nodes}
        with self.diagnostics.catching():
            return distinct(places, make, what)
        return {text: make(text) for text in places}

    def _events(self) -> dict[Version, str]:
        """The latest version has the plain name; an older one its number behind it."""
        versions = {
            (event.name, version.number): event.name
            if version is event.latest
            else f"{event.name}V{version.number}"
            for event in self._service.events
            for version in event.versions
        }
        owned = {
            text: version.origin
            for event in self._service.events
            for version in event.versions
            if event.aggregate and (text := versions[event.name, version.number])
        }
        with self.diagnostics.catching():
            distinct(owned, class_name, "event")
        names = unique(versions.values(), class_name)
        places = {versions[e.name, v.number]: v.origin for e in self._service.events for v in e.versions}
        self._classes.update({name: places[text] for text, name in names.items()})
        self._yielded.tell("event", names, class_name, places)
        return {version: names[text] for version, text in versions.items()}

    def _classes_of(self, nodes: Iterable[ir.Node], suffix: str) -> dict[str, str]:
        nodes = tuple(nodes)
        what = "read model" if suffix == "Row" else suffix.lower()
        names = self._distinct(nodes, class_name, suffix.lower())
        places = {node.name: node.origin for node in nodes}
        settled = self._settle(names, suffix, places)
        self._yielded.tell(what, settled, class_name, places)
        return settled

    def _policies(self, make: Callable[[str], str]) -> dict[str, str]:
        """Policies that issue commands keep to their names; plain consumers give way."""
        issuing = self._distinct((p for p in self._service.policies if p.issues), make, "operation")
        plain = (policy.name for policy in self._service.policies if policy.name not in issuing)
        names = {**issuing, **unique(plain, make, issuing.values())}
        places = {policy.name: policy.origin for policy in self._service.policies}
        self._yielded.tell("operation", names, make, places)
        return names

    def _operations(self, operations: Iterable[ir.Operation]) -> dict[str, str]:
        """Operations of documents that nobody here wrote: told apart, with a warning."""
        places = {operation.name: operation.origin for operation in operations}
        settled = self._settle(unique(places, class_name), "Request", places)
        self._yielded.tell("operation", settled, class_name, places)
        return settled

    def _headers(self, events: Mapping[Version, str]) -> dict[str, str]:
        """Classes of the headers of plain messages, named after the message."""
        told = [event for event in self._service.events if event_headers(event) is not None]
        classes = {event.name: f"{events[event.name, event.latest.number]}Headers" for event in told}
        places = {event.name: event.origin for event in told}
        settled = self._settle(classes, "Model", places)
        self._yielded.tell("the class for headers of", settled, classes.__getitem__, places)
        return settled

    def _rejections(self) -> dict[str, str]:
        reasons = {
            reason.name: reason.origin for command in self._service.commands for reason in command.rejections
        }
        settled = self._settle(unique(reasons, class_name), "Rejection", reasons)
        self._yielded.tell("rejection", settled, class_name, reasons)
        return settled

    def _settle(
        self, names: Mapping[str, str], suffix: str, places: Mapping[str, Location]
    ) -> dict[str, str]:
        settled = {}
        for text, made in names.items():
            name = made
            while name in self._classes:
                name += suffix
            self._classes[name] = places[text]
            settled[text] = name
        return settled

    def _modules(self) -> dict[str, dict[str, str]]:
        service = self._service
        taken = {*RESERVED}
        wanted = {
            "aggregate": self._distinct(service.aggregates, module_name, "aggregate"),
            "row": self._distinct(service.read_models, module_name, "read model"),
            "policy": self._policies(module_name),
            "operation": {operation.name: operation_module(operation) for operation in service.operations},
        }
        suffixes = {"aggregate": "_decider", "row": "_projection", "policy": "_policy", "operation": "_http"}
        made: dict[str, dict[str, str]] = {}
        for kind, modules in wanted.items():
            if kind == "operation":
                taken.discard(OPERATIONS)  # it is theirs
            free = _beside(modules.values(), taken, suffixes[kind])
            made[kind] = {text: free[module] for text, module in modules.items()}
            taken.update(made[kind].values())
        return made

    def _constants(self) -> dict[tuple[str, str], str]:
        """Constants of decisions.py, projections.py and policies.py; service.py imports them all."""
        service = self._service
        kinds: tuple[tuple[str, str, Iterable[ir.Node]], ...] = (
            ("aggregate", "_AGGREGATE", service.aggregates),
            ("command", "_DECISION", service.commands),
            ("row", "_VIEW", service.read_models),
            ("policy", "_POLICY", service.policies),
            ("outgoing", "_REQUEST", service.outgoing),
            ("channel", "_CHANNEL", (c for c in service.channels if c.service == service.name)),
        )
        constants: dict[tuple[str, str], str] = {}
        for kind, suffix, nodes in kinds:
            taken = {*constants.values(), *module_names()}
            for text, made in unique((node.name for node in nodes), constant_name).items():
                constants[kind, text] = f"{made}{suffix}" if made in taken else made
        return constants


def _stems(events: Iterable[ir.Event]) -> dict[str, str]:
    """Plain messages give way to each other and to facts of aggregates, which keep to their names."""
    owned = {event.name: _stem(event.name) for event in events if event.aggregate}
    plain = (event.name for event in events if event.name not in owned)
    return {**owned, **unique(plain, _stem, owned.values())}


def _stem(event: str) -> str:
    return function_name(event).strip("_")


def _beside(modules: Iterable[str], taken: set[str], suffix: str) -> dict[str, str]:
    """A module name for each that is wanted; those that are taken get a suffix, as often as it takes."""
    wanted = set(modules)
    free = {module: module for module in wanted - taken}
    for module in sorted(wanted & taken):
        name = module
        while name in taken or name in wanted or name in free.values():
            name += suffix
        free[module] = name
    return free


def _protocols(
    aggregates: Mapping[str, str], rows: Mapping[str, str], policies: Mapping[str, str], modules: set[str]
) -> dict[tuple[str, str], str]:
    wanted = {("aggregate", text): f"{made}Decider" for text, made in aggregates.items()}
    wanted |= {("row", text): f"{made}Projection" for text, made in rows.items()}
    wanted |= {("policy", text): made for text, made in policies.items()}
    wanted |= {("operations", module): class_name(module) for module in sorted(modules)}
    found: dict[tuple[str, str], str] = {}
    for key, made in wanted.items():
        name = made
        while name in found.values() or name in module_names():
            name += "Protocol"
        found[key] = name
    return found


def event_headers(event: ir.Event) -> ir.Shape | None:
    """The headers that a plain message says it has; those of a fact are the envelope's."""
    headers = event.latest.headers
    if event.aggregate or headers is None or not isinstance(headers.schema, Mapping):
        return None
    return headers if headers.schema.get("properties") else None


def operation_module(operation: ir.Operation) -> str:
    """The handwritten module of a plain operation: by its first tag, so that a large API falls into parts."""
    tags = operation.route.tags
    return f"{module_name(tags[0])}_{OPERATIONS}" if tags else OPERATIONS
