"""Porcupine, asked by us, takes a right history and refuses a wrong one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.faults import linear
from tests.faults.checker import Seen, Told
from tests.faults.conftest import Form
from tests.faults.test_checker import ORDER, ORDERS, told

KEY = f"Order-{ORDER}"
TOLD = [
    told(1, ORDER, 1, began=1.0, ended=2.0),
    told(3, ORDER, 2, began=3.0, ended=4.0),
    told(2, ORDER, 0, outcome="refused", status=409, code="already-placed", began=1.5, ended=2.5),
]


@pytest.fixture(autouse=True)
def _porcupine(fire: Form) -> None:
    if linear.program() is None:
        pytest.skip("porcupine takes Go and its module, and one of them is not to be had")


def seen(version: int, began: float) -> Seen:
    return Seen(by="a", key=KEY, asked=0, version=version, row=None, began=began, ended=began + 0.1)


def found(answers: Sequence[Told], reads: Sequence[Seen] = ()) -> list[str]:
    return linear.findings(list(linear.operations(ORDERS.histories, answers, reads)))


def test_a_right_history_has_an_order() -> None:
    assert found(TOLD, [seen(1, 1.5), seen(0, 9.0), seen(2, 9.0)]) == []
    assert found([]) == []  # nobody was told of anything


@pytest.mark.parametrize(
    ("answers", "reads"),
    [
        (
            [replace(TOLD[0], began=5.0, ended=6.0), TOLD[1]],
            [],
        ),  # sent after what stands upon it was answered
        ([*TOLD[:2], replace(TOLD[2], began=0.1, ended=0.2)], []),  # refused before there was a reason
        ([*TOLD[:2], replace(TOLD[2], code="precondition-failed", only_if=2, began=5.0, ended=6.0)], []),
        ([*TOLD[:2], replace(TOLD[2], code="unknown-order", began=5.0, ended=6.0)], []),
        (TOLD, [seen(2, 1.5)]),  # of the future
    ],
)
def test_a_wrong_history_has_none(answers: list[Told], reads: list[Seen]) -> None:
    assert found(answers, reads) == [f"not linearizable, says porcupine: {KEY} Illegal"]
