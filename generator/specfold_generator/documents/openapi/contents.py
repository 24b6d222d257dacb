"""Bodies and responses: a shape for each media type."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specfold.model.shared.media_types import is_form, is_json

from specfold_generator.diagnostics.collector import quoted
from specfold_generator.documents.openapi.examples import examples_of
from specfold_generator.documents.openapi.parameters import STYLES
from specfold_generator.documents.schemas.registry import Shapes
from specfold_generator.model import ir
from specfold_generator.source.object_view import Reader, View

_STATUS = re.compile(r"[1-5]([0-9][0-9]|XX)|default")


class Contents:
    """Reads what bodies and responses may hold."""

    def __init__(self, reader: Reader, shapes: Shapes, minor: int) -> None:
        self._reader = reader
        self._shapes = shapes
        self._minor = minor

    def of(self, holder: View, name: str) -> tuple[ir.Content, ...]:
        """The media types of a `content`, in the order in which they are written."""
        return tuple(self._content(view, media, name) for media, view in holder.views("content").items())

    def body(self, operation: View, name: str) -> ir.Body | None:
        """The request body of an operation."""
        view = operation.view("requestBody")
        if view is None:
            return None
        contents = self.of(view, f"{name} body")
        if not contents:
            self._reader.diagnostics.add(
                "SPF329", view.span, "the request body has no `content`; it is ignored"
            )
            return None
        return ir.Body(required=view.flag("required"), contents=contents, origin=view.span)

    def responses(self, operation: View, name: str) -> Iterator[tuple[View, ir.Response]]:
        """The documented answers, each with the object that says so."""
        for given, view in operation.views("responses").items():
            status = _status(given)
            if status != given and status not in operation.views("responses"):
                message = f"{quoted(given)} is read as {quoted(status)}"
                self._reader.diagnostics.add("SPF327", view.span, message, help=f"write {quoted(status)}")
            elif status != given or not _STATUS.fullmatch(status):
                message = f"{quoted(given)} is no response code; it is left out"
                help = "codes are 100 to 599, `4XX` and the like, and `default`"
                self._reader.diagnostics.add("SPF327", view.span, message, help=help)
                continue
            yield (
                view,
                ir.Response(
                    name=status,
                    doc=view.text("description").strip() or view.text("summary").strip(),
                    origin=view.span,
                    pointer=view.at.uri,
                    contents=self.of(view, f"{name} {status}"),
                    headers=tuple(view.views("headers")),
                ),
            )

    def _content(self, view: View, media_type: str, name: str) -> ir.Content:
        examples = tuple(e for e in examples_of(view) if _is_value(e, media_type))
        schema, item = view.find("schema"), view.find("itemSchema")
        if item is not None and self._minor < 2:
            message = "`itemSchema` is OpenAPI 3.2, and this document is 3.1; it is read all the same"
            self._reader.diagnostics.add("SPF326", item.span, message)
        shape = self._shapes.shape(schema, name=name, examples=examples) if schema is not None else None
        if shape is None and item is None and examples:
            shape = self._shapes.made(True, name=name, at=view.at, examples=examples)
        return ir.Content(
            media_type=media_type,
            shape=shape,
            item=self._shapes.shape(item, name=f"{name} item") if item is not None else None,
            encodings=tuple(self._encodings(view)) if is_form(media_type) else (),
        )

    def _encodings(self, view: View) -> Iterator[ir.Encoding]:
        for member, told in view.views("encoding").items():
            types = [kind.strip() for kind in told.text("contentType").split(",") if kind.strip()]
            styled = any(word in told for word in ("style", "explode", "allowReserved"))
            style = (told.text("style") or "form") if styled else ""
            if style not in ("", *STYLES["query"]):
                message = f"{quoted(style)} is no style of a member of a form; `form` is taken"
                self._reader.diagnostics.add("SPF332", told.find_span("style"), message)
                style = "form"
            explode = told.flag("explode") if "explode" in told else style in ("", "form")
            yield ir.Encoding(
                member=member, content_types=() if style else tuple(types), style=style, explode=explode
            )


def _status(given: str) -> str:
    """A response code as the standard writes it: `4XX` for `4xx`, `default` for `Default`."""
    usual = given.lower() if given.lower() == "default" else given.upper()
    return usual if _STATUS.fullmatch(usual) else given


def _is_value(example: ir.Example, media_type: str) -> bool:
    """Whether an example is the value itself; in XML and the like, text is the value as it is written."""
    return is_json(media_type) or not isinstance(example.value, str) or media_type.startswith("text/plain")
