"""One AsyncAPI document, read whole."""

from __future__ import annotations

from specfold.model.shared.media_types import JSON

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.asyncapi.channels import Channels
from specfold_generator.documents.asyncapi.messages import Messages, distinct
from specfold_generator.documents.asyncapi.model import AsyncApi, Message
from specfold_generator.documents.asyncapi.operations import Operations
from specfold_generator.documents.asyncapi.security import check_security
from specfold_generator.documents.header import Head
from specfold_generator.source.object_view import Identity, Reader, View, identity


def read_asyncapi(reader: Reader, head: Head) -> AsyncApi:
    """Read the document with this head; what is wrong with it is noted in the reader's diagnostics."""
    view, major = head.view, head.major
    if major == 2 and "operations" in view:
        message = "`operations` is AsyncAPI 3.x; this document is 2.x"
        help = "put `publish` and `subscribe` under the channels, or write `asyncapi: 3.0.0`"
        reader.diagnostics.add("SPF306", view.find_span("operations"), message, help=help)
    messages = Messages(reader, major, view.text("defaultContentType") or JSON)
    channels = Channels(reader, messages, major, _kinesis_servers(view))
    entries = tuple(channels.read(found, name) for name, found in view.views("channels").items())
    operations = Operations(reader, messages, channels)
    told = operations.of_channels(entries) if major == 2 else operations.of_document(view)
    check_security(reader, view, major)
    listed = _all_messages(view, messages, [m for c in entries for m in c.messages])
    if major == 2:
        _check_ids(reader, listed)
    return AsyncApi(
        view=view,
        title=head.title,
        version=head.version,
        doc=head.doc,
        channels=entries,
        operations=tuple(told),
        messages=tuple(distinct(listed)),
    )


def _all_messages(view: View, messages: Messages, carried: list[Message]) -> list[Message]:
    """The messages of the components, then those that stand in channels only."""
    components = view.view("components")
    holder = components.view("messages") if components else None
    found: dict[Identity, Message] = {}
    for key in holder.names() if holder else ():
        at = holder.find(key) if holder and not key.startswith("x-") else None
        message = messages.read(at, key) if at is not None else None
        if message is not None:
            found[message.id] = message
    return list((found | {message.id: message for message in carried}).values())


def _check_ids(reader: Reader, messages: list[Message]) -> None:
    """2.x: a messageId is one of one message."""
    first: dict[str, Message] = {}
    for message in messages:
        given = message.view.value("messageId")
        if isinstance(given, str) and first.setdefault(given, message) is not message:
            at = message.view.find_span("messageId")
            text = f"{quoted(given)} is the messageId of another message as well; "
            text += "they are told apart by their names, and by where they stand"
            related = [Related(first[given].view.find_span("messageId"), "the other one")]
            reader.diagnostics.add("SPF379", at, text, help="give each its own messageId", related=related)


def _kinesis_servers(view: View) -> frozenset[Identity]:
    servers = view.views("servers")
    return frozenset(identity(s.at) for s in servers.values() if s.text("protocol").lower() == "kinesis")
