"""Clients that use the shop without mercy, and remember what they were told."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
from specfold.local.stack import Local

from tests.faults.checker import Outcome, Seen, Told
from tests.faults.journal import Asked, Journal, Places
from tests.faults.shop import command_id, payment_of

SCOPES = ("orders:read", "orders:write", "payments:read", "payments:write")
AGAIN = {429, 500, 502, 503, 504}  # nobody knows, or not now: the same request again, under the same key
REFUSED = {404, 409, 412, 422}
UNSETTLED = {"unknown-command", "request-in-flight"}
CLOSE = {"changed-mind", "out-of-stock"}


class Client:
    """One client, on its own thread, with its own dice."""

    def __init__(self, local: Local, name: str, seed: str, places: Places, journal: Journal) -> None:
        self._name, self._places, self._journal = name, places, journal
        self._dice = random.Random(f"{seed} {name}")
        self._pause = threading.Event()
        self._known: dict[str, int] = {}  # by order, the highest version it wrote or read
        token = local.token(name, SCOPES)
        self._http = httpx.Client(
            base_url=local.api_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=40,
            trust_env=False,
        )

    def run(self, stop: threading.Event) -> None:
        """Command after command, until it is told to stop; the last one is finished."""
        with self._http:
            while not stop.is_set():
                self._turn()

    def _turn(self) -> None:
        dice, hot = self._dice, self._places.hot
        roll = dice.random() if hot else 0.0
        if roll < 0.2:
            asked = self._place(self._id())
        elif roll < 0.85:
            asked = self._change(dice.choice(hot), roll)
        else:
            asked = self._end(dice.choice(self._places.open), roll)
        if roll > 0.9:
            with ThreadPoolExecutor(2) as pool:  # the same request twice, at the same time
                answers = list(pool.map(self._told, (asked, asked)))
        else:
            answers = [self._told(asked)]
        for told in answers:
            self._journal.add(told)
            if told.outcome == "accepted" and asked.category == "Order":
                self._places.learn(asked.id, told.version)
                self._learn(asked.id, told.version)
        if dice.random() < 0.4 and self._places.hot:
            self._look(asked.id if asked.id in self._known else dice.choice(self._places.hot))

    def _learn(self, order: str, version: int) -> None:
        self._known[order] = max(version, self._known.get(order, 0))

    def _look(self, order: str) -> None:
        """Read an order as it is, or is from the version on that this client knows of."""
        began, known = time.monotonic(), self._known.get(order, 0)
        headers = {"min-version": str(known), "Prefer": "wait=2"} if known else {}
        self._journal.request()
        try:
            answer = self._http.get(f"/orders/{order}", headers=headers)
        except httpx.TransportError as error:
            self._journal.unsettled(type(error).__name__)
            return
        if answer.status_code not in (200, 404):
            self._journal.unsettled(_problem(answer))
            return
        found = answer.status_code == 200
        version = int(answer.headers["ETag"].strip('"')) if found else 0
        self._learn(order, version)
        row = answer.json() if found else None
        self._journal.saw(
            Seen(
                by=self._name,
                key=f"Order-{order}",
                asked=known,
                version=version,
                row=row,
                began=began,
                ended=time.monotonic(),
            )
        )

    # -- what to ask for

    def _place(self, order: str, currencies: Sequence[str] = ("EUR", "EUR")) -> Asked:
        dice, hot = self._dice, self._places.hot
        if hot and dice.random() < 0.1:
            order = dice.choice(hot)  # there is one of that id already
        if dice.random() < 0.05:
            currencies = ("EUR", "USD")
        lines = [
            {
                "sku": f"TEA-{n}",
                "quantity": dice.randint(1, 3),
                "unitPrice": {"amount": dice.randint(1, 900), "currency": c},
            }
            for n, c in enumerate(currencies)
        ]
        body = {
            "orderId": order,
            "customerId": str(UUID(int=dice.randrange(3) + 1, version=4)),  # few: their totals are contended
            "email": f"{self._id()}@shop.example",
            "deliverTo": self._address(),
            "lines": lines,
        }
        return self._order("placeOrder", order, "POST", "/orders", body)

    def _change(self, order: str, roll: float) -> Asked:
        only_if = self._places.versions[order] if roll > 0.6 else None
        path, body = f"/orders/{order}/delivery-address", {"deliverTo": self._address()}
        return self._order("changeDeliveryAddress", order, "PUT", path, body, only_if=only_if)

    def _end(self, order: str, roll: float) -> Asked:
        if self._dice.random() < 0.2:
            reason = self._dice.choice(sorted(CLOSE))
            path = f"/orders/{order}/cancellation"
            return self._order("cancelOrder", order, "POST", path, {"reason": reason})
        if self._dice.random() < 0.1:
            order = self._id()  # nobody has placed it
        payment, captured = payment_of(order), self._dice.random() < 0.8
        return Asked(
            service="payments",
            operation="capturePayment" if captured else "declinePayment",
            category="Payment",
            id=payment,
            method="POST",
            path=f"/payments/{payment}/{'capture' if captured else 'decline'}",
            body=None if captured else {"because": "insufficient-funds"},
            once=self._id(),
        )

    def _order(self, operation: str, id: str, method: str, path: str, body: Any, **more: Any) -> Asked:
        return Asked(
            service="ordering",
            operation=operation,
            category="Order",
            id=id,
            method=method,
            path=path,
            body=body,
            once=self._id(),
            **more,
        )

    def _address(self) -> dict[str, str]:
        return {"name": self._name, "street": self._id(), "city": "London", "country": "GB"}

    def _id(self) -> str:
        return str(UUID(int=self._dice.getrandbits(128), version=4))

    # -- asking

    def _told(self, asked: Asked) -> Told:
        """Ask until there is an answer, or until a patience of minutes is over; some do not wait at all."""
        began, deadline = time.monotonic(), time.monotonic() + 120
        impatient = random.Random(asked.once).random() < 0.05
        outcome, answer, version = self._once(asked, 0.05 if impatient else None)
        tries = 0
        while outcome == "unknown" and not impatient and time.monotonic() < deadline:
            tries += 1
            self._pause.wait(min(0.05 * 2**tries, 1.0))  # be kind to a server that comes back
            outcome, answer, version = self._once(asked)
        return Told(
            id=command_id(asked.service, asked.operation, self._name, asked.id, asked.once),
            key=asked.key,
            operation=asked.operation,
            sent=asked.body,
            outcome=outcome,
            status=answer.status_code if answer else 0,
            code=_problem(answer).partition(" ")[2] if answer and outcome == "refused" else "",
            by=self._name,
            version=version,
            only_if=asked.only_if,
            idle=asked.idle,
            began=began,
            ended=time.monotonic(),
        )

    def _once(self, asked: Asked, seconds: float | None = None) -> tuple[Outcome, httpx.Response | None, int]:
        headers = {"Idempotency-Key": asked.once, "Prefer": "wait=3"}
        if asked.only_if is not None:
            headers["If-Match"] = f'"{asked.only_if}"'
        self._journal.request()
        try:
            answer = self._http.request(
                asked.method,
                asked.path,
                json=asked.body,
                headers=headers,
                timeout=seconds or httpx.USE_CLIENT_DEFAULT,
            )
            if answer.status_code == 202:
                answer = self._followed(answer)
        except httpx.TransportError as error:
            self._journal.unsettled(type(error).__name__)
            return "unknown", None, 0
        outcome, version = _read(answer)
        if outcome == "unknown":
            self._journal.unsettled(_problem(answer))
        return outcome, answer, version

    def _followed(self, answer: httpx.Response) -> httpx.Response:
        """The status resource, for as long as it says that the command is pending."""
        place = answer.headers["Location"]
        for _ in range(8):
            answer = self._http.get(place)
            if answer.status_code != 200 or answer.json()["status"] != "pending":
                break
            self._pause.wait(0.3)
        return answer


def _problem(answer: httpx.Response) -> str:
    """Status and code of an answer, in the words of anyone who gave it."""
    body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
    return f"{answer.status_code} {body.get('code', body.get('status', body.get('message')))}"


def _read(answer: httpx.Response) -> tuple[Outcome, int]:
    status = answer.status_code
    body = answer.json() if answer.headers.get("content-type", "").endswith("json") else {}
    if status in AGAIN or body.get("status") in ("pending", "void") or body.get("code") in UNSETTLED:
        return "unknown", 0
    if status in REFUSED:
        return "refused", 0
    assert status in (200, 201), f"{status} {answer.text}"
    return "accepted", int(answer.headers["ETag"].strip('"'))


@contextmanager
def clients(local: Local, number: int, seed: str, journal: Journal) -> Iterator[None]:
    """So many clients at work, for as long as the block lasts; then each finishes what it is at.

    Raises:
        whatever a client met that no answer of the API may be.
    """
    stop, places = threading.Event(), Places()
    with ThreadPoolExecutor(number, "client") as pool:
        made = [Client(local, f"client{n}", seed, places, journal) for n in range(number)]
        working = [pool.submit(client.run, stop) for client in made]
        try:
            yield
        finally:
            stop.set()
    for work in working:
        work.result()
