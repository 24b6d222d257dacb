# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What def promises to its callers: PUT /a/{class}

Define

something \"\"\"
"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    CommandPromise,
)

from generated.traps.commands import KeyRejection, RejectionModel
from generated.traps.contract import BODIES
from generated.traps.events import Key, Sequence, View
from generated.traps.service import SERVICE
from handwritten.traps import scenarios

DEF = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="def", method="PUT", path="/a/{class}", parameters=(Parameter("class", "path", "class"),)
    ),
    answers={"200": (), "409": (), "410": ()},
    bodies=BODIES,
    emits=(Key, View, Sequence),
)


def test_def_gives_any_valid_request_a_documented_answer() -> None:
    DEF.answers_any()


def test_def_lets_key_happen() -> None:
    DEF.happens(scenarios.def_emits_key, Key)


def test_def_lets_view_happen() -> None:
    DEF.happens(scenarios.def_emits_view, View)


def test_def_lets_sequence_happen() -> None:
    DEF.happens(scenarios.def_emits_sequence, Sequence)


def test_def_acts_once_when_it_is_sent_again() -> None:
    DEF.acts_once(scenarios.def_emits_key)


def test_def_answers_409_rejection() -> None:
    DEF.refused(scenarios.def_is_refused_as_rejection, RejectionModel, 409)


def test_def_answers_410_key() -> None:
    DEF.refused(scenarios.def_is_refused_as_key, KeyRejection, 410)
