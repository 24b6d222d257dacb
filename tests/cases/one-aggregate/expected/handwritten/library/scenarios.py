"""When what happens, and when what is refused: a scenario for every event and every rejection.

The contract tests play them over HTTP and hold the answers against the specs.
"""

from __future__ import annotations

from specfold.testing import Scenario


def add_book_emits_book_added() -> Scenario:
    """A history and a addBook by which BookAdded happens."""
    raise NotImplementedError("a scenario in which addBook makes BookAdded happen")


def lend_book_emits_book_lent() -> Scenario:
    """A history and a lendBook by which BookLent happens."""
    raise NotImplementedError("a scenario in which lendBook makes BookLent happen")


def lend_book_emits_book_returned() -> Scenario:
    """A history and a lendBook by which BookReturned happens."""
    raise NotImplementedError("a scenario in which lendBook makes BookReturned happen")


def lend_book_is_refused_as_no_such_book() -> Scenario:
    """No such book. (404)"""
    raise NotImplementedError("a scenario in which lendBook is refused as NoSuchBook")
