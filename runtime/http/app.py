"""The HTTP API of a service: one Starlette app, the same under Lambda (Mangum), uvicorn and in tests."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from runtime.commands import Commands, generated_identity
from runtime.commit import Position, padded
from runtime.http import answers, bodies, headers, security
from runtime.http.documented import Documented, Visible
from runtime.http.problems import Problem, problem_of
from runtime.http.requests import Requests, typed
from runtime.outcomes import Request, derived_id
from runtime.ports import Ids
from runtime.queries import NotYetVisible, NoVersion, Queries
from runtime.service import CommandRoute, HttpRoute, OperationRoute, QueryRoute, Service
from runtime.telemetry import tracing

Endpoint = Callable[[HttpRequest], Awaitable[Response]]
Answering = Callable[[HttpRequest, security.Claims | None, Any], Response]  # request, who asks, its members


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Bounds of the API."""

    max_body: int = 1024 * 1024  # bytes
    max_wait: float = 20.0  # seconds that `Prefer: wait` may ask for; API Gateway gives up after 30
    command_wait: float = 0.0  # seconds to wait for a verdict where Prefer does not say
    query_wait: float = 5.0  # seconds to wait for `min-version` where Prefer does not say
    judge_answers: bool = True  # an answer that is not as documented is a 500, and signalled


class Api:
    """The endpoints of one service. `app` is what a server runs."""

    def __init__(
        self,
        service: Service,
        *,
        commands: Commands,
        queries: Queries,
        ids: Ids,
        claims: security.ClaimsOf = security.from_api_gateway,
        settings: Settings | None = None,
    ) -> None:
        self._service = service
        self._commands = commands
        self._queries = queries
        self._ids = ids
        self._claims = claims
        self._settings = settings or Settings()
        routes = [self._route(route) for route in sorted(service.routes, key=_templated)]
        outcome = f"{service.outcomes}/{{command_id}}"
        status = Route(outcome, self._safely("getCommand", self._status), methods=["GET"])
        handlers = {HTTPException: self._http_error, Exception: self._error}
        self.app = Starlette(routes=[*routes, status], exception_handlers=handlers)

    def _route(self, route: HttpRoute) -> Route:
        requests = Requests(route, self._service.schemas)
        answer = self._answering(route)

        async def endpoint(request: HttpRequest) -> Response:
            claims = self._claims(request)
            security.check(route, claims)  # before a byte of the body is read
            body = await bodies.received(request, self._settings.max_body)
            return await run_in_threadpool(lambda: answer(request, claims, requests.read(request, body)))

        # Names of parameters may be anything; Starlette's must be Python names.
        return Route(
            _path(route), self._safely(route.name, endpoint), methods=[route.method], name=route.name
        )

    def _safely(self, name: str, endpoint: Endpoint) -> Endpoint:
        async def safe(request: HttpRequest) -> Response:
            trace = headers.trace(request.headers)
            with tracing.span(name, tracing.SpanKind.SERVER, trace):
                try:
                    answer = await endpoint(request)
                except Exception as error:
                    answer = problem_of(error, name, trace).response(self._service.source)
            if headers.is_correlation(sent := request.headers.get("X-Correlation-ID", "")):
                answer.headers["X-Correlation-ID"] = sent
            return answer

        return safe

    def _answering(self, route: HttpRoute) -> Answering:
        """What answers the requests of a route, once they are read."""
        schemas = self._service.schemas
        match route:
            case CommandRoute():
                return partial(self._command, route)
            case QueryRoute():
                known = route.view in schemas.names("rows")
                visible = Visible(schemas.schema("rows", route.view) if known else {})
                return lambda request, _, members: self._query(route, request, members, visible)
            case OperationRoute():
                documented = Documented(schemas, route.name, judging=self._settings.judge_answers)
                return lambda _, __, members: answers.of_answer(
                    route.handle(typed(route.request, members)), documented
                )
        raise TypeError(f"{route.name} is of no known kind")

    def _command(
        self, route: CommandRoute, request: HttpRequest, claims: security.Claims | None, members: Any
    ) -> Response:
        decision, sent = route.decision, request.headers
        aggregate = decision.aggregate
        key = headers.idempotency_key(sent)
        id = str(members.get(aggregate.identity, "")) if isinstance(members, dict) else ""
        # One client's key is not another's, and means nothing for another operation or aggregate.
        scope = (self._service.name, route.name, claims.subject if claims else "", id)
        command_id = derived_id(*scope, key) if key else self._ids.new()
        if decision.generates_identity and isinstance(members, dict):
            members.setdefault(aggregate.identity, generated_identity(command_id, aggregate.name))
        condition = headers.condition(sent)
        patience = headers.patience(sent, self._settings.max_wait)
        asked = Request(
            command_id=command_id,
            expected=condition.versions,
            must_exist=condition.must_exist,
            wait=self._settings.command_wait if patience is None else patience,
            correlation=headers.correlation(sent) or command_id,
            trace=tracing.traceparent(headers.trace(sent) or tracing.begun(command_id)),
        )
        outcome = self._commands.handle(decision, typed(decision.command, members), asked)
        return answers.of_outcome(outcome, route, self._service)

    def _query(
        self, route: QueryRoute[Any], request: HttpRequest, members: Any, visible: Visible
    ) -> Response:
        patience = headers.patience(request.headers, self._settings.max_wait)
        try:
            found = self._queries.answer(
                route,
                typed(route.request, members),
                at_least=headers.min_version(request.headers) or 0,
                wait=self._settings.query_wait if patience is None else patience,
            )
        except NotYetVisible as error:
            raise Problem("not-yet-visible") from error
        except NoVersion as error:
            raise Problem("invalid-request", str(error)) from error
        return answers.of_query(found, route, request, visible)

    async def _status(self, request: HttpRequest) -> Response:
        guarded = [
            route for route in self._service.routes if isinstance(route, CommandRoute) and route.security
        ]
        if guarded and self._claims(request) is None:
            raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        command_id = request.path_params["command_id"]
        key = request.query_params.get("key", "")
        at = re.fullmatch(r"(\d{1,6})-(\d{1,56})", request.query_params.get("at", ""))
        position = Position(int(at[1]), "", padded(at[2])) if at and key else None
        outcome = await run_in_threadpool(self._commands.outcome, command_id, key, position)
        if outcome is None:
            raise Problem("unknown-command")
        return answers.of_command(command_id, outcome)

    async def _http_error(self, _request: HttpRequest, error: Exception) -> Response:
        """What the router itself refuses."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        code = {404: "not-found", 405: "method-not-allowed"}.get(status, "internal")
        allowed = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
        return Problem(code, headers=allowed).response(self._service.source)

    async def _error(self, _request: HttpRequest, error: Exception) -> Response:
        return problem_of(error, "").response(self._service.source)


def _path(route: HttpRoute) -> str:
    path = route.path
    for index, parameter in enumerate(route.parameters):
        if parameter.where == "path":
            path = path.replace(f"{{{parameter.name}}}", f"{{p{index}}}")
    return path


def _templated(route: HttpRoute) -> tuple[bool, ...]:
    """Sorts literal segments before templated ones, so `/orders/latest` is not taken for an id."""
    return tuple("{" in segment for segment in route.path.split("/"))
