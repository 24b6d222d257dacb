"""What the service needs."""

from specfold.model.topology import (
    Authorizer,
    EventSource,
    Function,
    Grant,
    Ref,
    Route,
    Stream,
    Table,
    Topology,
)

_ITEMS, _SEEN = Ref("stream", "shop-items"), Ref("table", "shop-items")
_STREAM = {"ITEMS_STREAM": _ITEMS}
_TABLE = {"ITEMS_TABLE": _SEEN}
_READ = ("DescribeStream", "DescribeStreamSummary", "GetRecords", "GetShardIterator", "ListShards")

TOPOLOGY = Topology(
    service="shop",
    streams=(Stream(name="shop-items", channel="items", shards=2),),
    tables=(Table(name="shop-items", purpose="rows", partition="pk", attributes={"pk": "S"}),),
    functions=(
        Function(
            name="shop-api",
            handler="generated.shop.functions.api",
            purpose="api",
            environment={**_STREAM, **_TABLE},
            grants=(
                Grant(actions=("kinesis:PutRecord",), on=_ITEMS),
                Grant(actions=("dynamodb:GetItem",), on=_SEEN),
            ),
        ),
        Function(
            name="shop-reader",
            handler="generated.shop.functions.reader",
            purpose="reader",
            environment=_TABLE,
            grants=(
                Grant(actions=tuple(f"kinesis:{action}" for action in _READ), on=_ITEMS),
                Grant(actions=("dynamodb:UpdateItem",), on=_SEEN),
            ),
            reads=EventSource(stream="shop-items", batch_size=5, parallelization=2),
        ),
        Function(name="shop-archive", handler="generated.shop.functions.archive", purpose="archive"),
    ),
    authorizers=(Authorizer(name="jwt", issuer="https://id.example", audience=("https://shop.example",)),),
    routes=(
        Route(
            method="POST",
            path="/items/{id}",
            function="shop-api",
            authorizer="jwt",
            scopes=("items:write",),
        ),
        Route(method="GET", path="/items/{id}", function="shop-api"),
    ),
)
