"""How much fire there is: SPECFOLD_FAULTS is "full" or "ci" for `make faults`, not set for `make test`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from specfold.local.stack import Local, up

from tests.faults.cloud import PACE, ROOT
from tests.faults.report import RUNS, publish


@dataclass(frozen=True, slots=True)
class Form:
    """How long the tests of this room take."""

    name: str

    def pick(self, small: int, ci: int, full: int) -> int:
        """A number for this form."""
        return {"small": small, "ci": ci, "full": full}[self.name]


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A full run that went well publishes its figures."""
    if os.environ.get("SPECFOLD_FAULTS") == "full" and exitstatus == 0 and len(RUNS) > 1:
        publish()


@pytest.fixture(scope="session")
def form() -> Form:
    """The form that was asked for; small where none was."""
    return Form(os.environ.get("SPECFOLD_FAULTS") or "small")


@pytest.fixture(scope="session")
def seed() -> str:
    """What the dice begin with."""
    return os.environ.get("SPECFOLD_FAULTS_SEED") or "1"


@pytest.fixture(scope="session")
def fire(form: Form) -> Form:
    """The form, for tests that are too long for every day."""
    if form.name == "small":
        pytest.skip("minutes of faults: `make faults` runs it")
    return form


@pytest.fixture(scope="session")
def local(fire: Form) -> Iterator[Local]:
    """One local cloud for all tests that leave it as they found it: whole, and with nothing left to read."""
    with up(ROOT, pace=PACE) as local:
        yield local
