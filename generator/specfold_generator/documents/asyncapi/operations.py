"""Operations: who sends, who receives, which messages, which reply."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from specfold_generator.diagnostics.collector import quoted, suggest
from specfold_generator.documents.asyncapi.channels import Channels
from specfold_generator.documents.asyncapi.messages import RUNTIME_EXPRESSION, Messages
from specfold_generator.documents.asyncapi.model import ChannelEntry, Message, OperationEntry, ReplyEntry
from specfold_generator.documents.schemas.naming import pascal
from specfold_generator.source import json_pointer as pointers
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View, identity, kind_of, object_at, title_of

Action = Literal["send", "receive"]

# In 2.x a document says what others do: they subscribe to what the application sends.
_BOTH: dict[str, Action] = {"send": "send", "receive": "receive"}
_ACTIONS: dict[str, Action] = {"subscribe": "send", "publish": "receive"}


def _made_up(action: Action, channel: ChannelEntry) -> str:
    """A name for an operation that has none of its own."""
    return f"{action}{pascal(channel.name)}"


class Operations:
    """Reads the operations of one document."""

    def __init__(self, reader: Reader, messages: Messages, channels: Channels) -> None:
        self._reader = reader
        self._diagnostics = reader.diagnostics
        self._messages = messages
        self._channels = channels

    def of_channels(self, channels: tuple[ChannelEntry, ...]) -> Iterator[OperationEntry]:
        """2.x: operations stand under channels. Those that share an operationId are named as if without."""
        found = list(self._under(channels))
        count = Counter(entry.name for entry in found)
        for entry in found:
            if count[entry.name] == 1:
                yield entry
                continue
            message = f"{count[entry.name]} operations are called {quoted(entry.name)}; "
            message += f"this one is named after its channel, {quoted(entry.channel.name)}"
            span = entry.view.find_span("operationId")
            self._diagnostics.add("SPF372", span, message, help="give each its own operationId")
            yield replace(entry, name=_made_up(entry.action, entry.channel))

    def _under(self, channels: tuple[ChannelEntry, ...]) -> Iterator[OperationEntry]:
        for channel in channels:
            for verb, action in _ACTIONS.items():
                view = channel.view.view(verb)
                if view is None:
                    continue
                merged = view.under(reversed(view.item_views("traits")))
                yield OperationEntry(
                    name=merged.text("operationId") or _made_up(action, channel),
                    doc=merged.doc(),
                    view=merged,
                    action=action,
                    channel=channel,
                    messages=self._channels.of_operation(merged, channel.name),
                )

    def of_document(self, document: View) -> Iterator[OperationEntry]:
        """3.x: operations stand by themselves and refer to their channel."""
        for name, view in document.views("operations").items():
            merged = view.over(reversed(view.item_views("traits")))
            action = self._action(name, merged)
            channel = self._channel(merged, f"the operation {quoted(name)}", required=True)
            if action is None or channel is None:
                continue
            yield OperationEntry(
                name=name,
                doc=merged.doc() or merged.text("title"),
                view=merged,
                action=action,
                channel=channel,
                messages=self._chosen(merged, channel, f"the operation {quoted(name)}"),
                reply=self._reply(name, merged),
            )

    def _action(self, name: str, view: View) -> Action | None:
        given = view.text("action")
        if given in _BOTH:
            return _BOTH[given]
        if "action" not in view:
            message = f"the operation {quoted(name)} has no `action`"
            self._diagnostics.add(
                "SPF303", view.span, message, help="write `action: send` or `action: receive`"
            )
            return None
        help = {"publish": "write `receive`", "subscribe": "write `send`"}.get(given, "")
        message = f"the action of {quoted(name)} must be `send` or `receive`, and is {quoted(given)}"
        self._diagnostics.add("SPF307", view.find_span("action"), message, help=help)
        return None

    def _channel(self, view: View, whose: str, *, required: bool) -> ChannelEntry | None:
        at = view.find("channel")
        if at is None:
            if required:
                help = "write `channel: {$ref: '#/channels/...'}`"
                self._diagnostics.add("SPF303", view.span, f"{whose} has no `channel`", help=help)
            return None
        found = self._reader.view(at)
        if found is None:
            return None
        holders = [str(step) for step in found.at.pointer[-2:-1]]
        if holders != ["channels"] and found.at.pointer and self._is_reference(at, "a channel"):
            message = f"the channel of {whose} refers to {title_of(found.at)}, which is no channel"
            self._diagnostics.add("SPF308", at.span, message, help="refer to a place under `channels`")
            return None
        name = (
            str(found.at.pointer[-1]) if found.at.pointer else pascal(found.at.document.path.rsplit("/")[-1])
        )
        return self._channels.read(found, name)

    def _chosen(self, view: View, channel: ChannelEntry, whose: str) -> tuple[Message, ...]:
        """The messages an operation names, which its channel must have; all of them, if it names none."""
        if "messages" not in view:
            return channel.messages
        there = {message.id: message for message in channel.messages}
        chosen: dict[object, Message] = {}
        for at in view.items("messages"):
            found = self._reader.view(at) if self._is_reference(at) else None
            if found is None:
                continue
            message = there.get(identity(found.at))
            if message is None:
                text = f"{whose} names {title_of(found.at)}, which {quoted(channel.name)} does not carry"
                help = suggest(str(found.at.pointer[-1:]), [m.key for m in channel.messages])
                self._diagnostics.add("SPF309", at.span, text, help=help)
            else:
                self._check_way(at, channel, message, whose)
                chosen[message.id] = message
        return tuple(chosen.values())

    def _check_way(self, at: DocumentNode, channel: ChannelEntry, message: Message, whose: str) -> None:
        """A message is named as one of the channel, and not as what the channel refers to."""
        first = self._reader.workspace.resolve(at, object_at(at)["$ref"])
        if identity(DocumentNode(first.document, first.pointer[:-2])) != channel.id:
            text = f"{whose} names {title_of(first)} instead of the message that {quoted(channel.name)} has; "
            text += "it is read as that one"
            names = channel.view.views("messages").items()
            name = next((name for name, view in names if identity(view.at) == message.id), "...")
            way = pointers.encode((*channel.view.at.pointer, "messages", name))
            self._diagnostics.add("SPF378", at.span, text, help=f"refer to {quoted(f'#{way}')}")

    def _is_reference(self, at: DocumentNode, what: str = "a message of the channel") -> bool:
        if isinstance(at.value, dict) and "$ref" in at.value:
            return True
        message = f"{title_of(at)} must be a reference to {what}, and is {kind_of(at.value)}"
        self._diagnostics.add("SPF301", at.span, message, help="write `{$ref: '#/...'}`")
        return False

    def _reply(self, name: str, view: View) -> ReplyEntry | None:
        reply = view.view("reply")
        if reply is None:
            return None
        whose = f"the reply of {quoted(name)}"
        channel = self._channel(reply, whose, required=False)
        messages = self._chosen(reply, channel, whose) if channel else self._unbound(reply)
        address = reply.view("address")
        location = address.text("location") if address else ""
        if address and not RUNTIME_EXPRESSION.fullmatch(location):
            message = f"the address of a reply is a runtime expression, and {quoted(location)} is none"
            self._diagnostics.add("SPF311", address.find_span("location"), message)
        return ReplyEntry(channel=channel, messages=messages, address=location, span=reply.span)

    def _unbound(self, reply: View) -> tuple[Message, ...]:
        read = [self._messages.read(at) for at in reply.items("messages") if self._is_reference(at)]
        return tuple(message for message in read if message is not None)
