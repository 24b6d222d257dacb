"""Messages: traits, names, payloads in their formats, examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.documents.asyncapi.model import Message, Payload
from specfold_generator.documents.schemas.naming import pascal
from specfold_generator.model import ir
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import (
    Identity,
    Reader,
    View,
    identity,
    key_span,
    kind_of,
    title_of,
)

RUNTIME_EXPRESSION = re.compile(r"\$message\.(header|payload)#(/.*)?", re.DOTALL)

_PLACES = ("messages", "schemas")


class Messages:
    """Reads messages, each once. `major`: of the AsyncAPI version that the document is written in."""

    def __init__(self, reader: Reader, major: int, default_content_type: str) -> None:
        self._reader = reader
        self._major = major
        self._content_type = default_content_type
        self._known: dict[Identity, Message] = {}

    def read(self, at: DocumentNode, key: str = "", fallback: str = "") -> Message | None:
        """The message at a place; `key`: the name it is listed under, `fallback`: one of its channel."""
        view = self._reader.view(at)
        if view is None:
            return None
        if identity(view.at) not in self._known:
            self._known[identity(view.at)] = self._message(view, key, fallback)
        return self._known[identity(view.at)]

    def _message(self, view: View, key: str, fallback: str) -> Message:
        merged = self._with_traits(view)
        payload = self._payload(merged)
        key = _key(view.at) or key or _payload_name(payload) or fallback or "message"
        return Message(
            id=identity(view.at),
            name=merged.text("name") or merged.text("messageId") or key,
            key=key,
            doc=merged.doc() or merged.text("title"),
            view=merged,
            payload=payload,
            headers=merged.places("headers"),
            content_type=merged.text("contentType") or self._content_type,
            correlation=self._correlation(merged),
            examples=self._examples(merged),
        )

    def _with_traits(self, view: View) -> View:
        """In 2.x a trait overrides the message, in 3.x the message its traits; the last trait wins."""
        traits = view.item_views("traits")
        for trait in traits:
            for member in ("payload", "traits"):
                if member in trait:
                    message = f"a message trait may not have {quoted(member)}"
                    self._reader.diagnostics.add("SPF310", trait.find_span(member), message)
        last_first = tuple(reversed(traits))
        return view.under(last_first) if self._major == 2 else view.over(last_first)

    def _payload(self, view: View) -> Payload | None:
        at = view.find("payload")
        if at is None:
            return None
        target = self._reader.follow(at)
        if target is None:
            return None
        form = view.text("schemaFormat")
        value = target.value
        if isinstance(value, dict) and "schemaFormat" in value and ("schema" in value or self._major > 2):
            wrapper = self._reader.view(at)
            inner = wrapper.find("schema") if wrapper else None
            return Payload(at=inner, format=wrapper.text("schemaFormat")) if wrapper and inner else None
        if not isinstance(value, dict | bool | list | str):
            self._reader.wrong(target, "a schema")
            return None
        return Payload(at=at, format=form)

    def _correlation(self, view: View) -> str:
        found = view.view("correlationId")
        if found is None:
            return ""
        location = found.text("location")
        if RUNTIME_EXPRESSION.fullmatch(location):
            return location
        message = f"the location of a correlation id is a runtime expression, and {quoted(location)} is none"
        help = "write it like `$message.header#/correlationId`"
        self._reader.diagnostics.add("SPF311", found.find_span("location"), message, help=help)
        return ""

    def _examples(self, view: View) -> tuple[ir.Example, ...]:
        examples = []
        for number, at in enumerate(view.items("examples"), start=1):
            found = self._reader.view(at) if isinstance(at.value, dict) else None
            if found is None or not found.names():
                message = f"{title_of(at)} must be an object with a payload, and is {kind_of(at.value)}"
                self._reader.diagnostics.add(
                    "SPF312", at.span, message, help="write `payload:` before the value"
                )
                continue
            if "payload" in found:
                place = found.layers[0].child("payload")
                name = found.text("name") or f"example {number}"
                examples.append(ir.Example(name=name, value=found.value("payload"), origin=key_span(place)))
        return tuple(examples)


def distinct(messages: list[Message]) -> list[Message]:
    """Messages with a name each.

    The same message written twice is one. Different ones that share a `name` go by those they stand under,
    and if they share that as well, by their channel's too.
    """
    found = _merged(messages)
    found = _renamed(found, lambda message: message.key)
    return _renamed(found, lambda message: pascal(_channel(message.view.at)) + pascal(message.key))


def _merged(messages: list[Message]) -> list[Message]:
    merged: dict[str, list[Message]] = {}
    for message in messages:
        group = merged.setdefault(message.name, [])
        twin = next((i for i, other in enumerate(group) if _same(other, message)), None)
        if twin is None:
            group.append(message)
        else:
            group[twin] = replace(group[twin], aliases=group[twin].aliases | {message.id})
    return [message for group in merged.values() for message in group]


def _renamed(messages: list[Message], naming: Callable[[Message], str]) -> list[Message]:
    """Messages of which those that share a name are named otherwise; one of the components keeps its name."""
    count = Counter(message.name for message in messages)
    kept = {m.name for m in messages if not _channel(m.view.at) and m.name == m.key}
    return [
        message
        if count[message.name] == 1 or (message.name in kept and not _channel(message.view.at))
        else replace(message, name=naming(message) or message.name)
        for message in messages
    ]


def _channel(at: DocumentNode) -> str:
    """The channel that a message stands in; "" for one of the components or of a file of messages."""
    return str(at.pointer[1]) if at.pointer[:1] == ("channels",) and len(at.pointer) > 1 else ""


def _same(one: Message, other: Message) -> bool:
    return one.view.at.document is other.view.at.document and one.view.at.value == other.view.at.value


def _key(at: DocumentNode) -> str:
    """The name that a document gives a message, where it stands among messages."""
    steps = [str(step) for step in at.pointer]
    if len(steps) >= 2 and steps[-2] in _PLACES:
        return steps[-1]
    return pascal(at.document.path.rsplit("/", 1)[-1].split(".")[0]) if not steps else ""


def _payload_name(payload: Payload | None) -> str:
    """The name of the schema that an unnamed message's payload refers to."""
    value = payload.at.value if payload else None
    if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
        return ""
    last = str(value["$ref"]).rpartition("/")[2]
    return last.removesuffix(".yaml").removesuffix(".json").replace("~1", "/")
