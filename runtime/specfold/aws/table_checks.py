"""Whether a function can use its tables: asked by the function itself, by its own role, writing nothing.

It reads a key that no item has, and puts an item on a condition that never holds. DynamoDB judges the table,
the permissions and the KMS key before the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from specfold.aws.environment import Environment, Variables, variable
from specfold.aws.faults import refusal
from specfold.aws.refusals import BLOCKING, ERRORS, Refusal, Scope
from specfold.aws.table_keys import key_types, substitute
from specfold.model.errors import Blocked, Unavailable
from specfold.model.service import Reader, Service
from specfold.storage.cursor_items import PK

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ASKED: Final = {"check": "tables"}  # the event that a function is asked by, in the place of records
_NEVER: Final = "attribute_exists(#key) AND attribute_not_exists(#key)"
_LOST: Final = Refusal("no answer", Scope.SERVICE, ERRORS)


@dataclass(frozen=True, slots=True)
class Checked:
    """A table by its physical name, its key attributes, and whether the function writes it."""

    name: str
    keys: tuple[str, ...]
    written: bool = True


def of_reader(reader: Reader, environment: Environment) -> Iterator[Checked]:
    """The tables of the reader of a channel.

    Raises:
        MissingVariable: a table's name is not set.
    """
    if reader.aggregates:
        yield Checked(variable(environment.ledger, "the table of the ledger"), (PK,))
    for view in reader.views:
        yield Checked(Variables(environment.rows, "the table of")[view.name], tuple(view.key.names))
        if not view.per_aggregate:
            yield Checked(Variables(environment.cursors, "the table of cursors of")[view.name], (PK,))


def of_policy(service: Service, environment: Environment, name: str) -> Iterator[Checked]:
    """The tables of a policy: its cursors, and the ledger that its commands are decided on.

    Raises:
        MissingVariable: a table's name is not set.
    """
    yield Checked(variable(environment.policies, "the table of cursors of policies"), (PK,))
    if any(policy.issues for policy in service.policies if policy.name == name):
        yield Checked(variable(environment.ledger, "the table of the ledger"), (PK,), written=False)


def answering(
    handle: Callable[[Any, Any], Any],
    client: Callable[[], DynamoDBClient],
    tables: Callable[[], Iterable[Checked]],
    ready: Callable[[], object] = lambda: None,
) -> Callable[[Any, Any], Any]:
    """An entry point that answers the event `ASKED` too, by what refuses its tables.

    `ready` raises Unavailable where something else is not as the function needs it.
    """

    def handle_or_check(event: Any, context: Any) -> Any:
        if event != ASKED:
            return handle(event, context)
        checked = ((table, refused(client(), table)) for table in tables())
        found = [_told(table, why) for table, why in checked if why]
        try:
            ready()
        except Unavailable as error:
            blocked = isinstance(error, Blocked)
            more = {"table": "", "code": str(error), "about": "table", "blocked": blocked, "help": ""}
            found += [] if found else [more]
        return {"refused": found}

    return handle_or_check


def refused(client: DynamoDBClient, table: Checked) -> Refusal | None:
    """Why a function cannot use a table; None if it can."""
    try:
        types = key_types(client, table.name, table.keys)
        if types is None:
            help = f"its key is not {' and '.join(table.keys)}: deploy what is generated"
            return Refusal("ValidationException", Scope.TABLE, ERRORS, help)
        if table.written:
            _put_nothing(client, table, types)
    except Unavailable as error:
        return refusal(error.__cause__) if isinstance(error.__cause__, ClientError) else _LOST
    except ClientError as error:
        found = refusal(error)
        return None if found.scope is Scope.KEY else found
    except BotoCoreError:
        return _LOST
    return None


def _put_nothing(client: DynamoDBClient, table: Checked, types: tuple[str, ...]) -> None:
    item = substitute(("nothing", table.name), table.keys, types)
    names = {"#key": table.keys[0]}
    client.put_item(
        TableName=table.name, Item=item, ConditionExpression=_NEVER, ExpressionAttributeNames=names
    )


def _told(table: Checked, why: Refusal) -> dict[str, Any]:
    return {
        "table": table.name,
        "code": why.code,
        "about": why.scope.value,
        "blocked": why.scope in BLOCKING,
        "help": why.help,
    }
