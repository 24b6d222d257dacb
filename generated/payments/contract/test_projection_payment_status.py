# Generated from specs/openapi/payments.yaml. Do not edit: change the spec, then generate again.
"""What the read model PaymentStatus promises: the same rows from the same history.

Where a payment stands.
"""

from __future__ import annotations

from specfold.testing.contract import ProjectionPromise, Source

from generated.payments.contract.test_event_payment_captured import PAYMENT_CAPTURED
from generated.payments.contract.test_event_payment_declined import PAYMENT_DECLINED
from generated.payments.contract.test_event_payment_requested import PAYMENT_REQUESTED
from generated.payments.service import SERVICE

PAYMENT_STATUS = ProjectionPromise(
    service=SERVICE,
    view="PaymentStatus",
    sources=(
        Source(PAYMENT_REQUESTED, ("paymentId",)),
        Source(PAYMENT_CAPTURED, ("paymentId",)),
        Source(PAYMENT_DECLINED, ("paymentId",)),
    ),
)


def test_payment_status_folds_its_events_into_valid_rows() -> None:
    PAYMENT_STATUS.folds()


def test_payment_status_gives_the_same_rows_when_replayed() -> None:
    PAYMENT_STATUS.replays()


def test_payment_status_folds_an_event_once_however_often_it_comes() -> None:
    PAYMENT_STATUS.ignores_duplicates()


def test_payment_status_does_not_depend_on_the_order_of_aggregates() -> None:
    PAYMENT_STATUS.commutes()


def test_payment_status_commutes_for_any_valid_events() -> None:
    PAYMENT_STATUS.commutes_for_any()
