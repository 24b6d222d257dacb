"""What may not be appended is refused before anything is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from specfold.commands.commit_builder import Proposal
from specfold.commands.outcomes import Request
from specfold.eventlog.commit import Head
from specfold.eventlog.envelope import commit_of
from specfold.model.errors import CommitMalformed
from specfold.model.messages import Event
from specfold.model.schemas import Schemas

from tests.runtime import shop


class NoteTaken(Event, type="NoteTaken", version=1):
    """A fact of any shape."""

    content: Any


@pytest.fixture
def proposal(tmp_path: Path) -> Proposal:
    schemas = tmp_path / "schemas.json"
    schemas.write_text(json.dumps({"messages": {"NoteTaken/1": {}}}))
    return Proposal(
        service=replace(shop.SERVICE, schemas=Schemas(schemas)),
        aggregate=replace(shop.ORDER, events=(NoteTaken,)),
        key="Order-1",
        head=Head(),
        commit_id="c1",
        request=Request(command_id="k1"),
        at=datetime(2026, 1, 31, tzinfo=UTC),
    )


def note(levels: int) -> NoteTaken:
    content: Any = 1
    for _ in range(levels):
        content = [content]
    return NoteTaken.model_construct(_fields_set={"content"}, content=content)


def test_a_commit_of_128_levels_is_written_and_is_well_formed(proposal: Proposal) -> None:
    assert commit_of(proposal.encode([note(125)]), "Order-1")


@pytest.mark.parametrize("levels", [126, 200, 500, 2_000])
def test_a_commit_nested_deeper_is_refused(proposal: Proposal, levels: int) -> None:
    with pytest.raises(CommitMalformed, match="NoteTaken/1"):
        proposal.encode([note(levels)])


@pytest.mark.parametrize("id", ["", "c" * 65])
def test_a_commit_that_no_reader_would_take_is_refused(proposal: Proposal, id: str) -> None:
    with pytest.raises(CommitMalformed, match="an id of the commit"):
        replace(proposal, commit_id=id).encode([note(1)])


def test_a_text_that_is_no_unicode_is_refused(proposal: Proposal) -> None:
    with pytest.raises(CommitMalformed, match="cannot be written as JSON"):
        proposal.encode([NoteTaken.model_construct(_fields_set={"content"}, content="\ud800")])
