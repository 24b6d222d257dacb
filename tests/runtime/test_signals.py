"""What commands and readers tell as they work: lines, measures, links; and nothing of what was not done."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from specfold.commands.outcomes import Pending, Rejected, Request
from specfold.eventlog.commit import Record
from specfold.model.errors import Unavailable
from specfold.model.service import View
from specfold.storage.memory_ports import MemoryViews

from tests.runtime import shop
from tests.runtime.shop import READER
from tests.runtime.test_failures import Shop, history, line, placed
from tests.runtime.test_telemetry import TRACE, spans

__all__ = ["spans"]  # a fixture


@pytest.fixture
def here(caplog: pytest.LogCaptureFixture) -> Shop:
    shop.broken.clear()
    caplog.set_level(logging.INFO, "runtime.signals")
    return Shop()


def told(caplog: pytest.LogCaptureFixture, *signals: str) -> list[dict[str, Any]]:
    """The facts and measures of the lines of these signals."""
    lines = [record for record in caplog.records if getattr(record, "signal", "") in signals]
    return [{"signal": line.signal} | line.facts | line.measures for line in lines]  # type: ignore[attr-defined]  # ours


def refusing(point: str, times: int = 1) -> Callable[[str], None]:
    """A fault that strikes so often."""
    left = [Unavailable()] * times

    def fault(at: str) -> None:
        if at == point and left:
            raise left.pop()

    return fault


# commands


def test_a_command_tells_its_outcome_and_its_ids(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    command = shop.PlaceOrder(order_id="1", customer_id="c")
    ids = {"correlation": "story", "causation": "cause", "trace": TRACE}
    here.commands.handle(shop.PLACE_ORDER, command, Request(command_id="k-1", **ids))  # type: ignore[arg-type]  # as named
    (line,) = told(caplog, "decided")
    assert line == {
        "signal": "decided", "command": "placeOrder", "key": "Order-1", "outcome": "Pending",
        "id": "k-1", **ids,
    }  # fmt: skip


def test_a_command_that_nobody_caused_is_its_own_cause(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    here.place(command_id="k-1")
    (line,) = told(caplog, "decided")
    assert (line["outcome"], line["version"]) == ("Accepted", 1)
    assert (line["id"], line["correlation"], line["causation"]) == ("k-1", "k-1", "k-1")


def test_what_is_measured_is_the_wait_for_a_verdict(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    here.clock.slept = 1000.0  # a clock does not begin at 0
    here.place(wait=5)
    here.clock.on_sleep = lambda: None
    assert isinstance(here.line(wait=0.25), Pending)
    assert isinstance(here.line(wait=0, command_id="unwaited"), Pending)
    assert isinstance(here.line(cents=2_000_000, wait=5, command_id="refused"), Rejected)
    seen, in_vain, *others = told(caplog, "decided")
    assert seen["CommitWait"] == pytest.approx(20)
    assert in_vain["CommitWait"] == pytest.approx(250)
    assert [line["outcome"] for line in others] == ["Pending", "Rejected"]
    assert not any("CommitWait" in line for line in others)


# readers


class Choosy(MemoryViews):
    """Views that do not write what a test says they do not."""

    def __init__(self, refuses: Callable[[str, Any], bool]) -> None:
        super().__init__(READER.views)
        self.refuses = refuses
        self.asked: list[tuple[str, list[str]]] = []

    def write(self, view: View[Any], units: Sequence[Any]) -> frozenset[str]:
        self.asked.append((view.name, [step.key for unit in units for step in unit.steps]))
        refused = [unit for unit in units if self.refuses(view.name, unit)]
        lost = {step.key for unit in refused for step in unit.steps}
        return super().write(view, [unit for unit in units if unit not in refused]) | lost


def two() -> tuple[list[Record], list[Record]]:
    """The first records of two orders, of two customers."""
    event = placed("2").model_copy(update={"customer_id": "other"})
    return history(placed()), history(event, id="2", first=2)


def commits(caplog: pytest.LogCaptureFixture) -> dict[str, list[str]]:
    """The keys whose commits were read, by reader."""
    return {line["reader"]: [one["key"] for one in line["commits"]] for line in told(caplog, "read")}


def test_a_reader_tells_what_it_has_read(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    one, other = two()
    assert here.reader().read([*one, *other]) == []
    keys = ["Order-1", "Order-2"]
    assert commits(caplog) == {"ledger": keys, "OrderSummary": keys, "CustomerTotals": keys}
    assert told(caplog, "retried") == []
    (ledger,) = [line for line in told(caplog, "read") if line["reader"] == "ledger"]
    assert (ledger["Commits"], ledger["VoidCommits"], ledger["VoidRate"]) == (2, 0, 0)


def test_a_view_tells_nothing_of_commits_that_change_no_row(
    here: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    cancelled = shop.OrderCancelled(order_id="1", customer_id="c")
    assert here.reader().read(history(placed(), cancelled)) == []
    assert commits(caplog) == {
        "ledger": ["Order-1"] * 2,
        "OrderSummary": ["Order-1"] * 2,
        "CustomerTotals": ["Order-1"],
    }


def test_of_what_the_ledger_lost_it_tells_that_it_comes_again(
    here: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = two()
    here.ledger.fault = refusing("write")
    assert here.reader().read([*one, *other]) == one
    assert commits(caplog) == {name: ["Order-2"] for name in ("ledger", "OrderSummary", "CustomerTotals")}
    assert told(caplog, "retried") == [{"signal": "retried", "reader": "ledger", "keys": 1, "Retries": 1}]


@pytest.mark.parametrize("name", ["OrderSummary", "CustomerTotals"])
def test_of_what_a_view_lost_it_tells_that_it_comes_again(
    here: Shop, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    one, other = two()
    here.views = Choosy(lambda view, unit: view == name and unit.steps[0].key == "Order-1")
    assert here.reader().read([*one, *other]) == one
    read = commits(caplog)
    assert (read["ledger"], read[name]) == (["Order-1", "Order-2"], ["Order-2"])
    assert told(caplog, "retried") == [{"signal": "retried", "reader": name, "keys": 1, "Retries": 1}]


def test_what_cannot_be_read_is_told_with_its_reason(
    here: Shop, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_: Any) -> Any:
        raise Unavailable("throttled")

    monkeypatch.setattr(here.views, "targets", unreadable)
    assert here.reader().read(history(placed())) != []
    (line,) = told(caplog, "retried")
    assert (line["reader"], line["Retries"]) == ("CustomerTotals", 1)
    assert line["error"].startswith("Unavailable: throttled at tests.runtime.test_signals:")


def stops(caplog: pytest.LogCaptureFixture) -> set[tuple[str, str, str]]:
    return {(line["reader"], line["signal"], line["key"]) for line in told(caplog, "held", "parked")}


def test_each_reader_tells_of_the_keys_at_which_it_stops_once_that_is_written(
    here: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = (history(placed(id), line(1, id), line(2, id), id=id, first=int(id)) for id in "12")
    here.reader().read([one[0], other[0]])
    here.ledger.fault = refusing("write")
    gap = [one[2], other[2]]
    assert here.reader().read(gap) == gap[:1]
    names = ("ledger", "OrderSummary", "CustomerTotals")
    assert stops(caplog) == {(name, "held", "Order-2") for name in names}
    caplog.clear()
    here.views.fault = refusing("write", 9)
    assert here.reader().read(gap[:1]) == gap[:1]
    assert stops(caplog) == {("ledger", "held", "Order-1")}


def test_a_key_that_stood_still_before_is_counted(here: Shop, caplog: pytest.LogCaptureFixture) -> None:
    first, _, third, fourth = history(placed(), line(1), line(2), line(3))
    here.reader().read([first, third])
    caplog.clear()
    here.reader().read([fourth])
    names = ("ledger", "OrderSummary", "CustomerTotals")
    assert [(line["reader"], line["count"]) for line in told(caplog, "standing")] == [(n, 1) for n in names]


def test_a_span_of_a_batch_links_to_what_led_to_its_records(here: Shop, spans: InMemorySpanExporter) -> None:
    command = shop.PlaceOrder(order_id="1", customer_id="c")
    here.commands.handle(shop.PLACE_ORDER, command, Request(command_id="k", trace=TRACE))
    here.log.put("Order-1", b"no commit")
    assert here.reader().read(here.log.entries) == []
    assert here.versions() == {"Order-1": 1}
    read = [span for span in spans.get_finished_spans() if span.name.startswith("read ")]
    assert [span.name for span in read] == ["read ledger", "read OrderSummary", "read CustomerTotals"]
    for span in read:
        assert [f"{link.context.trace_id:032x}" for link in span.links] == [TRACE.split("-")[1]]


# what one key cannot do, others can


def test_a_row_that_the_store_refuses_takes_no_other_with_it(here: Shop) -> None:
    one, other = two()
    views = here.views = Choosy(lambda _, unit: ("c",) in [row.key for row in unit.rows])
    assert here.reader().read([*one, *other]) == one
    assert views.tables()["CustomerTotals"] == {("other",): {"customerId": "other", "orders": 1, "cents": 0}}
    together, *alone = [keys for name, keys in views.asked if name == "CustomerTotals"]
    assert (together, sorted(alone)) == (["Order-1", "Order-2"], [["Order-1"], ["Order-2"]])


@pytest.mark.parametrize(("view", "keys"), [("OrderSummary", 2), ("CustomerTotals", 1)])
def test_what_was_not_written_with_others_is_not_tried_again_at_once(
    here: Shop, view: str, keys: int
) -> None:
    batch = [record for own in two()[:keys] for record in own]
    views = here.views = Choosy(lambda name, _: name == view)
    assert here.reader().read(batch) == batch
    assert [len(tried) for name, tried in views.asked if name == view] == [keys]


@pytest.mark.parametrize("view", ["OrderSummary", "CustomerTotals"])
def test_a_fault_of_ours_about_one_key_takes_no_other_with_it(here: Shop, view: str) -> None:
    one, other = two()

    def fails(name: str, unit: Any) -> bool:
        if name == view and "Order-1" in [step.key for step in unit.steps]:
            raise TypeError
        return False

    views = here.views = Choosy(fails)
    assert here.reader().read([*one, *other]) == one
    assert len(views.tables()[view]) == 1
