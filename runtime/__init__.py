"""What every service shares. Nothing here knows a spec, a template or a service."""

from runtime.messages import (
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

__all__ = [
    "Catalog",
    "Command",
    "CommandRoot",
    "Event",
    "EventRoot",
    "Nullable",
    "Query",
    "Rejection",
    "Row",
    "RowRoot",
    "Upcasts",
    "Value",
    "ValueRoot",
]
