"""Parameters out of a request, in every place and style that OpenAPI knows (docs/http-parameters.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from specfold.http import deep, objects, styles, texts
from specfold.http.branches import Branches, types
from specfold.http.problems import Problem, invalid
from specfold.http.styles import Decode, Pairs
from specfold.model import json_text
from specfold.model.service import Parameter
from specfold.model.shared.media_types import FORM, bare, is_json

ABSENT: Final = object()
MOST_FIELDS: Final = 1000  # of a query or form
_CONTAINERS: Final = {"array", "object"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What a request sent beside its body, as it was sent: still encoded, and nothing joined or dropped."""

    path: Mapping[str, str]
    query_string: str
    headers: Pairs  # names in lower case

    def header(self, name: str) -> str | None:
        """The value of a header, without blanks around it; its lines are one list (RFC 9110, 5.3)."""
        lines = [text.strip(" \t") for key, text in self.headers if key == name.lower()]
        return ",".join(lines) if lines else None

    def cookies(self) -> Pairs:
        """The cookies (RFC 6265, 5.4), in order."""
        lines = [text for key, text in self.headers if key == "cookie"]
        parts = [part.strip(" \t").partition("=") for line in lines for part in line.split(";")]
        return [(name, text) for name, sign, text in parts if sign]


def read(parameters: Sequence[Parameter], sent: Sent, branches: Branches) -> dict[str, Any]:
    """The members of the request that its line and headers hold; those not sent are left out.

    Raises:
        Problem: a parameter is not written as its style or media type says.
    """
    found: dict[str, Any] = {}
    query = fields(sent.query_string)
    for parameter in parameters:
        try:
            value = _read(parameter, parameters, sent, query, branches)
        except ValueError as error:
            raise invalid([{"pointer": f"/{parameter.member}", "detail": _detail(error)}]) from error
        if value is not ABSENT:
            found[parameter.member] = value
    return found


def fields(text: str) -> Pairs:
    """The fields of a query or form: names decoded, values as they are.

    Raises:
        Problem: there are too many, or a name is not UTF-8.
    """
    parts = [part for part in text.split("&", MOST_FIELDS) if part]
    if len(parts) > MOST_FIELDS:
        raise Problem("invalid-request", f"a query or form has at most {MOST_FIELDS} fields")
    pairs = [part.partition("=") for part in parts]
    try:
        return [(styles.plus(name), value) for name, _, value in pairs]
    except ValueError as error:
        raise Problem("invalid-request", "the names in a query or form are UTF-8") from error


def _detail(error: ValueError) -> str:
    known = isinstance(error, styles.NotWritten | json_text.UnsafeJson)
    return str(error) if known else "is not readable in its style or media type, or not UTF-8"


def _read(
    parameter: Parameter, every: Sequence[Parameter], sent: Sent, query: Pairs, branches: Branches
) -> Any:
    schemas = branches.named(parameter.member)
    match parameter.where:
        case "querystring":
            return _whole_query(parameter, sent.query_string, query, schemas, branches)
        case "query":
            others = _names_of_others(parameter, every, branches)
            return queried(parameter, query, schemas, branches, others=others)
        case "cookie":
            return _from_cookies(parameter, every, sent.cookies(), schemas, branches)
        case "header":
            text, decode = sent.header(parameter.name), styles.plain
        case _:
            text, decode = sent.path.get(parameter.name), styles.percent
    if text is None:
        return ABSENT
    if parameter.content_type:
        return _content(parameter, decode(text), schemas, branches)
    return _styled(parameter, text, schemas, branches, decode)


def _names_of_others(parameter: Parameter, every: Iterable[Parameter], branches: Branches) -> set[str]:
    """The names in the same place that other parameters have: no map takes them."""
    found: set[str] = set()
    for other in every:
        if other.where == parameter.where and other is not parameter:
            found.add(other.name)
            if other.explode and other.style in ("form", "cookie"):
                found |= branches.declared(branches.named(other.member))
    return found


def _whole_query(
    parameter: Parameter, text: str, query: Pairs, schemas: Sequence[Any], branches: Branches
) -> Any:
    if not text:
        return ABSENT
    if bare(parameter.content_type) == FORM:
        return form(query, schemas, branches)
    decoded = styles.percent(text)
    if is_json(parameter.content_type or "") and not _is_json(decoded):
        decoded = styles.plus(text)  # some clients write it as a form
    return _content(parameter, decoded, schemas, branches)


def _is_json(text: str) -> bool:
    try:
        json_text.decode(text)
    except ValueError:
        return False
    return True


