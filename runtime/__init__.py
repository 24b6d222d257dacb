"""What every service shares. Nothing here knows a spec, a template or a service."""

from runtime.messages import Catalog, Command, Event, Query, Rejection, Row, Upcasts, Value

__all__ = ["Catalog", "Command", "Event", "Query", "Rejection", "Row", "Upcasts", "Value"]
