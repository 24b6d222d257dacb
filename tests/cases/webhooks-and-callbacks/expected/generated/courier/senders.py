# Generated from specs/openapi/courier.yaml. Do not edit: change the spec, then generate again.
"""What the courier service sends over HTTP; its answers are looked at, never obeyed."""

from __future__ import annotations

from pathlib import Path

from specfold import Answer, Answered, HttpRoute, Outgoing, Parameter, Post, Schemas

from generated.courier.commands import Track, Watch
from generated.courier.webhooks import (
    Forget,
    PostMoved,
    PostMoved494786,
    PostParcelDelivered,
    PostParcelPhotographed,
)

SCHEMAS = Schemas(Path(__file__).with_name("schemas.json"))

POST_MOVED = Outgoing(
    route=HttpRoute(name="postMoved", method="POST", path="", body="body", body_required=True),
    schemas=SCHEMAS,
    answers={"204": (), "4XX": ()},
    url="{$request.query.callbackUrl}/parcels/{$request.body#/parcelId}",
    cause=HttpRoute(
        name="track",
        method="POST",
        path="/trackings",
        parameters=(Parameter("callbackUrl", "query", "callbackUrl", style="form", explode=True),),
        body="body",
        body_required=True,
    ),
)

POST_MOVED_494786 = Outgoing(
    route=HttpRoute(name="postMoved_494786", method="POST", path="", body="body", body_required=True),
    schemas=SCHEMAS,
    answers={"204": ()},
    url="{$request.body#/hook}",
    cause=HttpRoute(
        name="watch",
        method="PUT",
        path="/parcels/{parcelId}/watchers",
        parameters=(Parameter("parcelId", "path", "parcelId"),),
        body="body",
        body_required=True,
    ),
)

FORGET = Outgoing(
    route=HttpRoute(name="forget", method="DELETE", path=""),
    schemas=SCHEMAS,
    answers={"204": ()},
    url="https://log.example/{$request.path.parcelId}/{$response.header.Location}",
    cause=HttpRoute(
        name="watch",
        method="PUT",
        path="/parcels/{parcelId}/watchers",
        parameters=(Parameter("parcelId", "path", "parcelId"),),
        body="body",
        body_required=True,
    ),
)

POST_PARCEL_DELIVERED = Outgoing(
    route=HttpRoute(
        name="postParcelDelivered",
        method="POST",
        path="",
        parameters=(Parameter("X-Signature", "header", "X-Signature"),),
        body="body",
        body_required=True,
    ),
    schemas=SCHEMAS,
    answers={"200": ("application/json",), "410": ()},
)

POST_PARCEL_PHOTOGRAPHED = Outgoing(
    route=HttpRoute(
        name="postParcelPhotographed",
        method="POST",
        path="",
        body="body",
        body_required=True,
        content_types=("image/jpeg",),
    ),
    schemas=SCHEMAS,
    answers={"default": ()},
)


class Webhooks:
    """Sends webhooks of the courier service to the addresses that subscribers gave."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def post_parcel_delivered(self, request: PostParcelDelivered, /, *, url: str) -> Answered:
        """A parcel reached its door.

        Documented answers:
        - 200 (Receipt): Taken.
        - 410: Do not call again.
        """
        return POST_PARCEL_DELIVERED.send(self._post, url, request)

    def post_parcel_photographed(self, request: PostParcelPhotographed, /, *, url: str) -> Answered:
        """Sends postParcelPhotographed.

        Documented answers:
        - default: Whatever.
        """
        return POST_PARCEL_PHOTOGRAPHED.send(self._post, url, request)


class Callbacks:
    """Sends callbacks of the courier service to the addresses that requests gave."""

    def __init__(self, post: Post) -> None:
        self._post = post

    def post_moved(self, request: PostMoved, /, *, url: str) -> Answered:
        """The parcel moved.

        Documented answers:
        - 204: Taken.
        - 4XX: Stop.
        """
        return POST_MOVED.send(self._post, url, request)

    def post_moved_494786(self, request: PostMoved494786, /, *, url: str) -> Answered:
        """Sends postMoved_494786.

        Documented answers:
        - 204: Taken.
        """
        return POST_MOVED_494786.send(self._post, url, request)

    def forget(self, request: Forget, /, *, url: str) -> Answered:
        """Sends forget.

        Documented answers:
        - 204: Taken.
        """
        return FORGET.send(self._post, url, request)


def post_moved_address(request: Track, answer: Answer | None = None, /) -> str:
    """Where postMoved goes, by what track asked for:
    {$request.query.callbackUrl}/parcels/{$request.body#/parcelId}
    """
    return POST_MOVED.address(request, answer)


def post_moved_494786_address(request: Watch, answer: Answer | None = None, /) -> str:
    """Where postMoved_494786 goes, by what watch asked for: {$request.body#/hook}"""
    return POST_MOVED_494786.address(request, answer)


def forget_address(request: Watch, answer: Answer | None = None, /) -> str:
    """Where forget goes, by what watch asked for:
    https://log.example/{$request.path.parcelId}/{$response.header.Location}
    """
    return FORGET.address(request, answer)
