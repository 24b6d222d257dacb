# Generated from specs/. Do not edit: change the spec, then generate again.
"""The read models of the support service, each with the fold that makes its rows."""

from __future__ import annotations

from specfold import Event, Key, KeyValue, View, fill_missing_handlers, key_value

from generated.sales.events import Won
from generated.support.events import Closed
from generated.support.handlers import MonthProjection
from generated.support.read_models import Month
from handwritten.support import month


def _month(projection: MonthProjection) -> View[Month]:
    """What closed in a region within a month."""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case Won():
                return (key_value(event.area), key_value(event.when))
            case Closed():
                return (key_value(event.region), key_value(event.month))
        raise LookupError(type(event).__name__)

    def fold(row: Month | None, event: Event) -> Month | None:
        match event:
            case Won():
                return projection.on_won(row, event)
            case Closed():
                return projection.on_closed(row, event)
        return row

    return View(
        name="Month",
        key=Key("region", "month"),
        kinds={"month": "number"},
        events=(Won, Closed),
        per_aggregate=False,
        row=Month,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(month, MonthProjection)
MONTH = _month(month)
