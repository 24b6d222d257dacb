"""The contract tests see what they are there for: break the project, and the broken promise is named."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.contract.mutations import MUTATIONS, Mutation, copied, mutated
from tests.contract.runner import Outcome, run


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Outcome]:
    """Every mutation in a project of its own, and the project as it stands under ""."""
    whole = copied(tmp_path_factory.mktemp("project"))
    projects = [(whole, "generated")]
    for mutation in MUTATIONS:
        project = copied(tmp_path_factory.mktemp("project"))
        mutated(project, mutation)
        projects.append((project, "generated/ordering/contract"))
    return dict(zip(["", *(m.name for m in MUTATIONS)], run(projects), strict=True))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_broken_promise_is_named_and_no_other(mutation: Mutation, outcomes: Mapping[str, Outcome]) -> None:
    outcome = outcomes[mutation.name]
    unrelated = [t for t in outcome.failed if not any(re.fullmatch(known, t) for known in mutation.breaks)]
    unnoticed = [k for k in mutation.breaks if not any(re.fullmatch(k, test) for test in outcome.failed)]
    assert mutation.says in outcome.text, outcome.text[-6000:]
    assert unnoticed == []
    assert unrelated == []


def test_the_project_as_it_stands_keeps_every_promise(outcomes: Mapping[str, Outcome]) -> None:
    assert outcomes[""].failed == [], outcomes[""].text[-6000:]
    assert outcomes[""].skipped == []
    assert outcomes[""].passed > 400
