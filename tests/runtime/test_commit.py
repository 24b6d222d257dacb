"""The rule: who wins, as every reader of the log decides it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from specfold.eventlog.commit import SEQ_DIGITS, Commit, Head, Record, Verdict, advanced, decide, padded


def commit(base: int, parent: str | None, id: str = "new", rule: int = 1) -> Commit:
    return Commit(id, base, parent, "command", rule)


@pytest.mark.parametrize(
    ("head", "proposed", "verdict"),
    [
        (Head(), commit(0, None), Verdict.ACCEPT),
        (Head(3, "c3"), commit(3, "c3"), Verdict.ACCEPT),
        (Head(3, "c3"), commit(2, "c2"), Verdict.VOID),
        (Head(3, "c3"), commit(0, None), Verdict.VOID),
        (Head(3, "c3"), commit(2, "never heard of"), Verdict.VOID),
        (Head(3, "c3"), commit(4, "c4"), Verdict.HOLD),
        (Head(), commit(1, "c1"), Verdict.HOLD),
        (Head(3, "c3"), commit(3, "another"), Verdict.HOLD),
        (Head(3, "c3"), commit(3, None), Verdict.HOLD),
        (Head(), commit(0, "a parent of nothing"), Verdict.HOLD),
        (Head(3, "c3"), None, Verdict.MALFORMED),
        (Head(), None, Verdict.MALFORMED),
    ],
)
def test_the_rule(head: Head, proposed: Commit | None, verdict: Verdict) -> None:
    assert decide(head, proposed) is verdict


@pytest.mark.parametrize("base", [0, 2, 3, 4])
def test_a_rule_of_tomorrow_is_held_and_never_voided(base: int) -> None:
    assert decide(Head(3, "c3"), commit(base, "c3", rule=2)) is Verdict.HOLD


def test_an_accepted_commit_is_the_next_head() -> None:
    assert advanced(Head(3, "c3"), commit(3, "c3", "c4")) == Head(4, "c4")


@given(st.integers(0, 10**SEQ_DIGITS - 1), st.integers(0, 10**SEQ_DIGITS - 1))
def test_padded_numbers_sort_as_numbers(one: int, other: int) -> None:
    assert (padded(str(one)) < padded(str(other))) is (one < other)
    assert len(padded(str(one))) == SEQ_DIGITS


@pytest.mark.parametrize("text", ["", "-1", "1.0", "1e3", "x", " 1", "\u0661", "9" * 57])
def test_what_is_no_sequence_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sequence number"):
        padded(text)


def test_a_later_epoch_comes_after_every_earlier_one() -> None:
    def record(epoch: int, seq: str, shard: str = "s") -> Record:
        return Record(epoch, shard, padded(seq), 0, "A-1", b"")

    assert record(2, "1").order > record(1, "9" * 56).order
    assert record(1, "7", "a").identity != record(1, "7", "b").identity
    assert record(1, "7", "a").identity != record(2, "7", "a").identity


# A second, independent statement of the rule: the winners of a key are the first records of each base, in log
# order, chained by their parents. Writers see some earlier version of the truth, puts land late and twice.

Entry = tuple[str, int, str | None]  # id, base, parent


def written(chance: random.Random, length: int) -> list[Entry]:
    """The log of one key: every base was visible before it was put."""
    log: list[Entry] = []
    flying: list[Entry] = []
    while len(log) < length:
        winners = first_of_each_base(log)
        if not flying or chance.random() < 0.4:
            seen = winners[: chance.randint(max(0, len(winners) - 2), len(winners))]
            flying.append((f"c{chance.getrandbits(60)}", len(seen), seen[-1][0] if seen else None))
        else:
            landing = chance.choice(flying)
            log.append(landing)
            if chance.random() < 0.7:
                flying.remove(landing)
    return log


def first_of_each_base(log: list[Entry]) -> list[Entry]:
    first: dict[int, Entry] = {}
    for entry in log:
        first.setdefault(entry[1], entry)
    return [first[base] for base in sorted(first)]


def read(log: list[Entry]) -> tuple[list[str], bool]:
    """The ids that are accepted, and whether the reader had to hold."""
    head = Head()
    accepted: list[str] = []
    for id, base, parent in log:
        proposed = commit(base, parent, id)
        verdict = decide(head, proposed)
        if verdict is Verdict.HOLD:
            return accepted, True
        if verdict is Verdict.ACCEPT:
            head = advanced(head, proposed)
            accepted.append(id)
    return accepted, False


@given(st.integers(0, 10**9), st.integers(1, 40))
def test_the_winners_are_the_first_of_each_base(seed: int, length: int) -> None:
    log = written(random.Random(seed), length)
    assert read(log) == ([id for id, _, _ in first_of_each_base(log)], False)


@given(st.integers(0, 10**9), st.integers(2, 40), st.data())
def test_a_lost_record_is_noticed_or_does_not_matter_unless_it_was_the_last_winner(
    seed: int, length: int, data: st.DataObject
) -> None:
    log = written(random.Random(seed), length)
    truth, _ = read(log)
    lost = data.draw(st.integers(0, len(log) - 1))
    accepted, held = read(log[:lost] + log[lost + 1 :])
    assert held or accepted == truth or log[lost][0] == truth[-1]
    assert held or accepted[: len(truth) - 1] == truth[:-1]


@given(st.integers(0, 10**9), st.integers(2, 40), st.data())
def test_a_late_block_is_noticed_or_does_not_matter_but_for_the_last_winner(
    seed: int, length: int, data: st.DataObject
) -> None:
    log = written(random.Random(seed), length)
    truth, _ = read(log)
    cut = data.draw(st.integers(1, len(log) - 1))
    accepted, held = read(log[cut:] + log[:cut])
    assert held or accepted[:-1] == truth[: len(accepted) - 1]


def test_a_rule_without_parents_would_crown_a_loser() -> None:
    """Why `parent` is there: base alone takes the loser of a race whose winner was lost from the archive."""
    winner, loser, next_one = ("w", 0, None), ("l", 0, None), ("n", 1, "w")
    assert read([winner, loser, next_one]) == (["w", "n"], False)
    assert read([loser, next_one]) == (["l"], True)
