"""Every operation of a document: under paths, webhooks and callbacks, each with a name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.diagnostics.diagnostic import Related
from specfold_generator.documents.schemas.naming import pascal
from specfold_generator.source.object_view import Identity, Reader, View, identity

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
QUERY_METHODS = frozenset(("GET", "HEAD", "OPTIONS", "QUERY", "TRACE"))

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_ODD = re.compile(r"[?#\s\x00-\x1f\x7f\\]|//|(^|/)\.\.?(/|$)")

Kind = Literal["path", "webhook", "callback"]
Place = tuple[Kind, str, str]  # path and method


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """An operation and the path item that it stands under."""

    name: str
    named: bool  # by its operationId
    method: str  # upper case, but for the further ones of 3.2
    path: str
    kind: Kind
    view: View
    item: View
    cause: Place | None = None  # of a callback: the operation that asks for it

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.kind, self.path, self.method

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names in braces in its path."""
        return tuple(_PLACEHOLDER.findall(self.path)) if self.kind == "path" else ()


class Endpoints:
    """Reads the operations of one document."""

    def __init__(self, reader: Reader, document: View, minor: int) -> None:
        self._reader = reader
        self._diagnostics = reader.diagnostics
        self._document = document
        self._minor = minor
        self._open: set[Identity] = set()  # callbacks being read: one may lead back to itself

    def read(self) -> tuple[Endpoint, ...]:
        """All of them, with names that differ."""
        found: list[Endpoint] = []
        items = self._document.views("paths")
        for path, item in items.items():
            bare = self._bare(path, item, items)
            if bare is not None and self._check_path(bare, item):
                found += self._of_item(item, bare, "path")
        for name, item in self._document.views("webhooks").items():
            found += self._of_item(item, name, "webhook")
        self._check_templates(found)
        return self._distinct(found)

    def _of_item(
        self, item: View, path: str, kind: Kind, cause: Place | None = None, called: str = ""
    ) -> Iterator[Endpoint]:
        for method in METHODS:
            view = item.view(method)
            if view is not None:
                self._check_minor(method == "query", "the method `query`", view)
                place = (kind, path, method.upper())
                yield from self._operation(item, view, place, cause, called)
        further = item.views("additionalOperations")
        self._check_minor(bool(further), "`additionalOperations`", item)
        for method, view in further.items():
            if method.lower() in METHODS or not _TOKEN.fullmatch(method):
                message = f"{quoted(method)} is no method for `additionalOperations`; it is left out"
                help = f"write `{method.lower()}:` beside it" if method.lower() in METHODS else ""
                self._diagnostics.add("SPF325", view.span, message, help=help)
            else:
                yield from self._operation(item, view, (kind, path, method), cause, called)

    def _operation(
        self, item: View, view: View, place: Place, cause: Place | None, called: str
    ) -> Iterator[Endpoint]:
        kind, path, method = place
        given = view.text("operationId").strip()
        name = given or made_up_name(method, called or path)
        yield Endpoint(
            name=name,
            named=bool(given),
            method=method,
            path=path,
            kind=kind,
            view=view,
            item=item,
            cause=cause,
        )
        if identity(view.at) in self._open:
            return
        self._open.add(identity(view.at))
        for own, callback in view.views("callbacks").items():
            for expression, inner in callback.members().items():
                yield from self._of_item(inner, expression, "callback", place, own)
        self._open.discard(identity(view.at))

    def _check_minor(self, used: bool, what: str, view: View) -> None:
        if used and self._minor < 2:
            self._diagnostics.add(
                "SPF326",
                view.span,
                f"{what} is OpenAPI 3.2, and this document is 3.1; it is read all the same",
            )

    def _bare(self, path: str, item: View, items: Mapping[str, View]) -> str | None:
        """A path without what no server is sent as part of it; None where another item has that path."""
        bare = re.split(r"[?#]", path, maxsplit=1)[0]
        if bare == path:
            return path
        taken = bare in items or any(
            other < path and other.startswith((bare + "#", bare + "?")) for other in items
        )
        message = f"{quoted(path)} has a query or fragment, which is no part of a path; "
        message += "its operations are left out" if taken else f"it is read as {quoted(bare)}"
        self._diagnostics.add("SPF335", item.span, message)
        return None if taken else bare

    def _check_path(self, path: str, item: View) -> bool:
        bare = _PLACEHOLDER.sub("", path)
        if path.startswith("/") and not _ODD.search(path) and "{" not in bare and "}" not in bare:
            return True
        message = (
            f"{quoted(path)} is no path: one begins with `/` and has no query, blanks, `..` or lone braces"
        )
        self._diagnostics.add("SPF322", item.span, message)
        return False

    def _check_templates(self, endpoints: list[Endpoint]) -> None:
        """Two paths that differ in the names of their parameters only are one path."""
        seen: dict[tuple[str, str], Endpoint] = {}
        for endpoint in endpoints:
            if endpoint.kind != "path":
                continue
            key = (endpoint.method, _PLACEHOLDER.sub("{}", endpoint.path))
            first = seen.setdefault(key, endpoint)
            if first.path != endpoint.path:
                message = (
                    f"{quoted(endpoint.path)} and {quoted(first.path)} are the same "
                    f"path for {endpoint.method}"
                )
                related = [Related(first.view.span, "the other one")]
                self._diagnostics.add("SPF323", endpoint.view.span, message, related=related)

    def _distinct(self, endpoints: list[Endpoint]) -> tuple[Endpoint, ...]:
        """Endpoints with a name each: a given name may stand once, a made-up one gives way."""
        by_name: dict[str, Endpoint] = {}
        for given in sorted(self._told_apart(endpoints), key=lambda e: not e.named):
            endpoint = given
            first = by_name.get(endpoint.name)
            if first is not None and identity(first.view.at) != identity(endpoint.view.at) and endpoint.named:
                message = (
                    f"two operations are called {quoted(endpoint.name)}: {first.path} and {endpoint.path}"
                )
                related = [Related(first.view.find_span("operationId"), f"{first.method} {first.path}")]
                span = endpoint.view.find_span("operationId")
                self._diagnostics.add(
                    "SPF320", span, message, related=related, help="give each its own operationId"
                )
                continue
            if first is not None:  # the same operation under several paths, or made-up names that collide
                where = " ".join((endpoint.method, endpoint.path, *(endpoint.cause or ())))
                digest = hashlib.sha256(where.encode()).hexdigest()[:6]
                endpoint = replace(endpoint, name=f"{endpoint.name}_{digest}")
            by_name[endpoint.name] = endpoint
        order = {endpoint.place: n for n, endpoint in enumerate(endpoints)}
        return tuple(sorted(by_name.values(), key=lambda endpoint: order[endpoint.place]))

    def _told_apart(self, endpoints: list[Endpoint]) -> Iterator[Endpoint]:
        """Operations of one operationId that differ in more than their path, named as if they had none."""
        doubled: dict[str, dict[Identity, Endpoint]] = {}
        for endpoint in endpoints:
            if endpoint.named:
                doubled.setdefault(endpoint.name, {}).setdefault(identity(endpoint.view.at), endpoint)
        for endpoint in endpoints:
            twins = list(doubled.get(endpoint.name, {}).values()) if endpoint.named else []
            if len(twins) < 2 or len({_told(twin) for twin in twins}) < len(twins):
                yield endpoint
                continue
            other = next(twin for twin in twins if identity(twin.view.at) != identity(endpoint.view.at))
            message = f"{len(twins)} operations are called {quoted(endpoint.name)}; this one is named after "
            message += f"its method and path, {endpoint.method} {quoted(endpoint.path)}"
            related = [Related(other.view.find_span("operationId"), f"{other.method} {other.path}")]
            span = endpoint.view.find_span("operationId")
            help = "give each its own operationId"
            self._diagnostics.add("SPF372", span, message, related=related, help=help)
            yield replace(endpoint, name=made_up_name(endpoint.method, endpoint.path), named=False)


def _told(endpoint: Endpoint) -> tuple[object, ...]:
    """What an operation says of itself, but for its path."""
    return endpoint.kind, endpoint.method, str(endpoint.view.value("tags")), endpoint.view.doc()


def made_up_name(method: str, path: str) -> str:
    """A name for an operation that has none: `GET /orders/{orderId}/lines` -> `getOrdersByOrderIdLines`."""
    words = [method.lower()]
    for step in path.split("/"):
        held = _PLACEHOLDER.findall(step)
        plain = _PLACEHOLDER.sub(" ", step)
        words.append(pascal(plain) + "".join(f"By{pascal(name)}" for name in held))
    return "".join(words)
