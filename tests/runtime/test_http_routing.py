"""Which endpoint a request belongs to."""

from __future__ import annotations

import asyncio
from itertools import permutations

import pytest
from specfold.http.problems import Problem
from specfold.http.routing import Place, Router
from starlette.requests import Request
from starlette.responses import Response


async def _nothing(_: Request) -> Response:
    return Response()


def _answers(templates: dict[str, tuple[str, ...]], method: str, path: str) -> tuple[str, tuple[str, ...]]:
    """The template that is chosen, the same for every order in which they are given, and its values."""
    found = set()
    for order in permutations(templates.items()):
        names = {}
        places = []
        for template, methods in order:
            for one in methods:

                async def endpoint(_: Request) -> Response:
                    return Response()

                names[id(endpoint)] = template
                places.append(Place(one, template, endpoint))
        chosen = Router(places).find(method, path)
        found.add((names[id(chosen.endpoint)], chosen.values))
    assert len(found) == 1
    return found.pop()


GET = ("GET",)


@pytest.mark.parametrize(
    ("templates", "path", "chosen", "values"),
    [
        (["/files/{name}", "/files/{name}.json"], "/files/a.json", "/files/{name}.json", ("a",)),
        (["/files/{name}", "/files/{name}.json"], "/files/a.xml", "/files/{name}", ("a.xml",)),
        (["/files/{name}", "/files/v-{name}", "/files/latest"], "/files/latest", "/files/latest", ()),
        (["/files/{name}", "/files/v-{name}", "/files/latest"], "/files/v-1", "/files/v-{name}", ("1",)),
        (["/a/{x}/c", "/a/b/{y}"], "/a/b/c", "/a/b/{y}", ("c",)),
        (["/a/{x}/c", "/a/b/{y}"], "/a/z/c", "/a/{x}/c", ("z",)),
        (["/{a}-{b}", "/{a}"], "/x-y", "/{a}-{b}", ("x", "y")),
        (["/{a}{b}", "/{a}"], "/xy", "/{a}{b}", ("x", "y")),
        (["/{a}{b}", "/{a}"], "/x", "/{a}", ("x",)),
        (["/{odd name}/{x.y}"], "/1/2", "/{odd name}/{x.y}", ("1", "2")),
        (["/caf%C3%A9/{id}"], "/café/1", "/caf%C3%A9/{id}", ("1",)),
    ],
)
def test_the_most_literal_template_is_chosen(
    templates: list[str], path: str, chosen: str, values: tuple[str, ...]
) -> None:
    assert _answers(dict.fromkeys(templates, GET), "GET", path) == (chosen, values)


def test_a_method_that_only_a_wider_template_has_is_answered_there() -> None:
    templates = {"/files/latest": ("POST",), "/files/{name}": ("GET", "DELETE")}
    assert _answers(templates, "GET", "/files/latest") == ("/files/{name}", ("latest",))
    assert _answers(templates, "HEAD", "/files/latest") == ("/files/{name}", ("latest",))
    router = Router([Place(m, t, _nothing) for t, methods in templates.items() for m in methods])
    with pytest.raises(Problem) as refused:
        router.find("PUT", "/files/latest")
    assert refused.value.headers == {"Allow": "DELETE, GET, HEAD, OPTIONS, POST"}


@pytest.mark.parametrize("path", ["/files/", "/files/a/b", "/files", "files/a", "/files/a/"])
def test_a_parameter_is_one_segment_that_is_not_empty(path: str) -> None:
    with pytest.raises(Problem) as refused:
        Router([Place("GET", "/files/{name}", _nothing)]).find("GET", path)
    assert refused.value.code == "not-found"


def test_what_the_document_defines_of_its_own_is_served() -> None:
    async def own(_: Request) -> Response:
        return Response()

    router = Router([Place(method, "/x", own) for method in ("HEAD", "OPTIONS", "purge")])
    for method in ("HEAD", "OPTIONS", "purge"):
        assert router.find(method, "/x").endpoint is own
    with pytest.raises(Problem) as refused:
        router.find("PURGE", "/x")
    assert refused.value.status == 501


def test_options_names_what_a_patch_takes() -> None:
    places = [Place("PATCH", "/x", _nothing, ("application/merge-patch+json",))]
    found = Router(places).find("OPTIONS", "/x")

    async def asked() -> Response:
        return await found.endpoint(Request({"type": "http", "headers": []}))

    answer = asyncio.run(asked())
    assert (answer.headers["allow"], answer.headers["accept-patch"]) == (
        "OPTIONS, PATCH",
        "application/merge-patch+json",
    )
