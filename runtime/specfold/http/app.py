"""The HTTP API of a service: one Starlette app, the same under Lambda (Mangum), uvicorn and in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from specfold.commands.handler import Commands, generated_identity
from specfold.commands.outcomes import Request, derived_id
from specfold.eventlog.ports import Ids
from specfold.http import (
    answers,
    bodies,
    caching,
    command_status,
    headers,
    idempotency,
    preconditions,
    preferences,
    security,
)
from specfold.http.documented import Documented, Visible
from specfold.http.problems import Problem, problem_of
from specfold.http.requests import Requests, typed
from specfold.http.routing import Endpoint, Place, Router, without_content
from specfold.model.messages import Command
from specfold.model.service import CommandRoute, Decision, HttpRoute, OperationRoute, QueryRoute, Service
from specfold.projections.queries import NotYetVisible, NoVersion, Queries
from specfold.telemetry import tracing

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
        self._in_flight = idempotency.InFlight()
        outcome = f"{service.outcomes}/{{commandId}}"
        status = Place("GET", outcome, self._safely("getCommand", self._status))
        self._router = Router([*map(self._place, service.routes), status])
        self.app = Starlette(exception_handlers={HTTPException: self._http_error, Exception: self._error})
        self.app.router.default = self._serve

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HttpRequest(scope, receive, send)
        try:
            found = self._router.find(request.method, scope["path"])
        except Problem as problem:
            response: Response = problem.response(self._service.source)
        else:
            scope["path_params"] = {str(at): value for at, value in enumerate(found.values)}
            response = await found.endpoint(request)
        if request.method == "HEAD":
            response = without_content(response)
        await response(scope, receive, send)

    def _place(self, route: HttpRoute) -> Place:
        requests = Requests(route, self._service.schemas)
        answer = self._answering(route)

        async def endpoint(request: HttpRequest) -> Response:
            claims = self._claims(request)
            security.check(route, claims)  # before a byte of the body is read
            body = await bodies.received(request, self._settings.max_body)
            return await run_in_threadpool(lambda: answer(request, claims, requests.read(request, body)))

        accepts = route.content_types if route.body is not None else ()
        safe = self._safely(route.name, endpoint)

        async def marked(request: HttpRequest) -> Response:
            response = await safe(request)
            caching.mark(response, request, route)
            return response

        return Place(route.method, route.path, marked, accepts)

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
                return lambda request, _, members: answers.of_operation(route, request, members, documented)
        raise TypeError(f"{route.name} is of no known kind")

    def _command(
        self, route: CommandRoute, request: HttpRequest, claims: security.Claims | None, members: Any
    ) -> Response:
        decision, sent = route.decision, request.headers
        key = idempotency.key_of(sent)
        # One client's key is not another's, and means nothing for another operation or aggregate.
        scope = (self._service.name, route.name, claims.subject if claims else "")
        command_id, command = self._identified(decision, members, scope, key)
        conditions = preconditions.of(sent)
        prefer = preferences.of(sent)
        patience = prefer.patience(self._settings.max_wait)
        asked = Request(
            command_id=command_id,
            holds_at=conditions.holds_at if conditions.given else None,
            wait=self._settings.command_wait if patience is None else patience,
            correlation=headers.correlation(sent) or command_id,
            trace=tracing.traceparent(headers.trace(sent) or tracing.begun(command_id)),
            commandhash=idempotency.hash_of(key, route, command.to_wire()) if key else None,
        )
        with self._in_flight.one(command_id, asked.commandhash):
            outcome = self._commands.handle(decision, command, asked)
        response = answers.of_outcome(outcome, route, self._service, asked.commandhash)
        response.headers.update(prefer.applied(response.status_code, self._settings.max_wait))
        return response

    def _identified(
        self, decision: Decision[Any, Any], members: Any, scope: tuple[str, ...], key: str | None
    ) -> tuple[str, Command]:
        """The command and its id, which is the same in whatever spelling the client gives the aggregate's."""
        name = decision.aggregate.identity
        if decision.generates_identity and isinstance(members, dict) and members.get(name) is None:
            command_id = derived_id(*scope, "", key) if key else self._ids.new()
            members[name] = generated_identity(command_id, decision.aggregate.name)
            return command_id, typed(decision.command, members)
        command: Command = typed(decision.command, members)
        wire = command.to_wire()
        id = str(wire.get(name, "")) if isinstance(wire, dict) else ""
        return derived_id(*scope, id, key) if key else self._ids.new(), command

    def _query(
        self, route: QueryRoute[Any], request: HttpRequest, members: Any, visible: Visible
    ) -> Response:
        prefer = preferences.of(request.headers)
        patience = prefer.patience(self._settings.max_wait)
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
        response = answers.of_query(found, route, request, visible)
        response.headers.update(prefer.applied(response.status_code, self._settings.max_wait))
        return response

    async def _status(self, request: HttpRequest) -> Response:
        guarded = [
            route for route in self._service.routes if isinstance(route, CommandRoute) and route.security
        ]
        claims = self._claims(request)
        if guarded and claims is None:
            raise Problem("unauthenticated", headers={"WWW-Authenticate": "Bearer"})
        command_id = request.path_params["0"]
        key, position = command_status.place(self._service, command_id, request.query_params, claims)
        commandhash = request.query_params.get("for")
        outcome = await run_in_threadpool(self._commands.outcome, command_id, key, position, commandhash)
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
