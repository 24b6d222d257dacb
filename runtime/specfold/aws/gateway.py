"""The HTTP API behind API Gateway: events of an HTTP API (payload 2.0) to the ASGI app and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from mangum import Mangum
from mangum.types import ASGI, Receive, Scope, Send

from specfold.aws.clock import RandomIds
from specfold.aws.composition import Wiring
from specfold.http import Api
from specfold.projections.queries import Queries

_TEXT: Final = ["text/", "application/json", "application/problem+json"]  # others go as base64


def decoded_once(app: ASGI) -> ASGI:
    """The app with the path of the event: an HTTP API has decoded it, and Mangum would decode it again."""

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["aws.event"].get("rawPath", scope["path"])
        await app({**scope, "path": path}, receive, send)

    return called


def handler(wiring: Wiring) -> Callable[[Mapping[str, Any], Any], Any]:
    """Answers events of the HTTP API; anyone who asks is known by what its authorizer found."""
    service = wiring.service
    api = Api(
        service,
        commands=wiring.commands(service.decisions),
        queries=Queries(wiring.views, wiring.clock),
        ids=RandomIds(),
    )
    mangum = Mangum(decoded_once(api.app), lifespan="off", text_mime_types=_TEXT)

    def handle(event: Mapping[str, Any], context: Any) -> Any:
        return mangum(dict(event), context)

    return handle
