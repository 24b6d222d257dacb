"""People who use the shop over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
from specfold.local.stack import Local

SCOPES = ("orders:read", "orders:write", "payments:read", "payments:write")


class Customer:
    """Somebody with a token and an HTTP client."""

    def __init__(self, local: Local, name: str, *, url: str | None = None) -> None:
        self.name = name
        self.id = str(uuid4())
        token = local.token(name, SCOPES)
        self._http = httpx.Client(
            base_url=url or local.api_url, headers={"Authorization": f"Bearer {token}"}, timeout=40
        )

    def ask(self, path: str, **headers: str) -> httpx.Response:
        """GET."""
        return self._http.get(path, headers=headers)

    def tell(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A command; waits for its outcome. Header names are given with underscores."""
        sent = {"Prefer": "wait=20"} | {name.replace("_", "-"): text for name, text in headers.items()}
        return self._http.request(method, path, json=body, headers=sent)

    def order(self, order_id: str) -> dict[str, Any]:
        """What an order of two teas and a pot looks like."""
        return {
            "orderId": order_id,
            "customerId": self.id,
            "email": f"{self.name}@shop.example",
            "deliverTo": address(self.name, "12 St James's Square"),
            "lines": [
                {"sku": "TEA-250", "quantity": 2, "unitPrice": {"amount": 850, "currency": "EUR"}},
                {"sku": "POT-1", "quantity": 1, "unitPrice": {"amount": 2999, "currency": "EUR"}},
            ],
        }


def address(name: str, street: str) -> dict[str, str]:
    """Somewhere in London."""
    return {"name": name, "street": street, "city": "London", "country": "GB"}
