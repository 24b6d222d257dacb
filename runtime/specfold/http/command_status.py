"""What a client may ask about a command: its place in the log, and who may see what became of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from specfold.commands.decider import category_and_id, partition_key
from specfold.eventlog.commit import Position, padded
from specfold.http import security
from specfold.http.problems import Problem
from specfold.model.errors import InvalidIdentity
from specfold.model.service import CommandRoute, Service

MAX_ID: Final = 200  # characters of a command id
_POSITION: Final = re.compile(r"([0-9]{1,6})-([0-9]{1,56})")  # not \d, which has digits of every script


def place(
    service: Service, command_id: str, query: Mapping[str, str], claims: security.Claims | None
) -> tuple[str, Position | None]:
    """The source key and the position of a command; no position where the query names none.

    Whether a command is still waiting or void shows whether its aggregate exists. So it is shown to those
    only who may send a command to such aggregates, and who would learn it from the answer to one.

    Raises:
        Problem: no command has such an id, or the client may send no command to such an aggregate.
    """
    if not command_id.isprintable() or len(command_id) > MAX_ID:
        raise Problem("unknown-command")
    key = query.get("key", "")
    at = _POSITION.fullmatch(query.get("at", ""))
    category, id = category_and_id(key)
    routes = [
        route
        for route in service.routes
        if isinstance(route, CommandRoute) and route.decision.aggregate.name == category
    ]
    if not at or not routes or not _is_key(category, id):
        return key, None
    for route in routes[:-1]:
        try:
            security.check(route, claims)
        except Problem:
            continue
        return key, _position(at)
    security.check(routes[-1], claims)
    return key, _position(at)


def _position(at: re.Match[str]) -> Position:
    return Position(int(at[1]), "", padded(at[2]))


def _is_key(category: str, id: str) -> bool:
    try:
        partition_key(category, id)
    except InvalidIdentity:
        return False
    return True
