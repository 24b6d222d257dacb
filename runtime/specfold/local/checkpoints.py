"""How far a reader has come, kept in a file that survives `kill -9`.

The file is written after the work is done and never before: a crash in between means that records are
delivered again, never that one is lost.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a shard: behind the record `after`, at the very start when it is None."""

    after: str | None = None
    ended: bool = False


def read_positions(path: Path) -> dict[str, str]:
    """The sequence number behind which everything is done, by shard; for those who wait for a reader."""
    try:
        content = json.loads(path.read_text())
    except FileNotFoundError:
        return {}
    return {shard: found["after"] for shard, found in content["shards"].items() if found["after"]}


class Checkpoints:
    """The positions of one reader in one stream. Safe to use from several threads."""

    def __init__(self, path: Path, identity: str) -> None:
        """Reads `path` if it is there. Positions in another stream of the same name are not used."""
        self._path = path
        self._identity = identity
        self._lock = threading.Lock()
        self._positions = self._load()

    def position(self, shard: str) -> Position:
        """Where to go on reading this shard."""
        with self._lock:
            return self._positions.get(shard, Position())

    def advance(self, positions: dict[str, str]) -> None:
        """Set shards to the sequence numbers behind which everything is done. Never goes back."""
        with self._lock:
            changed = False
            for shard, sequence in positions.items():
                known = self._positions.get(shard, Position())
                if known.after is None or int(known.after) < int(sequence):
                    self._positions[shard] = Position(sequence, known.ended)
                    changed = True
            if changed:
                self._save()

    def end(self, shard: str) -> None:
        """Note that a closed shard was read to its end."""
        with self._lock:
            self._positions[shard] = Position(self._positions.get(shard, Position()).after, ended=True)
            self._save()

    def _load(self) -> dict[str, Position]:
        try:
            content = json.loads(self._path.read_text())
        except FileNotFoundError:
            return {}
        if content["stream"] != self._identity:
            log.warning("%s belongs to %s: reading from the start", self._path.name, content["stream"])
            return {}
        return {shard: Position(**position) for shard, position in content["shards"].items()}

    def _save(self) -> None:
        content = {
            "stream": self._identity,
            "shards": {shard: asdict(position) for shard, position in sorted(self._positions.items())},
        }
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".new")
        with beside.open("w") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self._path)
