"""Four releases of one small service, generated each into a folder of its own.

1. Coins are put into jars, and a policy counts each coin in a tally.
2. A coin may have a note: an optional member of `CoinAdded`.
3. `CoinAdded` has a version 2, and an upcaster reads version 1.
4. A jar can be closed, by a new event; the policy's operation has another name and keeps its identity; the
   State class of the jar is another one.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from specfold.model.service import Service

from tests.properties.project import generated_project

RELEASES: Final = (1, 2, 3, 4)
TEXT: Final = {"type": "string"}
WHOLE: Final = {"type": "integer", "minimum": 0, "maximum": 10**9}
INFO: Final = {"title": "Jars", "version": "1.0.0"}


def _object(required: str, **members: Any) -> dict[str, Any]:
    return {"type": "object", "required": required.split(), "properties": members}


def _message(aggregate: str, payload: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"x-event-sourcing": {"aggregate": aggregate, "version": 1} | more, "payload": payload}


def _coin(release: int) -> dict[str, Any]:
    amount = "amount" if release < 3 else "worth"
    members = {"jarId": TEXT, "owner": TEXT, "coinId": TEXT, amount: WHOLE}
    return _object(" ".join(members), **members, **({"note": TEXT} if release > 1 else {}))


def _events(release: int) -> dict[str, Any]:
    messages = {
        "JarOpened": _message("Jar", _object("jarId owner", jarId=TEXT, owner=TEXT)),
        "CoinAdded": _message("Jar", _coin(release), version=2 if release > 2 else 1),
        "CoinCounted": _message("Tally", _object("tallyId coinId", tallyId=TEXT, coinId=TEXT)),
    }
    if release > 2:
        messages["CoinAddedV1"] = _message("Jar", _coin(2), event="CoinAdded", deprecated=True)
    if release > 3:
        messages["JarClosed"] = _message("Jar", _object("jarId", jarId=TEXT))
    policy = {"issues": ["countCoin"], "from": "beginning"}
    name = "onCoinAdded" if release < 4 else "whenCoinAdded"
    return {
        "asyncapi": "3.0.0",
        "info": INFO,
        "x-event-sourcing": {
            "source": "//jars.example/jars",
            "aggregates": {
                "Jar": {"identity": "jarId", "channel": "jars"},
                "Tally": {"identity": "tallyId", "channel": "jars"},
            },
        },
        "channels": {"jars": {"address": "jars", "messages": messages}},
        "operations": {
            name: {
                "action": "receive",
                "channel": {"$ref": "#/channels/jars"},
                "messages": [{"$ref": "#/channels/jars/messages/CoinAdded"}],
                "x-event-sourcing": policy | ({"policy": "onCoinAdded"} if release > 3 else {}),
            }
        },
    }


def _command(
    name: str, event: str, body: dict[str, Any], aggregate: str = "Jar", **more: Any
) -> dict[str, Any]:
    rejection = {
        "description": "The aggregate refuses it.",
        "x-event-sourcing": {"rejection": f"{name[0].upper()}{name[1:]}Refused"},
    }
    return {
        "post": {
            "operationId": name,
            "x-event-sourcing": {"aggregate": aggregate, "emits": [event]} | more,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"200": {"description": "It is done."}, "409": rejection},
        }
    }


def _query(name: str, model: str, key: str) -> dict[str, Any]:
    found = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    return {
        "get": {
            "operationId": name,
            "x-event-sourcing": {"readModel": model},
            "parameters": [{"name": key, "in": "path", "required": True, "schema": TEXT}],
            "responses": {
                "200": {"description": "A row.", "content": found},
                "404": {"description": "None."},
            },
        }
    }


def _row(key: str, events: list[str], schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"x-event-sourcing": {"readModel": {"key": key, "from": events} | more}, **schema}


def _api(release: int) -> dict[str, Any]:
    note = {"note": TEXT} if release > 1 else {}
    coin = _object("jarId coinId amount", jarId=TEXT, coinId=TEXT, amount=WHOLE, **note)
    closing = (
        {"/closings": _command("closeJar", "JarClosed", _object("jarId", jarId=TEXT))} if release > 3 else {}
    )
    closed, closes = ({"closed": {"type": "boolean"}}, ["JarClosed"]) if release > 3 else ({}, [])
    jar = _object("jarId owner total", jarId=TEXT, owner=TEXT, total=WHOLE, **closed)
    opening = _object("jarId owner", jarId=TEXT, owner=TEXT)
    counting = _object("tallyId coinId", tallyId=TEXT, coinId=TEXT)
    return {
        "openapi": "3.1.0",
        "info": INFO,
        "paths": {
            "/jars": _command("openJar", "JarOpened", opening, creates=True),
            "/coins": _command("addCoin", "CoinAdded", coin),
            "/counts": _command("countCoin", "CoinCounted", counting, "Tally", creates=True),
            **closing,
            "/jars/{jarId}": _query("getJar", "JarView", "jarId"),
            "/owners/{owner}": _query("getOwner", "OwnerTotals", "owner"),
            "/tallies/{tallyId}": _query("getTally", "TallyView", "tallyId"),
        },
        "components": {
            "schemas": {
                "JarView": _row("jarId", ["JarOpened", "CoinAdded", *closes], jar, perAggregate=True),
                "OwnerTotals": _row(
                    "owner",
                    ["JarOpened", "CoinAdded"],
                    _object("owner jars total", owner=TEXT, jars=WHOLE, total=WHOLE),
                ),
                "TallyView": _row(
                    "tallyId",
                    ["CoinCounted"],
                    _object("tallyId coins", tallyId=TEXT, coins=WHOLE),
                    perAggregate=True,
                ),
            }
        },
    }


HANDWRITTEN: Final = {
    "jar": """
        from dataclasses import dataclass, replace
        from generated.jars.commands import *
        from generated.jars.events import *

        @dataclass(frozen=True)
        class Jar:
            owner: str = ""
            total: int = 0

        def initial() -> Jar:
            return Jar()

        def evolve(state, event, /):
            match event:
                case JarOpened():
                    return replace(state, owner=event.owner)
                case CoinAdded():
                    return replace(state, total=state.total + event.amount)

        def open_jar(command, state, at, /):
            if state.owner:
                return OpenJarRefused()
            return [JarOpened(jar_id=command.jar_id, owner=command.owner)]

        def add_coin(command, state, at, /):
            if not state.owner:
                return AddCoinRefused()
            coin = dict(jar_id=command.jar_id, owner=state.owner, coin_id=command.coin_id)
            return [CoinAdded(**coin, amount=command.amount)]
    """,
    "jar_view": """
        from generated.jars.read_models import JarView

        def on_jar_opened(row, event, /):
            return JarView(jar_id=event.jar_id, owner=event.owner, total=0)

        def on_coin_added(row, event, /):
            return row and row.model_copy(update={"total": row.total + event.amount})
    """,
    "owner_totals": """
        from generated.jars.read_models import OwnerTotals

        def on_jar_opened(row, event, /):
            row = row or OwnerTotals(owner=event.owner, jars=0, total=0)
            return row.model_copy(update={"jars": row.jars + 1})

        def on_coin_added(row, event, /):
            row = row or OwnerTotals(owner=event.owner, jars=0, total=0)
            return row.model_copy(update={"total": row.total + event.amount})
    """,
    "tally": """
        from dataclasses import dataclass
        from generated.jars.commands import *
        from generated.jars.events import *

        @dataclass(frozen=True)
        class Tally:
            coins: int = 0

        def initial() -> Tally:
            return Tally()

        def evolve(state, event, /):
            return Tally(state.coins + 1)

        def count_coin(command, state, at, /):
            return [CoinCounted(tally_id=command.tally_id, coin_id=command.coin_id)]
    """,
    "tally_view": """
        from generated.jars.read_models import TallyView

        def on_coin_counted(row, event, /):
            return TallyView(tally_id=event.tally_id, coins=(row.coins if row else 0) + 1)
    """,
    "on_coin_added": """
        from generated.jars.commands import CountCoin

        def on_coin_added(event, /):
            return [CountCoin(tally_id=event.jar_id, coin_id=event.coin_id)]
    """,
}
NOTED: Final = {"amount=command.amount)": "amount=command.amount, note=command.note)"}
WORTH: Final = {"event.amount": "event.worth", "amount=command.amount": "worth=command.amount"}
UPCASTERS: Final = """
    from generated.jars.events import CoinAdded

    def coin_added_v1(event, /):
        note = {} if event.note is None else {"note": event.note}
        coin = dict(jar_id=event.jar_id, owner=event.owner, coin_id=event.coin_id, worth=event.amount)
        return CoinAdded(**coin, **note)
