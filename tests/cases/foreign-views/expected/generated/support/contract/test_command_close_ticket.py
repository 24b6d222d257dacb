# Generated from specs/openapi/support.yaml. Do not edit: change the spec, then generate again.
"""What closeTicket promises to its callers: DELETE /tickets/{ticketId}"""

from __future__ import annotations

from specfold import HttpRoute, Parameter
from specfold.testing.contract import (
    CommandPromise,
)

from generated.support.contract import BODIES
from generated.support.events import Closed
from generated.support.service import SERVICE
from handwritten.support import scenarios

CLOSE_TICKET = CommandPromise(
    service=SERVICE,
    route=HttpRoute(
        name="closeTicket",
        method="DELETE",
        path="/tickets/{ticketId}",
        parameters=(Parameter("ticketId", "path", "ticketId"),),
    ),
    answers={"204": ()},
    bodies=BODIES,
    emits=(Closed,),
    success=204,
)


def test_close_ticket_gives_any_valid_request_a_documented_answer() -> None:
    CLOSE_TICKET.answers_any()


def test_close_ticket_lets_closed_happen() -> None:
    CLOSE_TICKET.happens(scenarios.close_ticket_emits_closed, Closed)


def test_close_ticket_acts_once_when_it_is_sent_again() -> None:
    CLOSE_TICKET.acts_once(scenarios.close_ticket_emits_closed)
