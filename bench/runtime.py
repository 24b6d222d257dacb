"""What the runtime costs: reading the log, taking in a batch, and starting a function."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

import orjson
from isal import igzip
from specfold.aws.clock import SystemClock
from specfold.aws.ledger_store import DynamoLedger
from specfold.aws.view_store import DynamoViews
from specfold.eventlog.archive_format import from_lines
from specfold.eventlog.commit import Record
from specfold.eventlog.envelope import Entry
from specfold.projections.channel_reader import ChannelReader
from specfold.recovery.replay import replay
from specfold.storage.memory_ports import MemoryLedger, MemoryRepairs, MemoryViews

from bench.cloud import Answering
from bench.log import CATALOG, KINDS, READER, archive, records
from bench.measuring import in_turn, run, table, times

ROOT = Path(__file__).parents[1]
WANTED = frozenset(KINDS[:1])


@dataclass(frozen=True, slots=True)
class Form:
    """How much is measured."""

    events: int
    records: int  # of a batch
    rounds: int


def report(form: Form) -> Iterator[str]:
    """The tables, as Markdown."""
    yield from _reading(form)
    yield from _batch(form)
    yield from _starting(form)


# --- the log ----------------------------------------------------------------------------------------------


def _lines(packed: bytes) -> Iterator[bytes]:
    yield from igzip.IGzipFile(fileobj=io.BytesIO(packed))  # type: ignore[no-untyped-call]  # no types there


def _limit(packed: bytes) -> None:
    """Unpack and parse every line, and look at nothing."""
    for line in _lines(packed):
        orjson.loads(line)


def _wanted(packed: bytes) -> None:
    """What a fold over one type in twenty reads: every commit, and the payloads it wants."""
    for record in from_lines(_lines(packed)):
        for _ in Entry(record, CATALOG).events(WANTED):
            pass


def _replayed(packed: bytes) -> None:
    """All of a replay: in order, decided, folded into the ledger and a view."""
    if replay(READER, from_lines(_lines(packed))).stopped:
        raise RuntimeError("a replay of the whole archive stops nowhere")


def _reading(form: Form) -> Iterator[str]:
    packed = archive(form.events, form.events // 100)
    works = {
        "isal and orjson, nothing else: the practical limit": _limit,
        "commits, and the payloads of 1 type in 20": _wanted,
        "a whole replay: order, rule, ledger, view": _replayed,
    }
    spent = _seconds(form.rounds, [partial(work, packed) for work in works.values()])
    first = spent[0]
    yield f"## Reading the log: {form.events:,} events of the archive, a commit each\n"
    rows = [
        [name, f"{form.events / seconds:,.0f}", f"{first / seconds:.2f}"]
        for name, seconds in zip(works, spent, strict=True)
    ]
    yield table(["what", "events a second of CPU", "of the limit"], rows)


# --- a batch ----------------------------------------------------------------------------------------------


def _folded(batch: Sequence[Record]) -> None:
    ChannelReader(
        READER, ledger=MemoryLedger(), views=MemoryViews(READER.views), repairs=MemoryRepairs()
    ).read(batch)


def _written(answering: Answering, batches: Sequence[Sequence[Record]]) -> None:
    clock = SystemClock()
    ledger = DynamoLedger(answering.client, "ledger", clock)
    views = DynamoViews(answering.client, READER.views, {"totals": "totals"}, {}, clock)
    reader = ChannelReader(READER, ledger=ledger, views=views, repairs=MemoryRepairs())
    for batch in batches:
        if reader.read(batch):
            raise RuntimeError("a record was not taken in")


def _batch(form: Form) -> Iterator[str]:
    together = list(records(form.records, max(1, form.records // 20)))
    alone = [[record] for record in records(form.records, form.records)]
    answering = Answering()
    works: list[tuple[str, Callable[[], None]]] = [
        ("decode and fold alone, in memory", lambda: _folded(together)),
        ("folded by key, keys packed into transactions", lambda: _written(answering, [together])),
        ("a read and a write for every record", lambda: _written(answering, alone)),
    ]
    requests = []
    for _, work in works:
        answering.asked.clear()
        work()
        requests.append(answering.asked.total())
    spent = _seconds(form.rounds, [work for _, work in works])
    yield f"\n## A batch of {form.records:,} records, twenty of a key: ledger and view in DynamoDB\n"
    rows = [
        [name, f"{1000 * seconds:,.0f}", f"{seconds / spent[1]:.2f}", f"{asked:,}"]
        for (name, _), seconds, asked in zip(works, spent, requests, strict=True)
    ]
    yield table(["how", "CPU ms", "x ours", "requests"], rows)


def _seconds(rounds: int, works: Sequence[Callable[[], None]]) -> list[float]:
    """CPU seconds of each piece of work, medians of rounds in which each has its turn."""
    found: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, spent in zip(works, found, strict=True):
            begun = time.process_time()
            work()
            spent.append(time.process_time() - begun)
    return [median(spent) for spent in found]


# --- a start ----------------------------------------------------------------------------------------------


def _starting(form: Form) -> Iterator[str]:
    programs = {
        "Python alone": "pass",
        "pydantic, and a boto3 client of DynamoDB and Kinesis": (
            "import pydantic, boto3\n"
            "for name in ('dynamodb', 'kinesis'): boto3.client(name, region_name='eu-west-1')"
        ),
        "the entry points of a generated service": "import generated.ordering.functions",
    }
    commands = [[sys.executable, "-c", code] for code in programs.values()]
    costs = in_turn(form.rounds, *(partial(run, command, ROOT) for command in commands))
    yield "\n## Starting a function: what a cold start imports\n"
    rows = [
        [name, f"{cost.cpu:.2f}", times(cost, costs[1]), f"{cost.memory:.0f}"]
        for name, cost in zip(programs, costs, strict=True)
    ]
    yield table(["what", "CPU s", "x the libraries", "MiB"], rows)