def _content(parameter: Parameter, text: str, schemas: Sequence[Any], branches: Branches) -> Any:
    """A parameter with a media type of its own."""
    kind = bare(parameter.content_type)
    if kind == FORM:
        return form(fields(text), schemas, branches)
    return json_text.decode(text) if is_json(kind) else texts.scalar(text, schemas, branches)


def form(pairs: Pairs, schemas: Sequence[Any], branches: Branches) -> Any:
    """An object out of the fields of a form: a field that is given again, or wants to be one, is an array.

    Raises:
        ValueError: a value is not UTF-8.
    """
    decoded = [(name, styles.plus(text)) for name, text in pairs]
    return texts.first_valid(objects.objects(decoded, schemas, branches), schemas, branches)


def queried(
    parameter: Parameter,
    pairs: Pairs,
    schemas: Sequence[Any],
    branches: Branches,
    *,
    others: Iterable[str] = (),
    decode: Decode | None = None,
) -> Any:
    """A parameter out of fields, or `ABSENT`. `others` are names that no map takes. Raises ValueError."""
    decode = decode or (styles.percent if parameter.reserved else styles.plus)
    own = [text for key, text in pairs if key == parameter.name]
    if parameter.content_type:
        if len(own) > 1:
            raise styles.NotWritten("it is given more than once")
        return _content(parameter, decode(own[0]), schemas, branches) if own else ABSENT
    if parameter.empty and own and not any(own):
        return _empty(schemas, branches)
    if parameter.style == "deepObject":
        entries = [(keys, decode(text)) for keys, text in deep.entries(parameter.name, pairs)]
        if entries and own:
            raise styles.NotWritten("it has a value, and members as well")
        if entries:
            return deep.built(entries, schemas, branches)
    elif not parameter.explode and len(own) == 1:
        return _styled(parameter, own[0], schemas, branches, decode)
    elif not parameter.explode:
        own = [part for text in own for part in styles.listed(parameter, text, decode)]
        lists = objects.arrays(own, schemas, branches) or [own]
        return texts.first_valid(lists, schemas, branches) if own else ABSENT
    found: list[Any] = []
    if parameter.style != "deepObject":
        mine = objects.own(pairs, schemas, branches, set(others))
        mine = [(key, decode(text)) for key, text in mine]
        found += objects.objects(mine, schemas, branches) if mine else []
    if own:
        found.append(objects.member([decode(text) for text in own], schemas, branches))
    return texts.first_valid(found, schemas, branches) if found else ABSENT


def _empty(schemas: Sequence[Any], branches: Branches) -> Any:
    """What a name without a value says, where `allowEmptyValue` lets it in."""
    wanted = branches.types(schemas)
    values = {"array": [], "string": "", "boolean": True, "null": None}
    found = [value for kind, value in values.items() if kind in wanted] if wanted else [""]
    return next((value for value in found if branches.fits(value, schemas)), ABSENT)


def _from_cookies(
    parameter: Parameter, every: Sequence[Parameter], pairs: Pairs, schemas: Sequence[Any], branches: Branches
) -> Any:
    """Cookies are the fields of `style: cookie`; in an exploded `style: form` one may hold several."""
    decode = styles.plain if parameter.style == "cookie" else styles.percent
    if parameter.style == "form" and parameter.explode and branches.types(schemas) & _CONTAINERS:
        parts = [part.partition("=") for name, text in pairs for part in f"{name}={text}".split("&")]
        pairs = [(decode(name), text) for name, _, text in parts]
    others = _names_of_others(parameter, every, branches)
    return queried(parameter, pairs, schemas, branches, others=others, decode=decode)


def _styled(
    parameter: Parameter, text: str, schemas: Sequence[Any], branches: Branches, decode: Decode
) -> Any:
    """One text in a style: a scalar, or a list or an object with delimiters."""
    found: list[Any] = []
    failed: ValueError | None = None
    kinds = [types(branch) for branch in branches.of(schemas)]
    wanted: set[str] = set().union(*kinds)
    try:
        if "array" in wanted:
            items = styles.listed(parameter, text, decode)
            found += objects.arrays(items, schemas, branches)
            if parameter.where == "header" and "" in items:  # RFC 9110, 5.6.1.2: they may mean nothing
                found += objects.arrays([item for item in items if item], schemas, branches)
        if "object" in wanted:
            pairs = styles.paired(parameter, text, decode)
            found += objects.objects(pairs, schemas, branches)
    except styles.NotWritten as error:
        failed = error
    if not found or wanted - _CONTAINERS or not all(kinds):
        try:
            found.append(texts.value(styles.one(parameter, text, decode), schemas, branches))
        except styles.NotWritten as error:
            failed = failed or error
    if failed is not None and not any(branches.fits(one, schemas) for one in found):
        raise failed
    return texts.first_valid(found, schemas, branches)
