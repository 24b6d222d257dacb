# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What forget promises to its receivers: DELETE
https://log.example/{$request.path.parcelId}/{$response.header.Location}
"""

from __future__ import annotations

from specfold.testing.contract import OutgoingPromise

from generated.courier.commands import Watch
from generated.courier.senders import FORGET as FORGET_SENT
from generated.courier.webhooks import Forget

FORGET = OutgoingPromise(
    outgoing=FORGET_SENT,
    request=Forget,
)


def test_forget_arrives_as_it_was_sent() -> None:
    FORGET.arrives()


def test_forget_knows_the_answer_204() -> None:
    FORGET.knows("204")


def test_forget_goes_where_its_request_said() -> None:
    FORGET.goes_where_it_was_asked(Watch)
