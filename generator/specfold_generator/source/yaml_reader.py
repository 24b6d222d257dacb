"""YAML text -> plain values, and a place for every node, in one pass over the parser's events.

Working from events has three gains over composing nodes: nothing recurses, so nesting is counted before any
stack can overflow; scalars follow the YAML 1.2 core schema, not 1.1; and it takes half the time of
`yaml.CSafeLoader`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import yaml

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.source import scalars
from specfold_generator.source.positions import JsonValue, Place, SourceText
from specfold_generator.source.text_errors import MAX_DEPTH, MAX_NODES, TextFindings
from specfold_generator.source.yaml_containers import Frame, Mapping, Node, Sequence
from specfold_generator.source.yaml_errors import NOT_PRINTABLE, report_syntax_error

MAX_ALIASED = 200_000  # nodes that aliases may add to one document
PER_NODE = 40  # characters of a text that count as one node more: what is shared here is written out later

_CORE = "tag:yaml.org,2002:"
_COLLECTION_TAGS = {"mapping": (None, "!", _CORE + "map"), "sequence": (None, "!", _CORE + "seq")}
_SCALAR_TAGS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (float, int),
    "bool": (bool,),
    "null": (type(None),),
}


class EventParser(Protocol):
    """What the C parser and the pure one have in common."""

    def get_event(self) -> Any:
        """The next event; raises yaml.YAMLError."""


def make_parser(text: str) -> EventParser:
    """The C parser where PyYAML was built with libyaml, else the pure one, about ten times slower."""
    return yaml.CSafeLoader(text) if yaml.__with_libyaml__ else yaml.SafeLoader(text)


def read(
    source: SourceText, parser_of: Callable[[str], EventParser] = make_parser
) -> tuple[JsonValue, Place]:
    """Read one YAML document. Raises SpecError with every diagnostic."""
    diagnostics = TextFindings(source)
    diagnostics.stop_at_character(NOT_PRINTABLE, "YAML")
    reader = _Reader(diagnostics)
    handlers = reader.handlers()
    try:
        parser = parser_of(source.text)
        for _ in range(MAX_NODES):
            event = parser.get_event()
            if type(event) is yaml.StreamEndEvent:
                break
            handlers[type(event)](event)
        else:
            diagnostics.stop_at_size()
    except yaml.YAMLError as error:
        report_syntax_error(diagnostics, error)
    diagnostics.raise_any()
    if reader.ground.value in ([], [None]):
        diagnostics.stop_at_nothing()
    return reader.ground.value[0], reader.ground.places[0]


class _Reader:
    """Turns events into values. What leaves the text readable is noted; what does not, stops."""

    def __init__(self, diagnostics: TextFindings) -> None:
        self.diagnostics = diagnostics
        self.ground = Sequence(0, None, flow=False)
        self.frame: Frame = self.ground
        self.stack: list[Frame] = []
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.last_end = 0  # of the last token that belongs to a value: a block ends there, not at its dedent
        self.first_document: Related | None = None

    def handlers(self) -> dict[type, Callable[[Any], None]]:
        """What to do with each kind of event."""
        return {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open_mapping,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceStartEvent: self.open_sequence,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
            yaml.DocumentEndEvent: self.skip,
            yaml.StreamStartEvent: self.skip,
        }

    def skip(self, event: Any) -> None:
        """Take no notice: this event says nothing about values."""

    def document(self, event: Any) -> None:
        """Begin the only document; a second one stops the reading."""
        at = _offsets(event)
        if self.first_document is not None:
            help = "keep one document in a file, and join files with $ref"
            self.diagnostics.stop(
                "SPF109", at, "a second YAML document begins here", help, (self.first_document,)
            )
        self.first_document = Related(self.diagnostics.source.span(*at), "the first one begins here")

    # --- scalars ----------------------------------------------------------------------------------------

    def scalar(self, event: Any) -> None:
        """A key or a value; by far the most frequent event, so the usual path is short."""
        start, end = event.start_mark.index, event.end_mark.index
        self.last_end = end
        text = event.value
        if (event.implicit[0] and text[:1] not in scalars.FIRST_CHARACTERS) or (
            event.implicit[1] and event.tag is None and text.isascii()
        ):
            value: JsonValue = text
        else:
            value = self.unusual(event, start, end)
        size = 1 + len(text) // PER_NODE
        if event.anchor is not None:
            self.anchors[event.anchor] = Node(start, end, value, None, size)
        frame = self.frame
        if frame.wants_key:
            self.key(value, text, start, end)
            self.merge_key(event)
        else:
            frame.size += size
            frame.add(start, end, value, None)

    def unusual(self, event: Any, start: int, end: int) -> JsonValue:
        """The value of a scalar that may not be what its letters say: a number, a constant, a tag."""
        text: str = event.value
        try:
            if event.implicit[0]:
                return scalars.resolve(text)
            if event.tag is not None:
                return self.tagged(event.tag, text, start, end)
        except scalars.NumberOutsideJson as error:
            self.diagnostics.number((start, end), error)
            return None
        if scalars.has_lone_surrogate(text):
            self.diagnostics.lone_surrogate((start, end))
        return text

    def tagged(self, tag: str, text: str, start: int, end: int) -> JsonValue:
        """The value of a scalar with an explicit tag."""
        name = tag.removeprefix(_CORE)
        if tag == "!" or name == "str":
            return text
        if name not in _SCALAR_TAGS or name == tag:
            self.refuse_tag(tag, start, end)
            return None
        value = scalars.resolve(text)
        if type(value) not in _SCALAR_TAGS[name]:
            self.diagnostics.report("SPF120", (start, end), f"{quoted(text)} cannot be read as !!{name}")
        return float(value) if name == "float" and isinstance(value, int) else value

    def refuse_tag(self, tag: str, start: int, end: int) -> None:
        """Note a tag outside the core schema."""
        written = tag.replace(_CORE, "!!", 1)
        self.diagnostics.report(
            "SPF112", (start, end), f"the tag {quoted(written)} is not read", f"remove {quoted(written)}"
        )

    # --- keys -------------------------------------------------------------------------------------------

    def key(self, value: JsonValue, text: str, start: int, end: int) -> None:
        """Take a scalar as the key of the open mapping."""
        frame = self.frame
        assert isinstance(frame, Mapping)
        if not isinstance(value, str) and type(value) is not int:
            self.diagnostics.report(
                "SPF111", (start, end), f"{quoted(text or 'null')} is no text", "put quotes round the key"
            )
        elif text in frame.places:
            self.diagnostics.duplicate_key(text, (start, end), frame.places[text])
        frame.name(text, start, end)

    def merge_key(self, event: Any) -> None:
        """A plain `<<` means that the entries of the value belong here."""
        if event.implicit[0] and event.value == "<<" and isinstance(self.frame, Mapping):
            self.frame.merges = True

    def add(self, node: Node) -> None:
        """Hand a finished collection or an alias to the open frame."""
        frame = self.frame
        frame.size += node.size
        frame.height = max(frame.height, node.height + 1)
        if frame.wants_key:
            self.collection_as_key(node)
        else:
            frame.add(*node[:4])

    def collection_as_key(self, node: Node) -> None:
        """An alias may be a key when it is text; a mapping or a list never."""
        if isinstance(node.value, str):
            self.key(node.value, node.value, node.start, node.end)
            return
        help = "put quotes round the text; a template like {{ name }} is read as two mappings"
        self.diagnostics.report("SPF111", (node.start, node.end), "this key is no text", help)
        assert isinstance(self.frame, Mapping)
        self.frame.name(f"\0{node.start}", node.start, node.end)  # the document is refused: any name will do

    # --- collections ------------------------------------------------------------------------------------

    def open_mapping(self, event: Any) -> None:
        """Begin a mapping."""
        self.open(event, Mapping(event.start_mark.index, event.anchor, flow=event.flow_style))

    def open_sequence(self, event: Any) -> None:
        """Begin a sequence."""
        self.open(event, Sequence(event.start_mark.index, event.anchor, flow=event.flow_style))

    def open(self, event: Any, frame: Frame) -> None:
        """Go down one level, unless that is too deep."""
        self.last_end = event.end_mark.index
        if event.tag not in _COLLECTION_TAGS[frame.kind]:
            self.refuse_tag(event.tag, *_offsets(event))
        if event.anchor is not None:
            self.anchors.pop(event.anchor, None)
        if len(self.stack) >= MAX_DEPTH:
            self.diagnostics.stop_at_depth(_offsets(event))
        self.stack.append(self.frame)
        self.frame = frame

    def close(self, event: Any) -> None:
        """Come up one level with a complete collection."""
        frame = self.frame
        if frame.flow:
            self.last_end = event.end_mark.index
        if isinstance(frame, Mapping) and frame.merged and (wrong := frame.merge()) is not None:
            message = "a merge key (<<) takes a mapping or a list of mappings"
            self.diagnostics.report("SPF119", (wrong.start, wrong.end), message)
        node = Node(frame.start, self.last_end, frame.value, frame.places, frame.size, frame.height)
        self.frame = self.stack.pop()
        if frame.anchor is not None:
            self.anchors[frame.anchor] = node
        self.add(node)

    # --- aliases ----------------------------------------------------------------------------------------

    def alias(self, event: Any) -> None:
        """Share an anchored node. The value is shared, not copied; what it would expand to is counted."""
        start, self.last_end = _offsets(event)
        node = self.anchors.get(event.anchor) or self.missing(event)
        self.aliased += node.size
        if self.aliased > MAX_ALIASED:
            message = f"aliases expand this document by more than {MAX_ALIASED:,} nodes, or as much text"
            self.diagnostics.stop("SPF115", _offsets(event), message, "share schemas with $ref")
        if len(self.stack) + node.height > MAX_DEPTH:
            self.diagnostics.stop_at_depth(_offsets(event))
        self.add(node._replace(start=start, end=self.last_end))

    def missing(self, event: Any) -> Node:
        """Note an alias without a complete anchor, and stand in for it."""
        start, end = _offsets(event)
        holder = next((frame for frame in [*self.stack, self.frame] if frame.anchor == event.anchor), None)
        if holder is None:
            self.diagnostics.report(
                "SPF113", (start, end), f"no anchor &{event.anchor} stands before this alias"
            )
        else:
            span = self.diagnostics.source.span(holder.start, holder.start + len(event.anchor) + 1)
            message = f"*{event.anchor} stands inside the node that it names"
            related = Related(span, f"&{event.anchor} begins here")
            self.diagnostics.report(
                "SPF114", (start, end), message, "write a recursive schema with $ref", (related,)
            )
        return Node(start, end, None, None)


def _offsets(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index
