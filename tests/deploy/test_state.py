"""The state file: a line for every resource, also after an update and after a crash."""

from __future__ import annotations

from pathlib import Path

import pytest
from specfold.deploy.emulated.errors import ProvisionError
from specfold.deploy.emulated.state import State
from specfold.deploy.graph import Made


def _begun(file: Path) -> State:
    state = State.read(file)
    state.life = "one"
    state.write()
    return state


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "new" / "state"
    state = _begun(file)
    for number, name in ((1, "a"), (2, "b"), (3, "a")):
        state.keep(name, {"n": number}, Made(id=f"id-{name}", outputs={}), {"arn": f"{number}"})
    again = State.read(file)
    assert (again.life, again.resources) == ("one", state.resources)
    assert again.made("a") == Made(id="id-a", outputs={"arn": "3"})
    assert len(file.read_text().splitlines()) == 4
    again.write()
    assert len(file.read_text().splitlines()) == 3
    assert State.read(file).resources == state.resources


def test_an_unfinished_line_is_ignored_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "state"
    state = _begun(file)
    state.keep("a", {}, Made(id="a", outputs={}), {})
    whole = file.read_bytes()
    state.keep("b", {}, Made(id="b", outputs={}), {})
    for end in range(len(whole), len(file.read_bytes())):
        file.write_bytes(file.read_bytes()[:end])
        again = State.read(file)
        assert list(again.resources) == ["a"]
        again.write()
        assert file.read_bytes() == whole
        again.keep("b", {}, Made(id="b", outputs={}), {})


@pytest.mark.parametrize(
    "text", ["", "{}\n", "[]\n", '{"version": 1, "life": "x"}\n', "x\n", '{"version": 2}\n']
)
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "state").write_text(text)
    with pytest.raises(ProvisionError, match="is no state"):
        State.read(tmp_path / "state")
