"""Names and routes as AWS knows them."""

from __future__ import annotations

import pytest
from specfold_generator.model.http_gateway import gateway_path
from specfold_generator.services.resource_names import logical, variable


@pytest.mark.parametrize(
    ("path", "routed"),
    [
        ("/orders", "/orders"),
        ("/orders/{orderId}", "/orders/{orderId}"),
        ("/orders/{order id}/lines", "/orders/{order_id}/lines"),
        ("/files/{name}.json", "/files/{proxy+}"),
        ("/repos/{owner}/compare/{base}...{head}/x", "/repos/{owner}/compare/{proxy+}"),
        ("/a/${jndi:x}", "/a/{proxy+}"),
        ("/", "/"),
        ("/trailing/", "/trailing"),
    ],
)
def test_parameters_are_whole_segments_and_anything_else_is_left_to_the_application(
    path: str, routed: str
) -> None:
    assert gateway_path(path) == routed


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("ordering", "LEDGER_TABLE"), "ORDERING_LEDGER_TABLE"),
        (("aws", "LEDGER_TABLE"), "SERVICE_AWS_LEDGER_TABLE"),
        (("pythonic", "LEDGER_TABLE"), "SERVICE_PYTHONIC_LEDGER_TABLE"),
        (("a/b {c}", "STREAM"), "A_B_C_STREAM"),
    ],
)
def test_a_variable_takes_no_name_that_the_platform_keeps(parts: tuple[str, ...], made: str) -> None:
    assert variable(*parts) == made


@pytest.mark.parametrize(
    ("parts", "made"),
    [
        (("Ordering", "OrderSummary"), "ordering-order-summary"),
        (("class", "a/{b}"), "class-a-b"),
        (("ä__b",), "a-b"),
    ],
)
def test_a_logical_name_is_lower_case_words_joined_by_hyphens(parts: tuple[str, ...], made: str) -> None:
    assert logical(*parts) == made
