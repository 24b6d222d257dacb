"""The read models of one service in DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import ClientError

from specfold.aws import transactions
from specfold.aws.faults import INVALID, code_of, reading
from specfold.aws.ledger_store import DynamoCursors, item, items
from specfold.aws.table_keys import key_types, substitute
from specfold.aws.transactions import Action, Unit
from specfold.eventlog.cursor import START, Cursor
from specfold.eventlog.ports import Clock, CursorStep, RowKey, RowWrite, TargetRow, ViewItem, ViewUnit
from specfold.model.errors import Blocked, InvalidPageToken
from specfold.model.key_values import KeyValue
from specfold.model.service import View
from specfold.model.tables import StoredPage, StoredRow
from specfold.storage.attributes import Item
from specfold.storage.cursor_items import (
    CURSOR,
    PK,
    REVISION,
    cursor_of,
    expects_cursor,
    expects_revision,
    moves_cursor,
    parked,
    stopped_attributes,
)
from specfold.storage.page_tokens import Paging, paging_of
from specfold.storage.row_items import (
    is_live,
    item_key,
    key_attribute,
    key_part,
    key_refusal,
    members_of,
    row_cursor,
    row_item,
    row_of,
    unstorable,
    version_of,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


_OTHER_TYPE: Final = "does not match schema type"  # in DynamoDB's message on a Query
_MOST_UNKEYED: Final = 10_000  # keys remembered


class DynamoViews:
    """A table for each view; where rows gather many aggregates, a table of cursors beside it."""

    def __init__(
        self,
        client: DynamoDBClient,
        views: Iterable[View[Any]],
        tables: Mapping[str, str],
        cursors: Mapping[str, str],
        clock: Clock,
    ) -> None:
        """`tables` and `cursors` give table names by view."""
        self._client, self._clock = client, clock
        self._unkeyed: set[tuple[str, RowKey]] = set()  # keys that a table has refused
        self._views = {view.name: view for view in views}
        self._tables, self._cursor_tables = tables, cursors

    # -- for queries

    def row(self, view: str, key: Sequence[KeyValue]) -> StoredRow | None:
        """A row by its key. It may be stale, but that there is none is told by a consistent read alone."""
        found = self._item(view, key, consistent=False) or self._item(view, key, consistent=True)
        members = row_of(found) if found else None
        return None if found is None or members is None else StoredRow(members, version_of(found))

    def version(self, view: str, key: Sequence[KeyValue]) -> int:
        """The version that a per-aggregate view has come to, even where it has no row; else 0."""
        found = self._item(view, key, consistent=True)
        return version_of(found) if found else 0

    def rows(
        self,
        view: str,
        index: str,
        partition: KeyValue,
        *,
        limit: int,
        after: str | None,
        newest_first: bool,
    ) -> StoredPage:
        """Rows of one partition of an index, in its order.

        Raises:
            InvalidPageToken: `after` is no token of this very query.
            Throttled, Unavailable: the table cannot be read.
        """
        paging = paging_of(self._views[view], index, partition, newest_first=newest_first)
        # One more than asked for: whether there is a next page is then known, not guessed.
        start = paging.start(after) if after is not None else None
        found = self._query(paging, limit + 1, start) if paging.possible else []
        rows = [StoredRow(members_of(entry), version_of(entry)) for entry in found[:limit]]
        return StoredPage(rows, paging.token(found[limit - 1]) if len(found) > limit else None)

    def _query(self, paging: Paging, limit: int, start: Item | None) -> list[Mapping[str, Any]]:
        request: dict[str, Any] = {
            "TableName": self._tables[paging.view],
            "IndexName": paging.index,
            "KeyConditionExpression": "#p = :p",
            "ExpressionAttributeNames": {"#p": paging.partition_name},
            "ExpressionAttributeValues": {":p": key_attribute(paging.partition)},
            "ScanIndexForward": not paging.newest_first,
            "Limit": limit,
        }
        found: list[Mapping[str, Any]] = []
        while len(found) < limit:
            answer = self._ask(request | ({"ExclusiveStartKey": start} if start else {}), start is not None)
            found += [entry for entry in answer["Items"] if is_live(entry)]
            start = answer.get("LastEvaluatedKey")
            if not start:
                break
        return found[:limit]

    def _ask(self, request: dict[str, Any], started: bool) -> Any:
        with reading(f"query of {request['TableName']}"):
            try:
                return self._client.query(**request)
            except ClientError as error:
                if started and code_of(error) in INVALID:
                    raise InvalidPageToken from error  # its values are of another type than the keys
                if code_of(error) in INVALID and _OTHER_TYPE in str(error):
                    return {"Items": []}  # no row has a member of this type in the index
                raise

    # -- for folds

    def load(self, view: View[Any], keys: Mapping[str, RowKey]) -> Mapping[str, ViewItem]:
        """The cursors there are (and rows, where per aggregate) by source key, strongly consistent."""
        if not view.per_aggregate:
            found = self._cursors(view).load(view.name, keys)
            return {key: ViewItem(cursor=cursor) for key, cursor in found.items()}
        by_row = self._read(view, keys.values())
        return {key: _view_item(by_row[row]) for key, row in keys.items() if CURSOR in by_row.get(row, ())}

    def targets(self, view: View[Any], keys: Iterable[RowKey]) -> Mapping[RowKey, TargetRow]:
        """The rows there are, with their revisions, strongly consistent."""
        return {
            key: TargetRow(members=members_of(found), revision=found[REVISION]["S"])
            for key, found in self._read(view, keys).items()
        }

    def write(self, view: View[Any], units: Sequence[ViewUnit]) -> frozenset[str]:
        """Write the units; returns the source keys of those that were not written."""
        make = self._own if view.per_aggregate else self._gathered
        return transactions.write(self._client, [make(view, unit) for unit in units])

    def _own(self, view: View[Any], unit: ViewUnit) -> Unit:
        """A row and the cursor in it: one item."""
        (step,), (row,) = unit.steps, unit.rows
        live = row.members is not None
        made = self._row_item(view, row)
        put = {
            "TableName": self._tables[view.name],
            "Item": made | {CURSOR: row_cursor(step.cursor, live, step.key)},
            **expects_cursor(step.expected, CURSOR).condition(),
        }
        return Unit(
            keys=(step.key,),
            items=(str(row.key),),
            actions=({"Put": put},),
            unstorable=unstorable(view, row.key, made) or self._refused(view, row.key),
            parked=partial(self._own_parked, view, step, row.key),
            tables={self._tables[view.name]: view.key.names},
        )

    def _own_parked(self, view: View[Any], step: CursorStep, key: RowKey, reason: str) -> Unit:
        """The row stays as it was; its cursor says why it goes no further."""
        stopped = parked(step, reason)
        place = {"TableName": self._tables[view.name]}
        if step.expected is None:
            made = self._place(view, key) | {CURSOR: row_cursor(stopped.cursor, False, step.key)}
            action = {"Put": place | {"Item": made} | expects_cursor(None, CURSOR).condition()}
        else:
            moved = moves_cursor(stopped_attributes(stopped.cursor, step.key), step.expected, CURSOR)
            action = {"Update": place | {"Key": self._place(view, key)} | moved}
        return Unit(keys=(step.key,), items=(str(key),), actions=(action,), parked=lambda _: None)

    def _gathered(self, view: View[Any], unit: ViewUnit) -> Unit:
        """Rows of many aggregates, and the cursors of those that changed them."""
        cursors = self._cursors(view)
        steps = [cursors.action(view.name, step) for step in unit.steps]
        items = [self._row_item(view, row) for row in unit.rows]
        rows = [self._row_action(view, row, made) for row, made in zip(unit.rows, items, strict=True)]
        reasons = (unstorable(view, row.key, made) for row, made in zip(unit.rows, items, strict=True))
        return Unit(
            keys=tuple(step.key for step in unit.steps),
            items=(*(f"cursor {step.key}" for step in unit.steps), *(f"row {row.key}" for row in unit.rows)),
            actions=(*steps, *rows),
            unstorable=next(filter(None, reasons), ""),
            parked=partial(self._gathered_parked, view, unit),
            tables={self._cursor_tables[view.name]: (PK,)}
            | ({self._tables[view.name]: view.key.names} if rows else {}),
        )

    def _gathered_parked(self, view: View[Any], unit: ViewUnit, reason: str) -> Unit | None:
        """Several keys are only reported: folded one by one, the one at fault is found and parked."""
        if len(unit.steps) != 1:
            return None
        return self._gathered(view, ViewUnit(steps=(parked(unit.steps[0], reason),)))

    def _row_item(self, view: View[Any], row: RowWrite) -> Item:
        return item_key(view, row.key) if row.members is None else row_item(view, row.key, row.members)

    def _row_action(self, view: View[Any], row: RowWrite, made: Item) -> Action:
        table, condition = self._tables[view.name], expects_revision(row.expected).condition()
        if row.members is None:
            return {"Delete": {"TableName": table, "Key": made, **condition}}
        return {"Put": {"TableName": table, "Item": made | {REVISION: {"S": row.revision}}, **condition}}

    # -- reading

    def _cursors(self, view: View[Any]) -> DynamoCursors:
        return DynamoCursors(self._client, self._cursor_tables[view.name], self._clock)

    def _item(self, view: str, key: Sequence[KeyValue], *, consistent: bool) -> Mapping[str, Any] | None:
        made = self._views[view]
        place = made.row_key(key)
        if key_refusal(made, place):
            return None
        return item(self._client, self._tables[view], item_key(made, place), consistent=consistent)

    def _read(self, view: View[Any], keys: Iterable[RowKey]) -> dict[RowKey, Mapping[str, Any]]:
        wanted = [key for key in keys if view.per_aggregate or not key_refusal(view, key)]
        names, refused = view.key.names, list[Item]()
        made = ((key, self._place(view, key)) for key in wanted)
        places = {_named(place, names): (key, place) for key, place in made}
        asked = (place for _, place in places.values())
        found = {
            places[_named(entry, names)][0]: entry
            for entry in items(self._client, self._clock, self._tables[view.name], asked, refused.append)
        }
        if refused and view.per_aggregate:
            again = {places[_named(place, names)][0] for place in refused}
            if len(self._unkeyed) > _MOST_UNKEYED:
                self._unkeyed.clear()
            again -= {key for name, key in self._unkeyed if name == view.name}
            self._unkeyed.update((view.name, key) for key in again)
            found |= self._read(view, again) if again else {}
        return found

    def _place(self, view: View[Any], key: RowKey) -> Item:
        """The key of a row's item; a substitute where the table can hold no such key.

        There a cursor can stop all the same. A row of that key there is none.
        """
        if (view.name, key) not in self._unkeyed and not key_refusal(view, key):
            return item_key(view, key)
        table, names = self._tables[view.name], view.key.names
        types = key_types(self._client, table, names)
        if types is None:
            raise Blocked(f"read of {table}: its key is not {' and '.join(names)}")
        return substitute(key, names, types)

    def _refused(self, view: View[Any], key: RowKey) -> str:
        return "the key has another type than the table" if (view.name, key) in self._unkeyed else ""


def _named(entry: Mapping[str, Any], names: Sequence[str]) -> RowKey:
    # By value: DynamoDB writes a number otherwise than it was sent.
    return tuple(key_part(entry[name]) for name in names)


def _view_item(found: Mapping[str, Any]) -> ViewItem:
    cursor: Cursor = cursor_of(found[CURSOR]["M"]) if CURSOR in found else START
    return ViewItem(cursor=cursor, row=row_of(found))
