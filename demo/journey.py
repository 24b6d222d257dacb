"""What happens to Ada's orders, station by station. Each promise is checked, not assumed."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
from specfold.eventlog.commit import Head
from specfold.eventlog.ports import RowKey
from specfold.local.stack import Local
from specfold.recovery.head_audit import departures
from specfold.recovery.replay import as_of, differences, replay

from demo.customers import Customer, address
from demo.look import Cloud, events_of
from demo.story import Story, wait_for


class Journey:
    """The stations, in their order; each leaves behind what the next stands on."""

    def __init__(self, local: Local, ordering: Cloud, story: Story) -> None:
        self._local, self._ordering, self._story = local, ordering, story
        self._ada = Customer(local, "ada")
        self._order = str(uuid4())
        self._key = f"Order-{self._order}"
        self._placed_at = 0
        self._all = [self._order]

    def play(self) -> None:
        """All of it.

        Raises:
            Broken: something was not as promised.
        """
        for station in (
            self.place,
            self.look_in_the_log,
            self.look_in_the_tables,
            self.ask_both_doors,
            self.pay,
            self.race,
            self.send_twice,
            self.kill,
            self.lose,
            self.mend,
            self.rebuild,
            self.look_back,
        ):
            station()

    def place(self) -> None:
        """A command, and its answer."""
        story = self._story
        story.station("Ada places an order")
        answer = self._ada.tell("POST", "/orders", self._ada.order(self._order), Idempotency_Key=str(uuid4()))
        story.show("command", f"POST /orders for {self._order}")
        story.show("answer", f"{answer.status_code}, ETag {answer.headers.get('etag')}")
        story.promise("the order stands, at version 1", _is(answer, 201, '"1"'), answer.text)

    def look_in_the_log(self) -> None:
        """The commit in the stream, and the object in S3."""
        story = self._story
        story.station("The log holds one commit")
        record = self._ordering.in_stream(self._key)[0]
        event = events_of(record)[0]
        story.show("Kinesis", f"{record.shard}, sequence number {record.seq.lstrip('0')}")
        story.show(
            "event", f"{event['type']}, CloudEvents {event['specversion']}, base {event['commitbase']}"
        )
        story.promise("one decision is one record under the order's own key", record.key == self._key)
        self._placed_at = record.arrived
        archived = wait_for("the archive", lambda: self._ordering.in_archive(self._key))
        story.show("S3", self._ordering.objects()[-1])
        story.promise("the archive holds the record byte for byte", archived[0].data == record.data)

    def look_in_the_tables(self) -> None:
        """The row, and the query that reads it."""
        story, path = self._story, f"/orders/{self._order}"
        story.station("The read model shows it")
        item = wait_for("the row", lambda: self._ordering.item("OrderSummary", {"orderId": self._order}))
        story.show("DynamoDB", f"status {item['status']['S']}, cursor {_plain(item['_cursor'])}")
        answer = self._ada.ask(path, **{"min-version": "1"})
        story.show("query", f"GET {path}")
        story.show("answer", f"{answer.status_code}, {answer.text}")
        story.promise("Ada reads her own write", _is(answer, 200, '"1"'), answer.text)

    def ask_both_doors(self) -> None:
        """The same API by the emulator's own gateway, authorizer and functions."""
        story, path = self._story, f"/orders/{self._order}"
        story.station("API Gateway and Lambda, as provisioned, answer the same")
        gateway = self._local.gateway_url or ""
        there = Customer(self._local, "ada", url=gateway)
        story.show("gateway", gateway)
        answer, here = there.ask(path), self._ada.ask(path)
        story.promise("both doors give one answer", answer.text == here.text, answer.text)
        stranger = httpx.get(f"{gateway}{path}", timeout=30)
        story.show("no token", f"{stranger.status_code}, {stranger.text}")
        story.promise("a stranger is turned away", stranger.status_code == 401, stranger.text)

    def pay(self) -> None:
        """Two services talk: policies issue commands."""
        story, ada = self._story, self._ada
        story.station("Payments hears of the order, and ordering of the payment")
        payment = wait_for("the payment", lambda: _items(ada.ask(f"/orders/{self._order}/payments")))[0]
        story.show("policy", f"whenever OrderPlaced, requestPayment -> {payment['paymentId']}")
        captured = ada.tell("POST", f"/payments/{payment['paymentId']}/capture")
        story.promise("the payment is captured", captured.status_code == 200, captured.text)
        order = wait_for("the confirmation", lambda: _if(self._shown(), "status", "confirmed"))
        story.show("policy", f"whenever PaymentCaptured, confirmOrder -> order {order['status']}")
        late = ada.tell("POST", f"/orders/{self._order}/cancellation", {"reason": "changed-mind"})
        story.show("too late", f"{late.status_code} {late.json()['code']}: {late.json()['title']}")
        story.promise("a confirmed order is not cancelled", late.status_code == 409, late.text)

    def race(self) -> None:
        """Two clients, one order, one version."""
        story, order = self._story, self._another()
        story.station("Two clients race for one order")
        streets = ("10 Saint James's Street", "221B Baker Street")

        def change(street: str) -> httpx.Response:
            body = {"deliverTo": address("Ada", street)}
            return self._ada.tell("PUT", f"/orders/{order}/delivery-address", body, If_Match='"1"')

        with ThreadPoolExecutor() as pool:
            answers = list(pool.map(change, streets))
        for street, answer in zip(streets, answers, strict=True):
            story.show("answer", f"{street}: {answer.status_code} {answer.json().get('title', 'done')}")
        codes = sorted(answer.status_code for answer in answers)
        story.promise("one wins, the other gets 412", codes == [200, 412], codes)

    def send_twice(self) -> None:
        """The same Idempotency-Key, at the same time."""
        story, order, once = self._story, self._new(), str(uuid4())
        story.station("The same Idempotency-Key is sent twice")
        body = self._ada.order(order)

        def send(_turn: int) -> httpx.Response:
            return self._ada.tell("POST", "/orders", body, Idempotency_Key=once)

        with ThreadPoolExecutor() as pool:
            answers = list(pool.map(send, range(2)))
        story.show("answers", " and ".join(f"{a.status_code} ETag {a.headers.get('etag')}" for a in answers))
        # One that comes while the other is being handled is told so, and asks again.
        answers = [send(0) if _is_in_flight(answer) else answer for answer in answers]
        story.promise("both hear of one outcome", all(_is(a, 201, '"1"') for a in answers), answers)
        records = self._ordering.in_stream(f"Order-{order}")
        head = replay(self._ordering.reader, records).heads[f"Order-{order}"]
        story.show("log", f"{len(records)} record(s), {head.version} accepted")
        story.promise("there is one effect", head.version == 1, head)

    def kill(self) -> None:
        """A crash in the midst of it."""
        story, local = self._story, self._local
        story.station("The consumers and the archive driver are killed with SIGKILL, and come back")
        before, order = self._another(), self._new()
        local.kill("consumers")
        local.kill("archive")
        answer = self._ada.tell("POST", "/orders", self._ada.order(order), Prefer="wait=1")
        story.show("meanwhile", f"POST /orders answers {answer.status_code}: its outcome is not known yet")
        story.promise("a command is taken all the same", answer.status_code == 202, answer.text)
        local.start("consumers", "archive")
        wait_for("the order", lambda: self._ada.ask(f"/orders/{order}").status_code == 200)
        outcome = self._ada.ask(answer.headers["location"])
        story.show("outcome", f"GET {answer.headers['location']}: {outcome.status_code}")
        versions = self._ordering.heads([f"Order-{before}", f"Order-{order}"])
        fine = all(head.version >= 1 for head in versions.values()) and len(versions) == 2
        story.promise("nothing was lost", fine, versions)

    def lose(self) -> None:
        """An object of the archive goes; the auditor, as the clock invokes it, brings its records back."""
        story, log = self._story, self._ordering
        story.station("An object of the archive is lost, and the auditor repairs it")
        heads = wait_for("the archive to have all that the ledger has", self._archived)
        last = log.in_stream(self._key)[-1]
        story.show("lost", ", ".join(log.lose(last)))
        without = {found.key: found for found in departures(log.in_archive(), heads)}
        story.show("ledger", without.get(self._key, "nothing found"))
        told = self._key in without and without[self._key].why == "lost"
        story.promise("a lost last commit leaves no gap, and the ledger's head tells it", told, without)
        report = log.audit(self._local.physical("function", "ordering-audit"))
        story.show("audit", f"{report['missing']} record(s) missing of {report['expected']}")
        story.show("written", ", ".join(report["written"]))
        story.promise("the auditor finds them in the stream and writes them", report["right"], report)
        story.promise("the archive holds the last commit again", last in log.in_archive(self._key))

    def mend(self) -> None:
        """A row goes missing; its key is held, and an operator repairs it."""
        story, ordering = self._story, self._ordering
        story.station("A row is lost: its key is held, and repaired by what an operator types")
        order = self._another()
        wait_for("the row", lambda: ordering.item("OrderSummary", {"orderId": order}))
        ordering.delete("OrderSummary", {"orderId": order})
        body = {"deliverTo": address("Ada", "10 Saint James's Street")}
        changed = self._ada.tell("PUT", f"/orders/{order}/delivery-address", body)
        story.promise("commands go on: they stand on the ledger", _is(changed, 200, '"2"'), changed.text)
        held = wait_for("the reader", lambda: ordering.item("OrderSummary", {"orderId": order}))
        story.show("reader", _plain(held["_cursor"]))
        said = wait_for("a repair that wins", lambda: ordering.operate("repair", f"Order-{order}"))
        story.show("type", f"specfold repair Order-{order}")
        for line in said:
            story.tell(line)
        row, records = ordering.views.row("OrderSummary", (order,)), ordering.in_stream(f"Order-{order}")
        again = replay(ordering.reader, records).tables["OrderSummary"][order,]
        story.promise("the row is back, and equals a replay", row is not None and row.members == again, row)

    def rebuild(self) -> None:
        """Every row, from S3 alone."""
        story = self._story
        story.station("The read models are rebuilt from S3")
        heads = wait_for("the archive to have all that the ledger has", self._archived)
        again = replay(self._ordering.reader, self._ordering.in_archive())
        story.show("replay", f"{len(again.heads)} orders, {sum(h.version for h in heads.values())} commits")
        story.promise("no key is held", not again.stopped, again.stopped)
        story.promise("every head equals the ledger's", not differences(again.heads, heads))
        for view, rows in sorted(again.tables.items()):
            wait_for(f"a {view} that equals the replay", partial(self._equal, view, rows))
            story.promise(f"{view}: {len(rows)} rebuilt row(s) equal the living ones", holds=True)

    def look_back(self) -> None:
        """The order as it was."""
        story = self._story
        story.station("The order as it was when it was placed, and as it is")
        records = self._ordering.in_archive(self._key)
        then = replay(self._ordering.reader, as_of(records, self._placed_at)).tables["OrderSummary"]
        now = replay(self._ordering.reader, records).tables["OrderSummary"]
        was, is_ = then[self._order,]["status"], now[self._order,]["status"]
        story.show("then", f"{_clock(self._placed_at)}: {was}")
        story.show("now", is_)
        story.promise("the past can be asked", (was, is_) == ("placed", "confirmed"))

    def _another(self) -> str:
        order = self._new()
        answer = self._ada.tell("POST", "/orders", self._ada.order(order))
        self._story.promise("another order is placed", answer.status_code == 201, answer.text)
        return order

    def _new(self) -> str:
        self._all.append(str(uuid4()))
        return self._all[-1]

    def _shown(self) -> dict[str, str]:
        shown: dict[str, str] = self._ada.ask(f"/orders/{self._order}").json()
        return shown

    def _equal(self, view: str, rows: Mapping[RowKey, Mapping[str, Any]]) -> bool:
        """Whether the living rows are these; a view may be a moment behind the ledger."""
        living = {key: self._ordering.views.row(view, key) for key in rows}
        return all(row is not None and row.members == rows[key] for key, row in living.items())

    def _archived(self) -> dict[str, Head] | None:
        """The ledger's heads, once the archive has come to all of them."""
        heads = self._ordering.heads(f"Order-{order}" for order in self._all)
        archived = replay(self._ordering.reader, self._ordering.in_archive()).heads
        return heads if len(heads) == len(self._all) and archived == heads else None


def _is_in_flight(answer: httpx.Response) -> bool:
    return answer.status_code == 409 and answer.json()["code"] == "request-in-flight"


def _is(answer: httpx.Response, status: int, etag: str) -> bool:
    return answer.status_code == status and answer.headers.get("etag") == etag


def _items(answer: httpx.Response) -> list[dict[str, str]]:
    found: list[dict[str, str]] = answer.json().get("items", [])
    return found


def _if(row: dict[str, str], member: str, value: str) -> dict[str, str] | None:
    return row if row.get(member) == value else None


def _plain(attribute: dict[str, dict[str, dict[str, str]]]) -> str:
    """A cursor's version and status."""
    cursor = attribute["M"]
    return f"version {cursor['version']['N']}, {cursor['status']['S']}"


def _clock(milliseconds: int) -> str:
    return time.strftime("%H:%M:%S UTC", time.gmtime(milliseconds / 1000))
