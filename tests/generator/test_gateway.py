"""Routes as API Gateway knows them."""

from __future__ import annotations

import pytest

from generator.gateway import gateway_path


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
