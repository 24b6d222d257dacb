"""When what happens, and when what is refused: a scenario for every event and every rejection.

The contract tests play them over HTTP and hold the answers against the specs.
"""

from __future__ import annotations

from specfold.testing import Scenario


def def_emits_key() -> Scenario:
    """A history and a def by which Key happens."""
    raise NotImplementedError("a scenario in which def makes Key happen")


def def_emits_view() -> Scenario:
    """A history and a def by which View happens."""
    raise NotImplementedError("a scenario in which def makes View happen")


def def_emits_sequence() -> Scenario:
    """A history and a def by which Sequence happens."""
    raise NotImplementedError("a scenario in which def makes Sequence happen")


def def_is_refused_as_rejection() -> Scenario:
    """Why \"\"\" not\\ (409)"""
    raise NotImplementedError("a scenario in which def is refused as Rejection")


def def_is_refused_as_key() -> Scenario:
    """Gone (410)"""
    raise NotImplementedError("a scenario in which def is refused as Key")
