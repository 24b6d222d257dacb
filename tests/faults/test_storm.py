"""The storm: faults of the network and of AWS, kills, redelivery, doubles and errands, all at once."""

from __future__ import annotations

import random
import time
from pathlib import Path

from specfold.local.stack import PROCESSES

from tests.faults import linear, shop
from tests.faults.cloud import Cloud, until
from tests.faults.conftest import Form
from tests.faults.journal import Journal
from tests.faults.load import clients
from tests.faults.report import printed
from tests.faults.weather import storm


def test_nothing_is_lost_repeated_or_divergent_in_a_storm(fire: Form, seed: str, tmp_path: Path) -> None:
    dice, journal = random.Random(f"storm {seed}"), Journal()
    seconds = fire.pick(small=0, ci=60, full=420)
    with storm(tmp_path, journal, rate=0.12, seed=f"storm {seed}") as (local, faults, weather):
        cloud = Cloud(local)
        ends = time.monotonic() + seconds
        with clients(local, 8, f"storm {seed}", journal):
            journal.await_more(20)
            weather.remember()
            while time.monotonic() < ends or weather.strikes < len(weather.kinds):
                journal.await_more(dice.randint(10, 40))
                weather.strike()
            faults.calm()
            weather.start(*PROCESSES)
        until(cloud.caught_up, "every reader comes to the end of the log", 180)
        weather.end()
        findings, orders, payments = cloud.findings(journal.told, journal.seen)
    counts, judged = {**weather.counts, **faults.counts}, {}
    if linear.program():
        done = list(linear.operations({**orders.histories, **payments.histories}, journal.told, journal.seen))
        findings += linear.findings(done)
        judged["operations judged by porcupine"] = len(done)
    printed("storm", journal=journal, logs=(orders, payments), faults=counts, findings=findings, more=judged)
    assert findings == []
    assert weather.fallen == [], "processes ended that nobody had killed"
    assert shop.races(orders), "no command lost a race"
    assert len(faults.counts) >= 11, "some kinds of faults never struck"
