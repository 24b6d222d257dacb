"""The log, the archive and the stream of a history, with everything that may befall them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from specfold.eventlog.archive_format import from_lines, to_line
from specfold.eventlog.commit import Position, Record, padded
from specfold.storage.memory_ports import MemoryClock

BEGIN = int(MemoryClock().now().timestamp() * 1000)
T = TypeVar("T")
Shard = tuple[int, int, str]  # epoch, generation, name: sorts parents before their children
Identity = tuple[int, str, str]


def doubled(found: list[T], salt: int) -> list[T]:
    """As an archive gives it: some of it twice, all of it shuffled."""
    chance = random.Random(salt)
    made = found + chance.sample(found, len(found) // 2)
    chance.shuffle(made)
    return made


@dataclass
class Log:
    """Shards that split, streams that are exchanged, puts that fly and land late or twice.

    The archive keeps all but what was lost from it. What vanished stands nowhere: nobody ever read it.
    """

    shards: dict[Shard, list[Record]] = field(default_factory=dict)
    flying: list[tuple[str, bytes]] = field(default_factory=list)
    epoch: int = 1
    generation: int = 0
    seq: int = 0
    salt: int = 0
    trimmed: int = 0  # records that the stream has let go, of each shard
    archived: int | None = None  # records that have reached the archive, of each shard; None: all

    def append(self, key: str, data: bytes) -> Position:
        """One record more. Arrival times run backwards now and then."""
        self.seq += 1 + (self.seq * 7 + len(data)) % 9
        shard = self.shard_of(key)
        arrived = BEGIN + self.epoch * 1_000_000 + self.seq * 10 - (self.seq % 4 == 0) * 150
        record = Record(self.epoch, shard[2], padded(str(self.seq)), arrived, key, data)
        self.shards.setdefault(shard, []).append(record)
        return Position(self.epoch, record.shard, record.seq)

    def shard_of(self, key: str) -> Shard:
        """Two shards a generation. A key moves to the other at a reshard; names begin anew in each stream."""
        number = self.generation * 2 + (int(key[-1]) + self.generation) % 2
        return self.epoch, self.generation, f"shardId-{number:012d}"

    def land(self, which: int) -> None:
        """A put that was given up arrives after all."""
        self.append(*self.flying.pop(which % len(self.flying)))

    def reshard(self) -> None:
        self.generation += 1

    def migrate(self) -> None:
        """Another physical stream, which counts from the start again."""
        self.epoch, self.generation, self.seq = self.epoch + 1, 0, 0

    def all(self) -> list[Record]:
        """Every record, in no order to rely on."""
        return [record for own in self.shards.values() for record in own]

    def archive(self, key: str | None = None) -> Iterator[Record]:
        """What has reached the archive, through its own lines."""
        self.salt += 1
        kept = [to_line(record) for own in self.shards.values() for record in own[: self.archived]]
        return from_lines(doubled(kept, self.salt), key)

    def stream(self, key: str) -> Iterator[Record]:
        """What the stream still holds of a key, parents before children."""
        kept = (r for shard in sorted(self.shards) for r in self.shards[shard][self.kept_from(shard) :])
        return iter([record for record in kept if record.key == key])

    def kept_from(self, shard: Shard) -> int:
        """The first record of a shard that the stream still holds; never one the archive lacks."""
        return self.trimmed if self.archived is None else min(self.trimmed, self.archived)
