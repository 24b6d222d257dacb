"""Which keys stand still, and why: a scan of the tables that hold cursors.

DynamoDB filters, and cursors alone leave it: no row and no state. A scan reads a whole table all the same, at
about three dollars for 100 million items of 1 KB; an index over the few that are stopped would be paid for
with every write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from specfold.aws.environment import Environment, Variables, variable
from specfold.aws.faults import reading
from specfold.eventlog.cursor import Cursor
from specfold.model.errors import Unavailable
from specfold.model.service import Reader, Service, View
from specfold.storage.cursor_items import CURSOR, PK, SOURCE_KEY, cursor_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LEDGER: Final = "ledger"
_SEGMENTS: Final = 4  # read side by side
_MEMBERS: Final = ("version", "top", "epoch", "seq", "shard", "status", "error", "by", "since", "unread")
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppedKey:
    """A key that a reader goes no further along."""

    reader: str  # "ledger", a view or a policy
    key: str  # source key
    cursor: Cursor  # how far it came, why it stopped, at which record, and when that arrived


def stopped_keys(
    service: Service,
    environment: Environment,
    client: DynamoDBClient,
    unreadable: Callable[[Unavailable], None] | None = None,
) -> Iterator[StoppedKey]:
    """Every key of a service that is held or parked, table by table.

    `unreadable` is called for each table that cannot be read; without it that ends the list.

    Raises:
        MissingVariable: a table's name is not set.
        Unavailable: a table cannot be read now.
    """
    for part in _parts(service, environment, client):
        try:
            yield from part()
        except Unavailable as error:
            if unreadable is None:
                raise
            unreadable(error)


def _parts(
    service: Service, environment: Environment, client: DynamoDBClient
) -> Iterator[Callable[[], Iterator[StoppedKey]]]:
    for reader in service.readers:
        for view in reader.views:
            yield partial(_of_view, reader, view, environment, client)
    if any(reader.aggregates for reader in service.readers):
        yield partial(_of_ledger, environment, client)
    if service.policies and environment.policies:
        yield partial(_of_policies, service, environment, client)


def _of_ledger(environment: Environment, client: DynamoDBClient) -> Iterator[StoppedKey]:
    for item in _scanned(client, variable(environment.ledger, "the table of the ledger"), (PK,)):
        yield StoppedKey(reader=LEDGER, key=item[PK]["S"], cursor=cursor_of(item))


def _of_policies(service: Service, environment: Environment, client: DynamoDBClient) -> Iterator[StoppedKey]:
    for item in _scanned(client, variable(environment.policies, "the table of policies"), (PK,)):
        yield _prefixed(item, [policy.name for policy in service.policies])


def _of_view(
    reader: Reader, view: View[Any], environment: Environment, client: DynamoDBClient
) -> Iterator[StoppedKey]:
    if not view.per_aggregate:
        table = Variables(environment.cursors, "the table of cursors of")[view.name]
        for item in _scanned(client, table, (PK,)):
            yield _prefixed(item, [view.name])
        return
    table = Variables(environment.rows, "the table of")[view.name]
    category = next((aggregate.name for aggregate in reader.aggregates), "")
    for item in _scanned(client, table, view.key.names, within=CURSOR):
        cursor = item[CURSOR]["M"]
        (own,) = item[view.key.partition].values()
        key = cursor[SOURCE_KEY]["S"] if SOURCE_KEY in cursor else f"{category}-{own}"
        yield StoppedKey(reader=view.name, key=key, cursor=cursor_of(cursor))


def _prefixed(item: Item, readers: list[str]) -> StoppedKey:
    """A cursor under `<reader>#<source key>`; the reader may have left the specs since."""
    text: str = item[PK]["S"]
    reader = next((name for name in readers if text.startswith(f"{name}#")), text.partition("#")[0])
    return StoppedKey(reader=reader, key=text.removeprefix(f"{reader}#"), cursor=cursor_of(item))


def _scanned(client: DynamoDBClient, table: str, keys: tuple[str, ...], within: str = "") -> Iterator[Item]:
    """The items whose cursor, at the top or `within` a map, is stopped; sorted, so that a list is stable."""
    names = {f"#k{number}": name for number, name in enumerate(keys)}
    if within:
        names |= {"#within": within, "#status": "status"}
        shown, path = [*names][:-1], "#within.#status"
    else:
        names |= {f"#{name}": name for name in _MEMBERS}
        shown, path = [*names], "#status"
    request = {
        "TableName": table,
        "ConsistentRead": True,
        "TotalSegments": _SEGMENTS,
        "FilterExpression": f"{path} IN (:held, :parked)",
        "ProjectionExpression": ", ".join(shown),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": {":held": {"S": "held"}, ":parked": {"S": "parked"}},
    }
    with ThreadPoolExecutor(_SEGMENTS) as pool:
        found = pool.map(partial(_segment, client, request), range(_SEGMENTS))
        items = [item for segment in found for item in segment]
    yield from sorted(items, key=lambda item: str([item[key] for key in keys]))


def _segment(client: DynamoDBClient, request: dict[str, Any], number: int) -> list[Item]:
    items: list[Item] = []
    page: dict[str, Any] = {"Segment": number}
    while True:
        with reading(f"scan of {request['TableName']}"):
            answer = client.scan(**request, **page)
        items += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return items
        page["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
