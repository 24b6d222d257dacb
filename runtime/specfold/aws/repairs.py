"""Where held keys are sent: to the repair function, without waiting for it."""

from __future__ import annotations

import json
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from specfold.aws.clients import Clients
from specfold.eventlog.ports import Clock
from specfold.telemetry.signals import signal

_QUIET: Final = 60.0  # seconds in which a key is not asked for again: every batch asks while it is held
_MOST: Final = 10_000  # keys remembered


class LeftHeld:
    """No repair function: held keys stay held until an operator repairs them. They are signalled anyway."""

    def ask(self, channel: str, key: str) -> None:
        """Nothing."""


class InvokedRepairs:
    """Asks a Lambda function, as an event. A failure to ask fails no batch: it is asked again later."""

    def __init__(self, clients: Clients, function: str, clock: Clock) -> None:
        self._clients, self._function, self._clock = clients, function, clock
        self._asked: dict[tuple[str, str], float] = {}

    def ask(self, channel: str, key: str) -> None:
        """Have the key repaired soon; repeats within a minute are dropped."""
        now = self._clock.monotonic()
        if now - self._asked.get((channel, key), -_QUIET) < _QUIET:
            return
        if len(self._asked) >= _MOST:
            self._asked.clear()
        self._asked[channel, key] = now
        payload = json.dumps({"channel": channel, "key": key}).encode()
        try:
            self._clients.functions.invoke(
                FunctionName=self._function, InvocationType="Event", Payload=payload
            )
        except (ClientError, BotoCoreError) as error:
            signal("retried", reader="repair", key=key, error=type(error).__name__)
