# Generated from specs/. Do not edit: change the spec, then generate again.
"""The read models of the traps service, each with the fold that makes its rows."""

from __future__ import annotations

from specfold import Event, Key, KeyValue, View, fill_missing_handlers, key_value

from generated.traps.events import Key as TrapsKey
from generated.traps.events import View as TrapsView
from generated.traps.handlers import RowModelProjection
from generated.traps.read_models import RowModel
from handwritten.traps import row as handwritten_row


def _row(projection: RowModelProjection) -> View[RowModel]:
    """{{ view }}"""

    def key_of(event: Event) -> tuple[KeyValue, ...]:
        match event:
            case TrapsKey() | TrapsView():
                return (key_value(event.class_),)
        raise LookupError(type(event).__name__)

    def fold(row: RowModel | None, event: Event) -> RowModel | None:
        match event:
            case TrapsKey():
                return projection.on_key(row, event)
            case TrapsView():
                return projection.on_view(row, event)
        return row

    return View(
        name="Row",
        key=Key("class"),
        indexes={"get": Key("class", "type")},
        events=(TrapsKey, TrapsView),
        per_aggregate=True,
        row=RowModel,
        key_of=key_of,
        fold=fold,
    )


fill_missing_handlers(handwritten_row, RowModelProjection)
ROW = _row(handwritten_row)
