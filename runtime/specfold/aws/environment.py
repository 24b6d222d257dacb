"""What a function finds in its environment: names of tables, streams, buckets and functions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from specfold.model.errors import Unavailable

EPOCHS: Final = "STREAM_EPOCHS"


class MissingVariable(Unavailable):
    """A function's environment lacks a variable, or has one that does not read: its topology must set it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Names of environment variables; the topology sets those that a function needs."""

    channels: Mapping[str, str] = field(default_factory=dict)  # streams, by channel
    ledger: str | None = None
    rows: Mapping[str, str] = field(default_factory=dict)  # tables, by view
    cursors: Mapping[str, str] = field(default_factory=dict)  # tables, by view over many aggregates
    policies: str | None = None  # the table of policies' cursors
    archive: str | None = None  # the bucket
    repair: str | None = None  # the function that repairs; without one, held keys wait for an operator
    streams: Mapping[str, str] = field(default_factory=dict)  # logical names by channel, as objects are filed


def variable(name: str | None, what: str) -> str:
    """The value of an environment variable.

    Raises:
        MissingVariable: it is not set.
    """
    value = os.environ.get(name, "") if name else ""
    if not value:
        raise MissingVariable(f"environment variable {name or '(unnamed)'} is not set: it names {what}")
    return value


class Variables(Mapping[str, str]):
    """Values by what they are for, each looked up when it is asked for: no function has them all."""

    def __init__(self, names: Mapping[str, str], what: str) -> None:
        self._names, self._what = names, what

    def __getitem__(self, key: str) -> str:
        return variable(self._names.get(key), f"{self._what} {key}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def epoch_of(stream: str) -> int:
    """The epoch of a physical stream: 0, or what `STREAM_EPOCHS` says ("shop-prod-orders-2=1,...").

    A stream that takes another's place begins with a higher epoch, as its numbers do not follow on.

    Raises:
        MissingVariable: `STREAM_EPOCHS` does not read.
    """
    for entry in filter(None, os.environ.get(EPOCHS, "").split(",")):
        name, _, number = entry.strip().partition("=")
        if not number.isdecimal():
            raise MissingVariable(f"{EPOCHS} is not of the form stream=number,stream=number")
        if name == stream:
            return int(number)
    return 0
