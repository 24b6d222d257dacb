"""One shard is worked on in lanes: each takes one batch at a time, and a key never changes its lane."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence

from specfold.local.invoke import MAX_PAYLOAD
from specfold.local.shards import Record

log = logging.getLogger(__name__)
_OVERHEAD = 600  # bytes of a record in an event beside its data: keys, names, ARNs


class Watermark:
    """The sequence number up to which everything is done, over lanes that finish in any order."""

    def __init__(self) -> None:
        """Nothing is open yet."""
        self._open: deque[str] = deque()
        self._done: set[str] = set()
        self._changed = threading.Condition()

    def add(self, records: Sequence[Record]) -> None:
        """Note records as open, in shard order, before any of them is worked on."""
        with self._changed:
            self._open.extend(record.sequence for record in records)

    def finish(self, records: Sequence[Record]) -> str | None:
        """Note records as done. The new low-water mark if it moved."""
        with self._changed:
            self._done.update(record.sequence for record in records)
            mark = None
            while self._open and self._open[0] in self._done:
                mark = self._open.popleft()
                self._done.discard(mark)
            self._changed.notify_all()
            return mark

    def wait_empty(self, stop: threading.Event) -> bool:
        """Wait until nothing is open. False when told to stop before that."""
        with self._changed:
            while self._open:
                if stop.is_set():
                    return False
                self._changed.wait(0.2)
            return True


def lane_of(key: str, lanes: int) -> int:
    """Which lane a partition key belongs to: always the same one."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=4).digest(), "big") % lanes


class Lane:
    """A thread that gathers batches from a queue and delivers them one after the other."""

    def __init__(
        self,
        name: str,
        *,
        batch_size: int,
        window: float,
        deliver: Callable[[Sequence[Record]], bool],
        stop: threading.Event,
    ) -> None:
        """`deliver` works on a batch until it is done, and answers False when it was stopped before that."""
        self._queue: queue.Queue[Record | None] = queue.Queue(maxsize=2 * batch_size)
        self._batch_size = batch_size
        self._window = window
        self._deliver = deliver
        self._stop = stop
        self._held: Record | None = None  # did not fit into the batch before
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def put(self, record: Record) -> bool:
        """Hand over a record; waits while the lane is full. False when told to stop meanwhile."""
        while not self._stop.is_set():
            try:
                self._queue.put(record, timeout=0.2)
            except queue.Full:
                continue
            return True
        return False

    def join(self) -> None:
        """Wait for the end of the batch at work. To be called once the stop event is set."""
        with contextlib.suppress(queue.Full):
            self._queue.put_nowait(None)  # wakes a lane that waits for its first record
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            batch = self._gather()
            if batch and not self._stop.is_set() and not self._deliver(batch):
                return

    def _gather(self) -> list[Record]:
        """The next batch: full, or at its size limit, or as it is when the window has passed."""
        first = self._held or self._queue.get()
        self._held = None
        if first is None:
            return []
        batch, size = [first], _size(first)
        deadline = time.monotonic() + self._window
        while len(batch) < self._batch_size:
            record = self._next(deadline)
            if record is None:
                break
            size += _size(record)
            if size > MAX_PAYLOAD:
                self._held = record
                break
            batch.append(record)
        return batch

    def _next(self, deadline: float) -> Record | None:
        try:
            left = deadline - time.monotonic()
            return self._queue.get(timeout=left) if left > 0 else self._queue.get_nowait()
        except queue.Empty:
            return None


def _size(record: Record) -> int:
    return len(record.data) * 4 // 3 + len(record.key) + _OVERHEAD
