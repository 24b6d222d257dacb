"""An event source mapping: a function reads a stream, every shard in order, parents before children."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from specfold.local.checkpoints import Checkpoints
from specfold.local.delivery import Batch, Retrying
from specfold.local.events import kinesis_event
from specfold.local.failure_destination import FailureBucket
from specfold.local.invoke import Function
from specfold.local.poll_intervals import Pace
from specfold.local.poller import ShardPoller
from specfold.local.shards import Log
from specfold.model.topology import EventSource

log = logging.getLogger(__name__)


class Mapping:
    """Drives one function over one stream in threads of this process, from TRIM_HORIZON on."""

    def __init__(
        self,
        function: Function,
        stream: Log,
        source: EventSource,
        *,
        checkpoints: Path,
        failures: FailureBucket | None = None,
        max_age_seconds: float | None = None,
        pace: Pace | None = None,
    ) -> None:
        """Nothing runs yet.

        Args:
            checkpoints: the file that holds how far it has come; a new one begins at the oldest record.
            failures: where discarded batches go; without it they are only logged.
            max_age_seconds: discard older records; None leaves that to the stream's retention.
        """
        self._function = function
        self._stream = stream
        self._source = source
        self._rules = Retrying(source.retries, source.bisect, max_age_seconds)
        self._checkpoints = Checkpoints(checkpoints, stream.identity)
        self._failures = failures
        self._pace = pace or Pace()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._pollers: dict[str, ShardPoller] = {}
        self._thread = threading.Thread(target=self._run, name=f"mapping-{function.name}", daemon=True)

    def start(self) -> None:
        """Begin to look for shards and to read them."""
        self._thread.start()

    def stop(self) -> None:
        """End after the invocations at work; what they did not finish is delivered again next time."""
        self._stop.set()
        self._wake.set()
        self._thread.join()
        for poller in self._pollers.values():
            poller.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                self._discover()
            except (ClientError, BotoCoreError) as problem:
                log.warning("%s: listing shards failed (%s)", self._function.name, problem)
            self._wake.wait(self._pace.discover)

    def _discover(self) -> None:
        """Start a poller for every shard whose parents are done: read to the end, or no longer listed."""
        shards = self._stream.shards()
        known = {shard.id for shard in shards} | self._pollers.keys()
        for shard in shards:
            if shard.id in self._pollers or self._ended(shard.id):
                continue
            if all(self._ended(parent) for parent in shard.parents if parent in known):
                self._start_poller(shard.id)

    def _ended(self, shard: str) -> bool:
        return self._checkpoints.position(shard).ended

    def _start_poller(self, shard: str) -> None:
        log.info("%s: reading %s", self._function.name, shard)
        poller = ShardPoller(
            self._function.name,
            shard,
            stream=self._stream,
            source=self._source,
            rules=self._rules,
            invoke=self._invoke,
            checkpoints=self._checkpoints,
            failures=self._failures,
            pace=self._pace,
            stop=self._stop,
            ended=self._wake.set,
        )
        self._pollers[shard] = poller
        poller.start()

    def _invoke(self, records: Batch) -> Any:
        return self._function.invoke(kinesis_event(records, self._stream.arn))
