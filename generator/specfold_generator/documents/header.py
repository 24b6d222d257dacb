"""The first lines of a document: which standard, which version of it, and what it calls itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.source.location import DocumentNode
from specfold_generator.source.object_view import Reader, View

Kind = Literal["asyncapi", "openapi"]

SUPPORTED = {"asyncapi": "2.6, 3.0 and 3.1", "openapi": "3.1 and 3.2"}
_VERSION = re.compile(r"(\d+)\.(\d+)(\.\d+)?(-[\w.+-]+)?")


@dataclass(frozen=True, kw_only=True)
class Head:
    """A document of a supported version."""

    view: View
    kind: Kind
    major: int
    minor: int
    title: str
    version: str
    doc: str


def kind_of_document(at: DocumentNode) -> Kind | None:
    """The standard that a document names; None when it names none: a part of other documents."""
    if isinstance(at.value, dict):
        for kind in SUPPORTED:
            if kind in at.value:
                return "asyncapi" if kind == "asyncapi" else "openapi"
    return None


def read_head(reader: Reader, at: DocumentNode, wanted: Kind) -> Head | None:
    """The head of a document of the wanted kind; None, and diagnostics, if it is none."""
    view = reader.view(at)
    if view is None:
        return None
    named = [kind for kind in (*SUPPORTED, "swagger") if kind in view.names()]
    if named != [wanted]:
        _refuse_kind(reader, view, named, wanted)
        return None
    version = _version(reader, view, wanted)
    info = view.view("info")
    if info is None:
        if "info" not in view:
            help = "write `info: {title: ..., version: 1.0.0}`"
            reader.diagnostics.add("SPF303", view.span, "the document has no `info`", help=help)
        return None
    for member in ("title", "version"):
        if member not in info:
            message = f"`info` has no `{member}` (info/{member})"
            reader.diagnostics.add("SPF303", info.span, message, help=f"write `{member}: ...` under `info`")
    if version is None:
        return None
    title, told = info.text("title").strip(), info.text("version")
    doc = info.text("description").strip() or info.text("summary").strip()
    return Head(
        view=view, kind=wanted, major=version[0], minor=version[1], title=title, version=told, doc=doc
    )


def _refuse_kind(reader: Reader, view: View, named: list[str], wanted: Kind) -> None:
    if not named:
        message = "the document names neither `asyncapi` nor `openapi`, so it is not known what it is"
        help = f"write `{wanted}: ...` first, or keep shared parts outside the folders of documents"
        reader.diagnostics.add("SPF304", view.span, message, help=help)
    elif len(named) > 1:
        message = f"the document names both `{named[0]}` and `{named[1]}`"
        reader.diagnostics.add("SPF304", view.find_span(named[1]), message, help="make two documents of it")
    elif named == ["swagger"]:
        message = f"Swagger {view.text('swagger')} (OpenAPI 2.0) is not supported"
        help = f"convert the document to OpenAPI 3.1; supported are {SUPPORTED['openapi']}"
        reader.diagnostics.add("SPF305", view.find_span("swagger"), message, help=help)
    else:
        message = f"this is a document of `{named[0]}` in the folder of `{wanted}` documents"
        reader.diagnostics.add(
            "SPF304", view.find_span(named[0]), message, help=f"move it to specs/{named[0]}/"
        )


def _version(reader: Reader, view: View, kind: Kind) -> tuple[int, int] | None:
    given = view.text(kind)
    found = _VERSION.fullmatch(given)
    version = (int(found[1]), int(found[2])) if found else (0, 0)
    where = view.find_span(kind)
    if version in {"asyncapi": [(2, 6), (3, 0), (3, 1)], "openapi": [(3, 1), (3, 2)]}[kind]:
        return version
    if kind == "asyncapi" and version[0] == 2 and version[1] < 6:
        reader.diagnostics.add("SPF315", where, f"AsyncAPI {given} is read as 2.6")
        return version
    message = f"{kind} {quoted(given)} is not supported"
    help = f"supported are {SUPPORTED[kind]}"
    reader.diagnostics.add("SPF305", where, message, help=help)
    return None
