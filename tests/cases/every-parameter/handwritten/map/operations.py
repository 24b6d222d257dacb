"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.map.commands import Copy
from generated.map.queries import InHeaders, InPaths, InQueries, WholeForm, WholeJson


def in_paths(request: InPaths, /) -> Answer:
    """Every style of a path."""
    lists = (request.plain, request.label, request.labels, request.matrix, request.matrices)
    return Answer(body=[*lists, request.both.x, request.both.y])


def in_queries(request: InQueries, /) -> Answer:
    """Every style of a query."""
    deep, flat, json = request.deep, request.flat, request.json_
    assert deep is not None
    assert flat is not None
    assert json is not None
    lists = (request.many, request.one, request.spaced, request.piped)
    return Answer(body=[*lists, deep.x, flat.from_, request.free, json.x])


def in_headers(request: InHeaders, /) -> Answer:
    """Headers, cookies, and a body that asks."""
    point = request.x_point
    assert point is not None
    return Answer(body=[request.x_ids, point.y, request.session, request.tags, request.body.x])


def copy(_: Copy, /) -> Answer:
    """A method of the document's own."""
    return Answer(status=204)


def whole_form(request: WholeForm, /) -> Answer:
    """A query string that is a form."""
    return Answer(body=[request.selector.q, request.selector.n])


def whole_json(request: WholeJson, /) -> Answer:
    """A query string that is JSON."""
    return Answer(body=[request.filter.x, request.filter.y])
