"""Python names that give way to others: each is told, since one more thing in a spec may be the reason."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

from specfold_generator.diagnostics.collector import DiagnosticCollector, quoted
from specfold_generator.diagnostics.diagnostic import Location, Related
from specfold_generator.model import ir
from specfold_generator.python.names import class_name, function_name, module_name, unique


class Yielded:
    """Notes what has not the name that its own makes. `classes`: what has each class name."""

    def __init__(
        self, service: ir.Service, diagnostics: DiagnosticCollector, classes: Mapping[str, Location]
    ) -> None:
        self._service = service
        self._diagnostics = diagnostics
        self._classes = classes
        self._told: set[Location] = set()

    def tell(
        self, what: str, names: Mapping[str, str], make: Callable[[str], str], places: Mapping[str, Location]
    ) -> None:
        """Say which of these give way to something, once for each place."""
        for text, name in names.items():
            wanted = make(text)
            if name == wanted or places[text] in self._told:
                continue
            self._told.add(places[text])
            message = f"{what} {quoted(text)} is called `{name}` in Python: something else is `{wanted}`"
            place = self._classes.get(wanted)
            related = [Related(place, f"this is `{wanted}`")] if place else []
            help = "give one of the two another name"
            self._diagnostics.add("SPF602", places[text], message, help=help, related=related)

    def functions(self) -> None:
        """Functions are told apart like classes, but for the case of their letters; publishers by channel."""
        plain = [event for event in self._service.events if not event.aggregate]
        kinds: tuple[tuple[str, Sequence[ir.Node]], ...] = (
            ("event", plain),
            ("query", self._service.queries),
            ("operation", self._service.outgoing),
        )
        for what, nodes in kinds:
            places = _places(nodes)
            self.tell(what, unique(places, function_name), function_name, places)
        channels = _places([c for c in self._service.channels if c.service == self._service.name])
        self.tell("channel", unique(channels, class_name), class_name, channels)

    def modules(self, modules: Mapping[str, Mapping[str, str]], reserved: Container[str]) -> None:
        """Handwritten modules, by kind. What gives way to a name of ours always did."""
        kinds: tuple[tuple[str, str, Sequence[ir.Node]], ...] = (
            ("aggregate", "the module of aggregate", self._service.aggregates),
            ("row", "the module of read model", self._service.read_models),
            ("policy", "the module of operation", self._service.policies),
        )
        for kind, what, nodes in kinds:
            names = {text: name for text, name in modules[kind].items() if module_name(text) not in reserved}
            self.tell(what, names, module_name, _places(nodes))


def _places(nodes: Sequence[ir.Node]) -> dict[str, Location]:
    return {node.name: node.origin for node in nodes}
