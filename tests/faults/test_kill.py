"""Processes are killed with SIGKILL in the midst of a journey of many commands, and started again."""

from __future__ import annotations

import random
import threading

from specfold.local.stack import PROCESSES, Local, up

from tests.faults import shop
from tests.faults.cloud import PACE, ROOT, Cloud, until
from tests.faults.conftest import Form
from tests.faults.journal import Journal
from tests.faults.load import clients
from tests.faults.report import printed


def kill_and_start(local: Local, dice: random.Random) -> list[str]:
    """Some processes end at a moment of the dice's, at once; they come back together."""
    names = dice.sample(PROCESSES, dice.randint(1, len(PROCESSES)))
    threading.Event().wait(dice.random() * 0.2)  # not a wait for something: the moment is random
    for name in names:
        local.kill(name)
    local.start(*names)
    return names


def test_nothing_is_lost_or_repeated_when_processes_are_killed(form: Form, seed: str) -> None:
    dice, journal, kills = random.Random(f"kill {seed}"), Journal(), 0
    with up(ROOT, pace=PACE) as local:
        cloud = Cloud(local)
        with clients(local, 4, f"kill {seed}", journal):
            for _ in range(form.pick(small=2, ci=2, full=25)):
                journal.await_more(dice.randint(15, 40))
                kills += len(kill_and_start(local, dice))
            journal.await_more(20)
        until(cloud.caught_up, "every reader comes to the end of the log")
        findings, orders, payments = cloud.findings(journal.told, journal.seen)
    logs, faults = (orders, payments), {"SIGKILL": kills}
    printed("kills", journal=journal, logs=logs, faults=faults, findings=findings)
    assert findings == []
    assert shop.races(orders), "no command lost a race: there was no fire"
    assert journal.outcomes["accepted"] > 20
