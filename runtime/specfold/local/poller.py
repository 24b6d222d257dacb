"""One shard of a mapping: read it in order, spread it over lanes, note how far everything is done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence

from botocore.exceptions import BotoCoreError, ClientError

from specfold.local.checkpoints import Checkpoints
from specfold.local.delivery import Invoke, Retrying, deliver
from specfold.local.failure_destination import FailureBucket
from specfold.local.partition_workers import Lane, Watermark, lane_of
from specfold.local.poll_intervals import Pace
from specfold.local.shards import MAX_PAGE, Cursor, Log, Record, ShardGoneError
from specfold.model.topology import EventSource

log = logging.getLogger(__name__)


class ShardPoller:
    """Reads one shard until it ends or is told to stop. Implements `delivery.Progress` for its lanes."""

    def __init__(
        self,
        name: str,
        shard: str,
        *,
        stream: Log,
        source: EventSource,
        rules: Retrying,
        invoke: Invoke,
        checkpoints: Checkpoints,
        failures: FailureBucket | None,
        pace: Pace,
        stop: threading.Event,
        ended: Callable[[], None],
    ) -> None:
        """`ended` is called once, when the shard is closed and everything in it is done."""
        self._name = f"{name}/{shard}"
        self._shard = shard
        self._stream = stream
        self._rules = rules
        self._invoke = invoke
        self._checkpoints = checkpoints
        self._failures = failures
        self._pace = pace
        self._stop = stop
        self._ended = ended
        self._page_size = min(source.batch_size * source.parallelization, MAX_PAGE)
        self._watermark = Watermark()
        self._lanes = [
            Lane(
                f"{self._name}/{number}",
                batch_size=source.batch_size,
                window=pace.window(source.window_seconds),
                deliver=self._deliver,
                stop=stop,
            )
            for number in range(source.parallelization)
        ]
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)

    def start(self) -> None:
        """Begin behind the checkpoint."""
        for lane in self._lanes:
            lane.start()
        self._thread.start()

    def join(self) -> None:
        """Wait until everything has stopped. To be called once the stop event is set."""
        self._thread.join()
        for lane in self._lanes:
            lane.join()

    # -- reading

    def _run(self) -> None:
        read_up_to = self._checkpoints.position(self._shard).after
        failures = 0
        while not self._stop.is_set():
            try:
                cursor = self._stream.open(self._shard, read_up_to)
                while not self._stop.is_set():
                    read_up_to, ended = self._read(cursor, read_up_to)
                    failures = 0
                    if ended:
                        self._finish()
                        return
            except ShardGoneError:
                log.error("%s: the shard is gone, and what was unread in it is lost", self._name)
                self._finish()
                return
            except (ClientError, BotoCoreError) as problem:
                failures += 1
                log.warning("%s: reading failed (%s); trying again", self._name, problem)
                self._pace.backoff(failures, self._stop)

    def _read(self, cursor: Cursor, read_up_to: str | None) -> tuple[str | None, bool]:
        page = cursor.read(self._page_size)
        self._watermark.add(page.records)
        for record in page.records:
            if not self._lanes[lane_of(record.key, len(self._lanes))].put(record):
                return read_up_to, False
            read_up_to = record.sequence
        if not page.records and not page.ended:
            self._stop.wait(self._pace.poll)
        return read_up_to, page.ended

    def _finish(self) -> None:
        """The children may begin only when the last record of this shard is done."""
        if self._watermark.wait_empty(self._stop):
            self._checkpoints.end(self._shard)
            self._ended()

    # -- working on a batch; called by the lanes

    def _deliver(self, records: Sequence[Record]) -> bool:
        return deliver(records, self._invoke, self._rules, self)

    def done(self, records: Sequence[Record]) -> None:
        """Checkpoint as far as every lane has come."""
        mark = self._watermark.finish(records)
        if mark is not None:
            self._checkpoints.advance({self._shard: mark})

    def discard(self, records: Sequence[Record], condition: str, invocations: int) -> bool:
        """Put the records to the destination until it takes them; without one they are only logged."""
        log.error(
            "%s: %s, %d records given up, %s to %s",
            self._name, condition, len(records), records[0].sequence, records[-1].sequence,
        )  # fmt: skip
        if self._failures is None:
            return True
        attempt = 0
        while True:
            try:
                self._failures.put(records, condition, invocations)
            except (ClientError, BotoCoreError) as problem:
                attempt += 1
                log.warning("%s: the on-failure destination refused (%s)", self._name, problem)
                if not self._pace.backoff(attempt, self._stop):
                    return False
            else:
                return True

    def failed(self, records: Sequence[Record], reason: str) -> None:
        """Log what the function said."""
        log.warning("%s: %d records failed: %s", self._name, len(records), reason)

    def pause(self, attempt: int) -> bool:
        """Back off before the next try."""
        return self._pace.backoff(attempt, self._stop)
