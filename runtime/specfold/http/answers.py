"""Outcomes and rows as HTTP responses."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from specfold.commands.decider import category_and_id
from specfold.commands.outcomes import (
    Accepted,
    Conflict,
    Held,
    Outcome,
    Pending,
    PreconditionFailed,
    Rejected,
    Reused,
    Stub,
    Uncertain,
    Unchanged,
    Voided,
)
from specfold.http import preconditions, sequences
from specfold.http.documented import Documented, Visible
from specfold.http.problems import Problem, rejection_response
from specfold.http.requests import typed
from specfold.model.service import Answer, CommandRoute, OperationRoute, QueryRoute, Service
from specfold.model.shared.media_types import is_json, is_sequence
from specfold.model.tables import Found, RowPage

READS: Final = frozenset(("GET", "HEAD", "QUERY"))
# What 304 repeats of the answer that it stands for (RFC 9110, 15.4.5).
NOT_MODIFIED: Final = frozenset(("cache-control", "content-location", "date", "etag", "expires", "vary"))


def etag(version: int) -> dict[str, str]:
    """A version as an ETag."""
    return {"ETag": f'"{version}"'}


def of_outcome(
    outcome: Outcome, route: CommandRoute, service: Service, commandhash: str | None = None
) -> Response:
    """What became of a command; `commandhash` is that of its request.

    Raises:
        Problem: it was not taken, or nobody knows yet.
    """
    match outcome:
        case Accepted(command_id, key, version):
            response = _done(route, route.success, command_id, key, version)
            response.headers.update(_location(route, service, key))
            return response
        case Unchanged(command_id, key, version):
            return _done(route, route.success if route.success == 204 else 200, command_id, key, version)
        case Rejected(rejection):
            return rejection_response(rejection, service.source)
        case Pending():
            return _pending(outcome, service, commandhash)
        case Reused():
            raise Problem("idempotency-key-reused")
        case PreconditionFailed(version):
            raise Problem("precondition-failed", headers=etag(version))
        case Conflict(version):
            raise Problem("conflict", headers=etag(version))
        case Held(newer=types) if types:
            raise Problem("newer-than-this-code", headers={"Retry-After": "30"})
        case Held():
            raise Problem("aggregate-held", headers={"Retry-After": "5"})
        case Uncertain(command_id):
            raise Problem("outcome-unknown", commandId=command_id)
        case Stub():
            raise Problem("not-implemented")


def _location(route: CommandRoute, service: Service, key: str) -> dict[str, str]:
    """Where what a 201 created is read (RFC 9110, 15.3.2): the GET whose path ends with its one id."""
    if route.success != 201 or not route.decision.creates:
        return {}
    for query in service.routes:
        named = [p for p in query.parameters if p.where == "path"]
        if query.method != "GET" or [p.member for p in named] != [route.decision.aggregate.identity]:
            continue
        before, found, after = query.path.partition(f"{{{named[0].name}}}")
        if found and not after:
            return {"Location": before + quote(category_and_id(key)[1], safe="")}
    return {}


def _done(route: CommandRoute, status: int, command_id: str, key: str, version: int) -> Response:
    if status == 204:
        return Response(status_code=status, headers=etag(version))
    _, id = category_and_id(key)
    body = {route.decision.aggregate.identity: id, "version": version, "commandId": command_id}
    return JSONResponse(body, status, etag(version))


def _pending(outcome: Pending, service: Service, commandhash: str | None) -> Response:
    members = {"key": outcome.key, "at": f"{outcome.position.epoch}-{outcome.position.seq}"}
    place = urlencode(members | ({"for": commandhash} if commandhash else {}))
    location = f"{service.outcomes}/{quote(outcome.command_id)}?{place}"
    headers = {"Location": location, "Retry-After": "1"}
    return JSONResponse({"commandId": outcome.command_id, "status": "pending"}, 202, headers)


def of_command(command_id: str, outcome: Accepted | Pending | Voided) -> Response:
    """The status resource of a command."""
    body: dict[str, Any] = {"commandId": command_id}
    match outcome:
        case Accepted(_, _, version):
            return JSONResponse(body | {"status": "accepted", "version": version}, headers=etag(version))
        case Pending():
            return JSONResponse(body | {"status": "pending"}, headers={"Retry-After": "1"})
        case Voided():
            return JSONResponse(body | {"status": "void"})


def of_query(
    found: Found[Any] | RowPage[Any] | None, route: QueryRoute[Any], request: Request, visible: Visible
) -> Response:
    """A row or a page, without the members that only clients write.

    Raises:
        Problem: there is no such row.
    """
    if found is None:
        raise Problem("not-found")
    if isinstance(found, RowPage):
        return _page(found, route, request, visible)
    tag = etag(found.version) if found.version else {}
    if visible.needed:
        response: Response = JSONResponse(visible(found.row.to_wire()), headers=tag)
    else:
        response = Response(found.row.to_json(), headers=tag, media_type="application/json")
    return of_read(response, request)


def of_read(response: Response, request: Request) -> Response:
    """A whole answer to a read, or what the request's preconditions make of it (RFC 9110, 13.2).

    Raises:
        Problem: If-Match does not hold.
    """
    if not 200 <= response.status_code < 300:
        return response
    tag = response.headers.get("ETag")
    verdict = preconditions.of(request.headers).verdict(exists=True, tag=tag, reads=True)
    if verdict == "failed":
        raise Problem("precondition-failed", headers={"ETag": tag} if tag else {})
    if verdict == "perform":
        return response
    kept = {name: value for name, value in response.headers.items() if name in NOT_MODIFIED}
    return Response(status_code=304, headers=kept)


def of_operation(
    route: OperationRoute, request: Request, members: Any, documented: Documented | None = None
) -> Response:
    """What a handwritten operation answers. Preconditions are its own where its parameters name them.

    Raises:
        Problem: a precondition does not hold. On a change none that nobody evaluates does: nothing is done.
    """
    own = {parameter.name.lower() for parameter in route.parameters if parameter.where == "header"}
    if own & {"if-match", "if-none-match"}:
        return of_answer(route.handle(typed(route.request, members)), documented)
    if route.method in READS:
        return of_read(of_answer(route.handle(typed(route.request, members)), documented), request)
    conditions = preconditions.of(request.headers)
    if conditions.match is not None or conditions.none_match == preconditions.ANY:
        raise Problem("precondition-failed", "the operation has no entity tags")
    return of_answer(route.handle(typed(route.request, members)), documented)


def _page(page: RowPage[Any], route: QueryRoute[Any], request: Request, visible: Visible) -> Response:
    rows = [visible(row.to_wire()) for row in page.rows]
    headers: dict[str, str] = {}
    if page.next is not None:
        query = [(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k != "after"]
        headers["Link"] = f'<{request.url.path}?{urlencode([*query, ("after", page.next)])}>; rel="next"'
    if route.items is None:
        return of_read(JSONResponse(rows, headers=headers), request)
    next_page = {route.next: page.next} if route.next and page.next is not None else {}
    return of_read(JSONResponse({route.items: rows} | next_page, headers=headers), request)


def of_answer(answer: Answer, documented: Documented | None = None) -> Response:
    """What a handwritten operation answers.

    Raises:
        InvalidAnswer: it is not as documented. Of sequences no item is judged: they may be on their way.
    """
    body = answer.body
    headers: Mapping[str, str] = dict(answer.headers)
    if body is None:
        return Response(status_code=answer.status, headers=headers)
    if is_sequence(answer.media_type) and not isinstance(body, bytes | str | BaseModel | Mapping):
        if documented is not None:
            body = documented.items(answer.status, answer.media_type, body)
        items = sequences.encode(answer.media_type, body)
        if isinstance(body, Sequence):  # what is made on the way is sent on the way
            return Response(b"".join(items), answer.status, headers, answer.media_type)
        return StreamingResponse(items, answer.status, headers, answer.media_type)
    if isinstance(body, BaseModel):
        body = body.model_dump_json(by_alias=True, exclude_unset=True)
    elif not isinstance(body, bytes | str) or (isinstance(body, str) and is_json(answer.media_type)):
        body = json.dumps(body, default=sequences.plain)
    if documented is not None:
        sent = body.encode() if isinstance(body, str) else body
        body = documented.checked(answer.status, answer.media_type, sent)
    return Response(body, answer.status, headers, answer.media_type)