"""
CLOSABLE: Final = {
    "total: int = 0\n": "total: int = 0\n            coins: int = 0\n            closed: bool = False\n",
    "replace(state, total": "replace(state, coins=state.coins + 1, total",
    "if not state.owner:": "if not state.owner or state.closed:",
    "match event:\n": """match event:
                case JarClosed():
                    return replace(state, closed=True)
""",
}
CLOSING: Final = {
    "jar": """
        def close_jar(command, state, at, /):
            if not state.owner or state.closed:
                return CloseJarRefused()
            return [JarClosed(jar_id=command.jar_id)]
    """,
    "jar_view": """
        def on_jar_closed(row, event, /):
            return row and row.model_copy(update={"closed": True})
    """,
}


def _handlers(release: int) -> dict[str, str]:
    """What is written by hand, by module."""
    made = dict(HANDWRITTEN)
    for since, changes in ((2, NOTED), (3, WORTH), (4, CLOSABLE)):
        for old, new in changes.items() if release >= since else ():
            made = {name: text.replace(old, new) for name, text in made.items()}
    if release > 2:
        made["upcasters"] = UPCASTERS
    if release > 3:
        made["when_coin_added"] = made.pop("on_coin_added")
        made |= {name: made[name] + text for name, text in CLOSING.items()}
    return made


@contextmanager
def _generated(root: Path, release: int) -> Iterator[Service]:
    folder = root / "handwritten" / "jars"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("", "utf-8")
    for name, text in _handlers(release).items():
        (folder / f"{name}.py").write_text(textwrap.dedent(text), "utf-8")
    documents = {"asyncapi/jars.yaml": _events(release), "openapi/jars.yaml": _api(release)}
    with generated_project(root, documents):
        yield importlib.import_module("generated.jars.service").SERVICE


def releases(root: Path) -> dict[int, Service]:
    """The service of each release."""
    made = {}
    for release in RELEASES:
        with _generated(root / f"release-{release}", release) as service:
            made[release] = service
    return made
