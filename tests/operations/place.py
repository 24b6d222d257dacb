"""A running `specfold up` over a copy of the project, the command line beside it, and a look at its AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from specfold.aws.clients import Clients
from specfold.aws.clock import SystemClock
from specfold.aws.log_store import KinesisSource
from specfold.local.aws import environment, scrubbed
from specfold.recovery.replay import replay

from generated.ordering.service import SERVICE

ROOT = Path(__file__).parents[2]
PARTS = ("specs", "generated", "handwritten", "pyproject.toml", "Pulumi.yaml", "__main__.py")
PROGRAM = [sys.executable, "-c", "from specfold_generator.cli.main import main; main()"]
T = TypeVar("T")
(READER,) = SERVICE.readers


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def eventually(look: Callable[[], T | None], what: str, seconds: float = 60) -> T:
    """What `look` finds, as soon as it does: other processes are at work."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come")


def here() -> dict[str, str]:
    """The environment of a shell beside this checkout, which knows of no AWS."""
    return scrubbed(os.environ) | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Place:
    """A copy of the project, and the service that runs from it."""

    root: Path
    told: dict[str, str]

    @property
    def endpoint(self) -> str:
        return self.told["AWS"]

    def specfold(self, *arguments: str, where: bool = True, **variables: str) -> Said:
        """The program, told of this stack by the words that `up` printed."""
        more = ["--endpoint", self.endpoint] if where else []
        done = subprocess.run(
            [*PROGRAM, *arguments, *more],
            cwd=self.root,
            env={**here(), **variables},
            capture_output=True,
            text=True,
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = {"Authorization": f"Bearer {self.told['token']}", "Prefer": "wait=20"}
        return httpx.request(
            method, f"{self.told['API']}{path}", json=body, headers=sent | headers, timeout=40
        )


def copied(root: Path) -> Path:
    """The project as it is checked out, in a folder of its own."""
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / part, root / part)
    return root


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file once."""
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1, f"{text.count(old)} times in {path}: {old}"
    (root / path).write_text(text.replace(old, new), "utf-8")


def running(root: Path) -> Iterator[Place]:
    """`specfold up` in this project."""
    process = subprocess.Popen(
        [*PROGRAM, "up", "--quiet"],
        cwd=root,
        env=here(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    told: dict[str, str] = {}
    for line in process.stdout:
        told.update([line.strip().split(maxsplit=1)])
        if "token" in told:
            break
    try:
        yield Place(root, told)
    finally:
        process.terminate()
        process.wait(60)
        process.stdout.close()


def pointed_at(place: Place, patch: pytest.MonkeyPatch) -> Clients:
    """Clients of a running service's AWS; this process's environment leads there alone."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        patch.delenv(name)
    for name, value in environment(place.endpoint).items():
        patch.setenv(name, value)
    return Clients()


def order(id: str) -> dict[str, Any]:
    return {
        "orderId": id,
        "customerId": id,
        "email": "ada@shop.example",
        "deliverTo": {"name": "Ada", "street": "12 St James's Square", "city": "London", "country": "GB"},
        "lines": [{"sku": "TEA-250", "quantity": 2, "unitPrice": {"amount": 850, "currency": "EUR"}}],
    }


def placed(place: Place) -> str:
    id = str(uuid4())
    assert place.ask("POST", "/orders", order(id)).status_code == 201
    return id


def held(place: Place) -> list[dict[str, Any]]:
    said = place.specfold("held", "--format", "json")
    found: list[dict[str, Any]] = said.json()["held"]
    assert said.code == (1 if found else 0), said.err
    return found


def stands_still(aws: Clients, table: str, name: str, key: str, within: str = "") -> bool:
    """Whether a key is held or parked, as its item says."""
    found = aws.dynamodb.get_item(
        TableName=f"specfold-local-{table}", Key={name: {"S": key}}, ConsistentRead=True
    ).get("Item", {})
    cursor: Any = found.get(within, {}).get("M", {}) if within else found
    return bool(cursor) and cursor["status"]["S"] != "ok"


def replayed(aws: Clients, key: str, view: str) -> Any:
    """The row that a replay of the key's records gives, by handlers that are whole."""
    source = KinesisSource(aws.kinesis, "specfold-local-ordering-orders", 0, SystemClock())
    again = replay(READER, source.records(key))
    assert not again.stopped
    (row,) = again.tables[view].values()
    return row


def stored(aws: Clients, id: str) -> dict[str, Any]:
    """The item of an order's row, as DynamoDB keeps it."""
    found = aws.dynamodb.get_item(
        TableName="specfold-local-ordering-order-summary", Key={"orderId": {"S": id}}, ConsistentRead=True
    )
    return dict(found["Item"])


def shown(place: Place, id: str) -> dict[str, Any]:
    row: dict[str, Any] = place.ask("GET", f"/orders/{id}", **{"min-version": "1"}).json()
    return row
