"""How much fire there is: SPECFOLD_FAULTS is "full" or "ci" for `make faults`, not set for `make test`."""

from __future__ import annotations

import os
from dataclasses import dataclass

import pytest


@dataclass(frozen=True, slots=True)
class Form:
    """How long the tests of this room take."""

    name: str

    def pick(self, small: int, ci: int, full: int) -> int:
        """A number for this form."""
        return {"small": small, "ci": ci, "full": full}[self.name]


@pytest.fixture(scope="session")
def form() -> Form:
    """The form that was asked for; small where none was."""
    return Form(os.environ.get("SPECFOLD_FAULTS") or "small")


@pytest.fixture(scope="session")
def fire(form: Form) -> Form:
    """The form, for tests that are too long for every day."""
    if form.name == "small":
        pytest.skip("minutes of faults: `make faults` runs it")
    return form
