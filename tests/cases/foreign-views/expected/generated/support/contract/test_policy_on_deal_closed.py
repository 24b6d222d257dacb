# Generated from specs/asyncapi/support.yaml. Do not edit: change the spec, then generate again.
"""What the policy onDealClosed promises: the same commands for the same event, once.

Whenever a deal is closed, close its ticket.
"""

from __future__ import annotations

from specfold.testing.contract import PolicyPromise

from generated.sales.contract.test_event_closed import CLOSED
from generated.support.service import SERVICE

ON_DEAL_CLOSED = PolicyPromise(
    service=SERVICE,
    name="onDealWon",
    events=(CLOSED,),
    issues=("closeTicket",),
)


def test_on_deal_closed_answers_with_commands_it_may_issue() -> None:
    ON_DEAL_CLOSED.reacts()


def test_on_deal_closed_acts_once_however_often_an_event_is_read() -> None:
    ON_DEAL_CLOSED.acts_once()
