# Generated from specs/asyncapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What the policy Policy promises: the same commands for the same event, once.

Whenever
\"\"\" a key turns
"""

from __future__ import annotations

from specfold.testing.contract import PolicyPromise

from generated.traps.contract.test_event_key import KEY
from generated.traps.service import SERVICE

POLICY = PolicyPromise(
    service=SERVICE,
    name="Policy",
    events=(KEY,),
    issues=("def",),
)


def test_policy_answers_with_commands_it_may_issue() -> None:
    POLICY.reacts()


def test_policy_acts_once_however_often_an_event_is_read() -> None:
    POLICY.acts_once()
