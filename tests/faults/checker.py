"""What must be true of the log whatever happened, proved from raw records and items.

Nothing here imports the runtime: the rule is written down a second time, in a few lines, so that a fault in
`specfold.eventlog.commit` cannot hide itself. Every check yields what is wrong in plain words, or nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["accepted", "refused", "unknown"]
Item = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Raw:
    """One record as Kinesis, or a line of the archive, holds it."""

    shard: str
    seq: int
    key: str
    data: bytes

    @property
    def identity(self) -> tuple[str, int]:
        """Two records of one identity are one record, delivered twice."""
        return self.shard, self.seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A command that a client sent, and what the client knows of it in the end."""

    id: str  # command id, derived by the client's own means
    key: str  # partition key
    operation: str
    sent: Any  # the body
    outcome: Outcome
    status: int = 0  # of the last answer
    code: str = ""  # of its problem
    by: str = ""  # the client
    version: int = 0  # told in the ETag
    only_if: int | None = None  # If-Match
    idle: bool = False  # asks for what may be so already: accepted perhaps without a commit
    began: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a client saw when it asked for a row, from a version on that it knew of."""

    by: str
    key: str
    asked: int  # min-version
    version: int  # told in the ETag; 0: there was no such row
    row: Any
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Commit:
    """An accepted commit, at its version."""

    version: int
    raw: Raw
    events: Sequence[Mapping[str, Any]]

    @property
    def id(self) -> str:
        return str(self.events[0]["commitid"])

    @property
    def command(self) -> str:
        return str(self.events[0]["commandid"])

    @property
    def kinds(self) -> list[str]:
        """Names of its events, without versions."""
        return [kind(event) for event in self.events]


def kind(event: Mapping[str, Any]) -> str:
    """`OrderPlaced` of `OrderPlaced.v2`."""
    return str(event["type"]).partition(".")[0]


@dataclass(slots=True)
class Judged:
    """The histories that a log holds, and what is wrong with it."""

    histories: dict[str, list[Commit]] = field(default_factory=dict)
    void: list[Raw] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def commits(self) -> Iterator[Commit]:
        """All accepted commits."""
        return (commit for history in self.histories.values() for commit in history)


def judged(records: Iterable[Raw]) -> Judged:
    """The rule, once more: the first record that names the head of its key is the next commit of the key."""
    result, by_key = Judged(), defaultdict(list)
    for raw in sorted({raw.identity: raw for raw in records}.values(), key=lambda raw: raw.seq):
        by_key[raw.key].append(raw)
    for key, own in by_key.items():
        history: list[Commit] = []
        for raw in own:
            events = _events(raw)
            if events is None:
                result.findings.append(f"{key}: a record that is no commit")
                continue
            base, parent = events[0]["commitbase"], events[0].get("commitparent")
            if base == len(history) and parent == (history[-1].id if history else None):
                history.append(Commit(base + 1, raw, events))
            elif base < len(history):
                result.void.append(raw)
            else:
                result.findings.append(f"{key}: a commit on version {base}, and the log shows {len(history)}")
        result.histories[key] = history
    return result


def _events(raw: Raw) -> list[dict[str, Any]] | None:
    try:
        events = json.loads(raw.data)
        one = {
            (e["commitid"], e["commitbase"], e.get("commitparent"), e["commandid"], e["partitionkey"])
            for e in events
        }
        places = [(e["commitindex"], e["commitcount"]) for e in events]
    except (ValueError, KeyError, TypeError):
        return None
    whole = places == [(index, len(events)) for index in range(len(events))]
    return events if whole and len(one) == 1 and events[0]["partitionkey"] == raw.key else None


def commands(log: Judged, told: Iterable[Told]) -> Iterator[str]:
    """Lost 0, twice 0, and nothing that was refused."""
    found: dict[str, list[Commit]] = defaultdict(list)
    for commit in log.commits:
        found[commit.command].append(commit)
    yield from (f"twice: {id} is {len(own)} commits" for id, own in found.items() if len(own) > 1)
    by_id: dict[str, list[Told]] = defaultdict(list)
    for answer in told:
        by_id[answer.id].append(answer)
    for id, answers in by_id.items():
        accepted = [answer for answer in answers if answer.outcome == "accepted"]
        if accepted:
            for answer in accepted:
                yield from _accepted(log, answer, found.get(id, []))
        elif id in found and all(answer.outcome == "refused" for answer in answers):
            yield f"refused with {answers[0].status}, and yet in the log: {answers[0].operation} {id}"


def _accepted(log: Judged, answer: Told, commits: Sequence[Commit]) -> Iterator[str]:
    name = f"{answer.operation} {answer.id}"
    if not commits and answer.idle:
        history = log.histories.get(answer.key, [])[: answer.version]
        if not any(_says(commit, answer.sent) for commit in history):
            yield f"nothing to do, was the answer to {name}, and it was not so"
    elif not commits:
        yield f"lost: {name} was acknowledged as version {answer.version} and is not in the log"
    else:
        (commit, *_) = commits
        if (commit.raw.key, commit.version) != (answer.key, answer.version):
            yield f"{name} was acknowledged as version {answer.version}, and is {commit.version}"
        if answer.only_if is not None and commit.version != answer.only_if + 1:
            yield f"{name} was bound to version {answer.only_if}, and made version {commit.version}"
        if not _says(commit, answer.sent):
            yield f"{name} is in the log with other members than were sent"


def _says(commit: Commit, sent: Any) -> bool:
    """Whether what was sent is what some event of the commit says, as far as both name it."""
    return any(
        all(event["data"][name] == value for name, value in (sent or {}).items() if name in event["data"])
        for event in commit.events
    )


def real_time(told: Iterable[Told]) -> Iterator[str]:
    """A command that was sent after another was acknowledged stands behind it (linearisability, per key)."""
    by_key: dict[str, list[Told]] = defaultdict(list)
    for answer in told:
        if answer.outcome == "accepted" and not answer.idle:
            by_key[answer.key].append(answer)
    for key, own in by_key.items():
        for later in own:
            for earlier in own:
                behind = earlier.ended < later.began and earlier.id != later.id
                if behind and earlier.version >= later.version:
                    yield f"{key}: version {later.version} was asked for after {earlier.version} was told"


def archive(stream: Sequence[Raw], lines: Sequence[Raw]) -> Iterator[str]:
    """Every record is in the archive, byte for byte, and nothing else is."""
    there, kept = ({raw.identity: raw for raw in records} for records in (stream, lines))
    yield from (f"the archive misses {raw.key} {raw.seq}" for id, raw in there.items() if id not in kept)
    yield from (f"the archive invented {raw.key} {raw.seq}" for id, raw in kept.items() if id not in there)
    for id in there.keys() & kept.keys():
        if there[id] != kept[id]:
            yield f"the archive changed {there[id].key} {there[id].seq}"


def ledger(log: Judged, items: Iterable[Item]) -> Iterator[str]:
    """The ledger's heads are the log's, and its commands are the accepted ones. `items`: of one service."""
    items = list(items)
    heads = {item["pk"]: item for item in items if not item["pk"].startswith("cmd#")}
    known = {item["pk"][4:]: item for item in items if item["pk"].startswith("cmd#") and item["version"]}
    for key, history in log.histories.items():
        head = heads.get(key, {})
        top = history[-1].id if history else None
        if (head.get("version", 0), head.get("top")) != (len(history), top) or head.get("status") != "ok":
            yield f"divergent: the ledger has {key} at {head.get('version')} {head.get('status')}"
    right = {commit.command: (commit.version, commit.id) for commit in log.commits}
    said = {id: (item["version"], item["commit"]) for id, item in known.items()}
    yield from (f"divergent: the ledger's command {id}" for id in right if said.get(id) != right[id])
    yield from (f"the ledger invented command {id}" for id in said.keys() - right.keys())
    yield from (f"the ledger invented {key}" for key in heads.keys() - log.histories.keys())


def rows(name: str, wanted: Mapping[str, Item], items: Mapping[str, Item]) -> Iterator[str]:
    """A table holds exactly these rows."""
    for key in sorted(wanted.keys() | items.keys()):
        if wanted.get(key) != items.get(key):
            yield f"divergent: {name} {key} is {items.get(key)} and should be {wanted.get(key)}"


def once_each(what: str, causes: Iterable[str], effects: Iterable[str]) -> Iterator[str]:
    """Each cause has exactly one effect, and no effect is without its cause."""
    caused, wanted = Counter(effects), set(causes)
    for cause in sorted(wanted | caused.keys()):
        if caused[cause] != (cause in wanted):
            yield f"policy: {what}: {caused[cause]} effects of {cause}"
