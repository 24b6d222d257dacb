"""Readers that stand behind the ledger though they were given their time: they lost a key's last record.

A later record of the key would tell by its gap. Where none comes, only a comparison with the ledger does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import Any

from specfold.aws.auditor import cursors
from specfold.aws.composition import Wiring
from specfold.aws.environment import variable
from specfold.commands.decider import category_and_id
from specfold.eventlog.commit import Head
from specfold.eventlog.cursor import START, Cursor, Status
from specfold.model.messages import Catalog, Event
from specfold.model.service import Reader, View
from specfold.operations.stack import Deployed
from specfold.projections.projection import follows, row_key

PATIENCE = timedelta(minutes=1)  # that a reader may be late; from then on alarms call it late too
_TOGETHER = 100  # keys asked for at a time
_PAUSE = 1.0  # seconds between two looks

_LACKS = "older code passed over events of these types"

Heads = Mapping[str, Head]  # of the ledger, by key
Look = Callable[[Sequence[str]], Mapping[str, Cursor]]


@dataclass(frozen=True, slots=True)
class Behind:
    """A key along which a reader is not where the ledger has been for a while."""

    service: str
    reader: str
    key: str
    ledger: Head
    found: Head
    reason: str = ""  # where it is not late, but lacks events


@dataclass(frozen=True, slots=True)
class _Follower:
    """A view or a policy: which keys it follows, and where it stands along them."""

    service: str
    name: str
    follows: Callable[[str], bool]
    look: Look
    lacks: Callable[[Cursor], bool]  # whether older code passed over events that this code reads
    from_the_first: bool  # a policy begins where it is deployed; a view has to know all there is

    def behind(self, heads: Heads) -> Iterator[Behind]:
        own = [key for key, head in heads.items() if head.version and self.follows(key)]
        for first in range(0, len(own), _TOGETHER):
            keys = own[first : first + _TOGETHER]
            found = self.look(keys)
            for key in keys:
                cursor = found.get(key, START if self.from_the_first else None)
                if cursor and cursor.status is Status.OK and _short(cursor.head, heads[key]):
                    yield Behind(self.service, self.name, key, heads[key], cursor.head)
                elif cursor and (cursor.newer or self.lacks(cursor)):
                    reason = cursor.error or f"{_LACKS}: {cursor.names}"
                    yield Behind(self.service, self.name, key, heads[key], cursor.head, reason)


def behind(found: Sequence[Deployed], patience: timedelta = PATIENCE) -> list[Behind]:
    """Every key along which a view or a policy has not come, within `patience`, to where the ledger is now.

    Keys that are held or parked are not among them: `stopped_keys` lists those. Reads the ledger once, and
    each view's and policy's place along each of its keys.

    Raises:
        Unavailable: a table cannot be read now.
    """
    wired = [(one, Wiring(one.service, one.environment)) for one in found]
    left = [(follower, heads) for heads, own in _streams(wired) for follower in own]
    clock = wired[0][1].clock
    deadline = clock.monotonic() + patience.total_seconds()
    while True:
        told = [(follower, list(follower.behind(heads))) for follower, heads in left]
        left = [(follower, {one.key: one.ledger for one in late}) for follower, late in told if late]
        if not left or clock.monotonic() >= deadline:
            return list(chain.from_iterable(late for _, late in told))
        clock.sleep(_PAUSE)


def _streams(wired: Sequence[tuple[Deployed, Wiring]]) -> Iterator[tuple[Heads, list[_Follower]]]:
    """The heads of the aggregates of each stream, and who reads it, in whatever service."""
    for owner, wiring in wired:
        for reader in (reader for reader in owner.service.readers if reader.aggregates):
            table = variable(owner.environment.ledger, "the table of the ledger")
            names = [aggregate.name for aggregate in reader.aggregates]
            found = cursors(wiring.clients.dynamodb, table, names)
            stream = owner.environment.streams[reader.channel]
            heads = {key: cursor.head for key, cursor in found.items()}
            yield heads, [one for other in wired for one in _followers(*other, stream)]


def _followers(one: Deployed, wiring: Wiring, stream: str) -> Iterator[_Follower]:
    channel = one.channel_of(stream)
    for reader in (reader for reader in one.service.readers if reader.channel == channel):
        for view in reader.views:
            own, look = partial(_followed, reader, view), partial(_in_view, wiring, view)
            lacks = partial(_lacks, reader.catalog, frozenset(view.events))
            yield _Follower(one.service.name, view.name, own, look, lacks, True)
    for policy in (policy for policy in one.service.policies if policy.channel == channel):
        look = partial(_at_policy, wiring, policy.name)
        yield _Follower(one.service.name, policy.name, lambda _: True, look, lambda _: False, False)


def _lacks(catalog: Catalog, wanted: frozenset[type[Event]], cursor: Cursor) -> bool:
    return cursor.reads(catalog, wanted)


def _followed(reader: Reader, view: View[Any], key: str) -> bool:
    return follows(reader, view, category_and_id(key)[0])


def _in_view(wiring: Wiring, view: View[Any], keys: Sequence[str]) -> Mapping[str, Cursor]:
    rows = {key: row_key(view, key) if view.per_aggregate else () for key in keys}
    return {key: item.cursor for key, item in wiring.views.load(view, rows).items()}


def _at_policy(wiring: Wiring, policy: str, keys: Sequence[str]) -> Mapping[str, Cursor]:
    return wiring.cursors.load(policy, keys)


def _short(found: Head, ledger: Head) -> bool:
    """Whether a reader lacks something: the ledger was read first, so a reader may be beyond it."""
    return found.version <= ledger.version and found != ledger
