"""What holds for every test."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from specfold.aws.clients import Clients
from specfold.local import emulator

# A busy machine is no failure: what a test may take is bounded by its timeout.
settings.register_profile("specfold", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("specfold")

_FIRST = asyncio.new_event_loop()


def pytest_sessionstart() -> None:
    """A module that makes an entry point when it is imported finds a loop, and makes none of its own."""
    asyncio.set_event_loop(_FIRST)


def pytest_sessionfinish() -> None:
    """A fixture of the session may have put another loop in its place before any test closed it."""
    _FIRST.close()


@pytest.fixture(autouse=True)
def _loops() -> Iterator[None]:
    """As in Lambda, the thread that serves requests has an event loop; it is closed with what a test made."""
    _close_current()
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    _close_current()
    loop.close()
    asyncio.set_event_loop(None)


def _close_current() -> None:
    with contextlib.suppress(RuntimeError):  # there is none
        asyncio.get_event_loop().close()


@pytest.fixture(scope="session")
def cloud() -> Iterator[emulator.Emulator]:
    """The one emulator of this process; the environment points every AWS client at it."""
    with emulator.running() as running, pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture(scope="session")
def aws(cloud: emulator.Emulator) -> Clients:
    """Clients of the emulator, made as they are on AWS."""
    return Clients()
