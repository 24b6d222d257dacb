"""A small DynamoDB in this process, which refuses at random, and always what a test says that it cannot hold.

It knows the expressions that the runtime writes: terms joined by AND, and SET of single attributes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError, EndpointConnectionError
from specfold.aws.refusals import REFUSALS, Scope

Item = dict[str, Any]
Poison = Callable[[str, Item], bool]  # whether a table can never take an item
# Of whole calls of DynamoDB; ITEM is what `poison` is for.
WHOLE = sorted(
    code
    for code, one in REFUSALS.items()
    if one.scope is not Scope.ITEM
    and "amazondynamodb" in one.source
    and code not in ("ConditionalCheckFailed", "TransactionConflict", "DuplicateItem", "AccessDenied")
    and code not in ("ThrottlingError", "ProvisionedThroughputExceeded", "TransactionCanceledException")
    and code not in ("ConditionalCheckFailedException", "InternalServerError")
)
AFTER = ("InternalServerError", "InternalFailure", "ServiceUnavailable")  # it may have been done
REASONS = ("TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded")
ALONE = ("ValidationException", "ItemCollectionSizeLimitExceededException", "SerializationException")
WITHIN = ("ValidationError", "ItemCollectionSizeLimitExceeded")


def refusal(code: str, operation: str, reasons: list[str] | None = None) -> ClientError:
    """What boto3 raises."""
    answer: Any = {"Error": {"Code": code, "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": 400}}
    if code in AFTER:
        answer["ResponseMetadata"]["HTTPStatusCode"] = 500
    if reasons is not None:
        answer["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    return ClientError(answer, operation)


@dataclass
class RefusingDynamoDB:
    """The calls of the client that the runtime makes."""

    keys: Mapping[str, str]  # the partition key of each table
    random: random.Random
    rate: float = 0.0  # of calls that are refused at random
    poison: Poison = lambda _table, _item: False
    missing: set[str] = field(default_factory=set)  # tables that refuse everything
    tables: dict[str, dict[str, Item]] = field(default_factory=dict)
    injected: int = 0

    # -- the client

    def put_item(self, **request: Any) -> None:
        self._alone("PutItem", {"Put": request})

    def update_item(self, **request: Any) -> None:
        self._alone("UpdateItem", {"Update": request})

    def delete_item(self, **request: Any) -> None:
        self._alone("DeleteItem", {"Delete": request})

    def get_item(self, **request: Any) -> dict[str, Any]:
        table, key = request["TableName"], request["Key"]
        self._before("GetItem", [table])
        self._is_key("GetItem", table, key)
        found = self._table(table).get(self._place(table, key))
        return {"Item": dict(found)} if found else {}

    def batch_get_item(self, *, RequestItems: Any) -> dict[str, Any]:
        ((table, asked),) = RequestItems.items()
        self._before("BatchGetItem", [table])
        keys = asked["Keys"]
        for key in keys:
            self._is_key("BatchGetItem", table, key)
        if len(keys) > 1 and self.random.random() < self.rate:
            keys, left = keys[: len(keys) // 2], keys[len(keys) // 2 :]
        else:
            left = []
        found = (self._table(table).get(self._place(table, key)) for key in keys)
        answer: dict[str, Any] = {"Responses": {table: [dict(item) for item in found if item]}}
        return answer | ({"UnprocessedKeys": {table: {"Keys": left}}} if left else {})

    def transact_write_items(self, *, TransactItems: list[Any]) -> None:
        operation = "TransactWriteItems"
        after = self._before(operation, [next(iter(a.values()))["TableName"] for a in TransactItems])
        reasons = ["None"] * len(TransactItems)
        for at, action in enumerate(TransactItems):
            if not self._holds(action):
                reasons[at] = "ConditionalCheckFailed"
            elif self._poisoned(action):
                if self.random.random() < 0.5:  # found out before it begins: nobody says which it was
                    self.injected += 1
                    raise refusal(self.random.choice(ALONE), operation)
                reasons[at] = self.random.choice(WITHIN)
                self.injected += 1
        if self.random.random() < self.rate:
            reasons[self.random.randrange(len(reasons))] = self.random.choice(REASONS)
            self.injected += 1
        if set(reasons) != {"None"}:
            raise refusal("TransactionCanceledException", operation, reasons)
        for action in TransactItems:
            self._do(action)
        if after:
            raise refusal(after, operation)

    # -- what it does

    def _alone(self, operation: str, action: Any) -> None:
        after = self._before(operation, [next(iter(action.values()))["TableName"]])
        if not self._holds(action):
            raise refusal("ConditionalCheckFailedException", operation)
        if self._poisoned(action):
            self.injected += 1
            raise refusal(self.random.choice(ALONE), operation)
        self._do(action)
        if after:
            raise refusal(after, operation)

    def _before(self, operation: str, tables: list[str]) -> str:
        """Refuse the call, or say by what it is to fail once it is done."""
        for table in tables:
            if table in self.missing:
                self.injected += 1
                raise refusal("ResourceNotFoundException", operation)
        if self.random.random() >= self.rate:
            return ""
        self.injected += 1
        code = self.random.choice((*WHOLE, *AFTER, "connection"))
        if code == "connection":
            raise EndpointConnectionError(endpoint_url="https://dynamodb.test")
        if code in AFTER and operation in ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"):
            return code
        raise refusal(code, operation)

    def _is_key(self, operation: str, table: str, key: Item) -> None:
        name = self.keys[table]
        if set(key) != {name} or not key[name].get("S"):
            raise refusal("ValidationException", operation)

    def _table(self, table: str) -> dict[str, Item]:
        return self.tables.setdefault(table, {})

    def _place(self, table: str, item: Item) -> str:
        return str(item[self.keys[table]]["S"])

    def _poisoned(self, action: Any) -> bool:
        ((_, request),) = action.items()
        return "Item" in request and self.poison(request["TableName"], request["Item"])

    def _holds(self, action: Any) -> bool:
        ((_, request),) = action.items()
        place = self._place(request["TableName"], request.get("Item") or request["Key"])
        item = self._table(request["TableName"]).get(place, {})
        terms = filter(None, request.get("ConditionExpression", "").split(" AND "))
        return all(self._term(term, request, item) for term in terms)

    def _term(self, term: str, request: Any, item: Item) -> bool:
        if found := re.fullmatch(r"attribute_not_exists\((\S+)\)", term):
            return self._at(item, found[1], request) is None
        path, value = term.split(" = ")
        return self._at(item, path, request) == request["ExpressionAttributeValues"][value]  # type: ignore[no-any-return]  # JSON

    def _at(self, item: Item, path: str, request: Any) -> Any:
        found: Any = {"M": item}
        for mark in path.split("."):
            found = found.get("M", {}).get(request["ExpressionAttributeNames"][mark])
            if found is None:
                return None
        return found

    def _do(self, action: Any) -> None:
        ((kind, request),) = action.items()
        table = self._table(request["TableName"])
        place = self._place(request["TableName"], request.get("Item") or request["Key"])
        if kind == "Put":
            table[place] = request["Item"]
        elif kind == "Delete":
            table.pop(place, None)
        else:
            table[place] = self._updated(table.get(place) or dict(request["Key"]), request)

    def _updated(self, item: Item, request: Any) -> Item:
        made = _copy(item)
        for part in request["UpdateExpression"].removeprefix("SET ").split(", "):
            path, value = part.split(" = ")
            *within, last = [request["ExpressionAttributeNames"][mark] for mark in path.split(".")]
            place = made
            for name in within:
                place = place[name]["M"]
            place[last] = request["ExpressionAttributeValues"][value]
        return made


def _copy(item: Item) -> Item:
    return {name: {"M": _copy(content["M"])} if "M" in content else content for name, content in item.items()}
