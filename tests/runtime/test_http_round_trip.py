"""Requests are read as they were written, in every place and style: two halves of one standard."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from specfold.http import parameters
from specfold.http.branches import Branches
from specfold.http.parameters import Sent
from specfold.messaging.webhooks.parameter_styles import Unwritable
from specfold.messaging.webhooks.request_encoding import asked
from specfold.model.service import HttpRoute, Parameter

STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
TEXTS = st.text(min_size=1, max_size=8)
SCALARS = (
    (st.integers(-99, 99), {"type": "integer"}),
    (st.booleans(), {"type": "boolean"}),
    (TEXTS, {"type": "string"}),
)


@st.composite
def said(draw: st.DrawFn) -> tuple[Parameter, dict[str, Any], Any]:
    """A parameter in some place and style, its schema, and a value."""
    where = draw(st.sampled_from(sorted(STYLES)))
    style = draw(st.sampled_from(STYLES[where]))
    values, schema = draw(st.sampled_from(SCALARS))
    kind = "object" if style == "deepObject" else draw(st.sampled_from(["one", "many", "object"]))
    if kind == "many":
        values, schema = st.lists(values, min_size=1, max_size=3), {"type": "array", "items": schema}
    elif kind == "object":
        values, schema = (
            st.fixed_dictionaries({"a": values}, optional={"b": values}),
            {"type": "object", "properties": {"a": schema, "b": schema}},
        )
    media = draw(st.sampled_from([None, None, None, "application/json"])) if style != "deepObject" else None
    explode = True if style == "deepObject" else draw(st.booleans())
    parameter = Parameter("color", where, "color", style=style, explode=explode, content_type=media)  # type: ignore[arg-type]  # drawn from STYLES
    return parameter, schema, draw(values)


@given(said())
@example((Parameter("color", "path", "color"), {"type": "string"}, " "))
@example((Parameter("color", "cookie", "color", style="form"), {"type": "string"}, " a "))
def test_what_is_written_is_read(drawn: tuple[Parameter, dict[str, Any], Any]) -> None:
    parameter, schema, value = drawn
    path = "/{color}" if parameter.where == "path" else "/"
    route = HttpRoute(name="it", method="GET", path=path, parameters=(parameter,))
    try:
        request = asked(route, {"color": value})
    except Unwritable:
        return
    line, _, query = request.path.partition("?")
    sent = Sent(path={"color": line[1:]}, query_string=query, headers=list(request.headers.items()))
    branches = Branches({"type": "object", "properties": {"color": schema}})
    assert parameters.read([parameter], sent, branches) == {"color": value}
