"""Channels: addresses, parameters, and the messages they carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.documents.asyncapi.messages import Messages
from specfold_generator.documents.asyncapi.model import ChannelEntry, Message
from specfold_generator.documents.schemas.naming import pascal
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Identity, Reader, View, identity

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STRANGE = re.compile(
    r"[\x00-\x20\"'<>\\^`{|}\x7f]|%(?![0-9A-Fa-f]{2})"
)  # outside of expressions, RFC 6570, 2.1


class Channels:
    """Reads channels, each once."""

    def __init__(
        self, reader: Reader, messages: Messages, major: int, kinesis_servers: frozenset[Identity]
    ) -> None:
        self._reader = reader
        self._messages = messages
        self._major = major
        self._kinesis = kinesis_servers
        self._known: dict[Identity, ChannelEntry] = {}

    def read(self, view: View, name: str) -> ChannelEntry:
        """The channel that a view shows."""
        if identity(view.at) not in self._known:
            self._known[identity(view.at)] = self._channel(view, name)
        return self._known[identity(view.at)]

    def _channel(self, view: View, name: str) -> ChannelEntry:
        address = view.text("address") or None if self._major > 2 else name
        if self._major == 2:
            self._check_template(view, name)
        self._check_parameters(view, address, tuple(view.views("parameters")))
        return ChannelEntry(
            id=identity(view.at),
            name=name,
            address=address,
            doc=view.doc() or view.text("title"),
            view=view,
            parameters=tuple(dict.fromkeys(_PLACEHOLDER.findall(address or ""))),
            messages=self._listed(view) if self._major > 2 else self._carried(view, name),
            kinesis_server=self._on_kinesis(view),
        )

    def _listed(self, view: View) -> tuple[Message, ...]:
        """3.x: the channel has a map of messages."""
        for member in ("publish", "subscribe"):
            if member in view:
                message = f"{quoted(member)} under a channel is AsyncAPI 2.x; this document is 3.x"
                help = "move it to `operations` with `action: send` or `action: receive`"
                self._reader.diagnostics.add("SPF306", view.find_span(member), message, help=help)
        holder = view.view("messages")
        if holder is None:
            return ()
        names = [key for key in holder.names() if not key.startswith("x-")]
        places = [(key, holder.find(key)) for key in names]
        read = [self._messages.read(at, key) for key, at in places if at is not None]
        return _once(message for message in read if message is not None)

    def _carried(self, view: View, name: str) -> tuple[Message, ...]:
        """2.x: the channel has what its two operations carry."""
        for member in ("messages", "address"):
            if member in view:
                message = f"{quoted(member)} under a channel is AsyncAPI 3.x; this document is 2.x"
                help = "name the messages under `publish` or `subscribe`"
                self._reader.diagnostics.add("SPF306", view.find_span(member), message, help=help)
        found: list[Message] = []
        for verb in ("subscribe", "publish"):
            operation = view.view(verb)
            found += self.of_operation(operation, name) if operation else ()
        return _once(found)

    def of_operation(self, operation: View, channel: str) -> tuple[Message, ...]:
        """2.x: the message of an operation, or each of its `oneOf`."""
        at = operation.find("message")
        if at is None:
            return ()
        fallback = pascal(operation.text("operationId") or channel) + "Message"
        holder = self._reader.view(at)
        if holder is None or "oneOf" not in holder:
            read = [self._messages.read(at, fallback=fallback)]
        else:
            read = [
                self._messages.read(item, fallback=f"{fallback}{number}")
                for number, item in enumerate(holder.items("oneOf"), start=1)
            ]
        return _once(message for message in read if message is not None)

    def _check_template(self, view: View, name: str) -> None:
        """2.x: the name of a channel is a URI template (RFC 6570)."""
        strange = "".join(dict.fromkeys(_STRANGE.findall(_PLACEHOLDER.sub("", name))))
        if strange:
            message = f"{quoted(name)} is no URI template, for it has {quoted(strange)}; "
            self._reader.diagnostics.add(
                "SPF380", view.span, f"{message}it is read as the address that it is"
            )

    def _check_parameters(self, view: View, address: str | None, declared: tuple[str, ...]) -> None:
        used = _PLACEHOLDER.findall(address or "")
        undeclared = [name for name in used if name not in declared]
        unused = [name for name in declared if name not in used]
        where = view.find_span("address") if self._major > 2 else view.span
        if undeclared:
            message = (
                f"the address {quoted(address or '')} has {join_names(undeclared)}, "
                "which `parameters` does not"
            )
            message += f" declare ({join_names(unused)} is declared)" if unused else " declare"
            self._reader.diagnostics.add("SPF313", where, f"{message}; it is read as any text")
        elif unused and address is not None:
            message = f"{join_names(unused)} is declared, and not part of the address {quoted(address)}"
            self._reader.diagnostics.add("SPF313", where, f"{message}; it is left out")

    def _on_kinesis(self, view: View) -> bool:
        """Whether a server of the channel has the protocol `kinesis`; it has all, if it names none."""
        named = view.items("servers") if "servers" in view else ()
        if not named:
            return bool(self._kinesis)
        return any(self._is_kinesis(server) for server in named)

    def _is_kinesis(self, server: DocumentNode) -> bool:
        if isinstance(server.value, str):
            return any(pointer[-1] == server.value for _, pointer in self._kinesis)
        target = self._reader.follow(server)
        return target is not None and identity(target) in self._kinesis


def _once(messages: Iterable[Message]) -> tuple[Message, ...]:
    return tuple({message.id: message for message in messages}.values())
