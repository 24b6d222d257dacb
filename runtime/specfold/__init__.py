"""What generated and handwritten code imports: `from specfold import Command, Event, Rejection, Row`.

The modules inside may move; these names stay. Nothing here knows a spec, a template or a service. A name is
imported when it is first used: the generator reads `specfold.model.shared` and loads nothing else.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specfold.messaging import (
        Channel,
        Consumer,
        Handled,
        Message,
        Received,
        Reply,
        ReplyTo,
        Send,
        UnreadableMessage,
    )
    from specfold.messaging.webhooks import Answered, Outgoing, Post, Undeliverable
    from specfold.model.key_values import KeyValue
    from specfold.model.messages import (
        Catalog,
        Command,
        CommandRoot,
        Event,
        EventRoot,
        Nullable,
        Query,
        Rejection,
        Row,
        RowRoot,
        Upcasts,
        Value,
        ValueRoot,
    )
    from specfold.model.not_implemented import fill_missing_handlers
    from specfold.model.schemas import Schemas
    from specfold.model.service import (
        Aggregate,
        Answer,
        CommandRoute,
        Decision,
        Encoding,
        HttpRoute,
        Key,
        OperationRoute,
        Parameter,
        Policy,
        QueryRoute,
        Reader,
        Security,
        Service,
        View,
    )
    from specfold.model.tables import Found, RowPage, RowStore, RowTable, key_value
    from specfold.model.topology import (
        Authorizer,
        EventSource,
        Function,
        Grant,
        Index,
        Ref,
        Route,
        Stream,
        Table,
        Topology,
    )

__all__ = [
    "Aggregate",
    "Answer",
    "Answered",
    "Authorizer",
    "Catalog",
    "Channel",
    "Command",
    "CommandRoot",
    "CommandRoute",
    "Consumer",
    "Decision",
    "Encoding",
    "Event",
    "EventRoot",
    "EventSource",
    "Found",
    "Function",
    "Grant",
    "Handled",
    "HttpRoute",
    "Index",
    "Key",
    "KeyValue",
    "Message",
    "Nullable",
    "OperationRoute",
    "Outgoing",
    "Parameter",
    "Policy",
    "Post",
    "Query",
    "QueryRoute",
    "Reader",
    "Received",
    "Ref",
    "Rejection",
    "Reply",
    "ReplyTo",
    "Route",
    "Row",
    "RowPage",
    "RowRoot",
    "RowStore",
    "RowTable",
    "Schemas",
    "Security",
    "Send",
    "Service",
    "Stream",
    "Table",
    "Topology",
    "Undeliverable",
    "UnreadableMessage",
    "Upcasts",
    "Value",
    "ValueRoot",
    "View",
    "fill_missing_handlers",
    "key_value",
]

_MODULES = {  # the names above by the module that each is in; a test compares the two
    "specfold.messaging": "Channel Consumer Handled Message Received Reply ReplyTo Send UnreadableMessage",
    "specfold.messaging.webhooks": "Answered Outgoing Post Undeliverable",
    "specfold.model.key_values": "KeyValue",
    "specfold.model.messages": (
        "Catalog Command CommandRoot Event EventRoot Nullable Query Rejection Row RowRoot Upcasts Value "
        "ValueRoot"
    ),
    "specfold.model.not_implemented": "fill_missing_handlers",
    "specfold.model.schemas": "Schemas",
    "specfold.model.service": (
        "Aggregate Answer CommandRoute Decision Encoding HttpRoute Key OperationRoute Parameter Policy "
        "QueryRoute Reader Security Service View"
    ),
    "specfold.model.tables": "Found RowPage RowStore RowTable key_value",
    "specfold.model.topology": "Authorizer EventSource Function Grant Index Ref Route Stream Table Topology",
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """A public name, imported.

    Raises:
        AttributeError: there is none.
    """
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = found  # the next use finds it without this function
    return found
