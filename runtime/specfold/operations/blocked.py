"""Readers and policies that AWS refuses everything: each is asked whether it can use its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from specfold.aws.clients import Clients
from specfold.aws.function_config import answer_of
from specfold.aws.table_checks import ASKED
from specfold.model.errors import Unavailable
from specfold.operations.stack import Deployed

PATIENCE: Final = 45.0  # seconds for an answer: a function may have to start, and a table not answer
_TOGETHER: Final = 4  # functions asked at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A function and a table that it cannot use; or a function that does not answer at all."""

    service: str
    function: str
    table: str = ""
    code: str
    blocked: bool  # it lasts until somebody changes something; else it may be over by now
    help: str

    def json(self) -> dict[str, Any]:
        """As data."""
        return {
            "service": self.service,
            "function": self.function,
            "table": self.table or None,
            "code": self.code,
            "blocked": self.blocked,
            "help": self.help or None,
        }


def refused(found: Iterable[Deployed]) -> list[Refused]:
    """What the readers and policies of these services cannot use."""
    clients = Clients(patience=PATIENCE)
    asked = [(one.service.name, name) for one in found for name in one.functions]
    with ThreadPoolExecutor(_TOGETHER) as pool:
        answers = pool.map(partial(_asked, clients), asked)
        return [one for answer in answers for one in answer]


def _asked(clients: Clients, asked: tuple[str, str]) -> Sequence[Refused]:
    service, function = asked
    make = partial(Refused, service=service, function=function)
    try:
        answer, failure = answer_of(clients, function, ASKED)
    except Unavailable as error:
        return [make(code=str(error), blocked=False, help="may these credentials invoke it? Try again")]
    if failure:
        return [make(code=f"the function fails: {failure}", blocked=True, help="deploy again; see its log")]
    return [
        make(table=one["table"], code=one["code"], blocked=one["blocked"], help=one["help"])
        for one in answer["refused"]
    ]


def text(found: Iterable[Refused]) -> Iterator[str]:
    """As lines: which function, which table, why, and what to do."""
    for one in found:
        what = "is blocked" if one.blocked else "could not be asked" if not one.table else "is refused now"
        yield f"{one.service} {one.function} {what}"
        yield f"    {one.code}{f' by the table {one.table}' if one.table else ''}"
        if one.help:
            yield f"    {one.help}"
