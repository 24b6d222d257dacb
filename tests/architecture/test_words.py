"""What may stand nowhere in the project: machine paths, hosts of packages, promises without a reason."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOSTS = ("pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "crates" + ".io")
PATHS = ("/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "/Us" + "ers/")
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


def lines() -> list[tuple[str, str]]:
    found = []
    for file in tracked():
        try:
            text = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [(f"{file.relative_to(ROOT)}:{n}", line) for n, line in enumerate(text.splitlines(), 1)]
    return found


def test_no_machine_path_and_no_package_host_stands_in_the_project() -> None:
    assert [where for where, line in lines() if any(word in line for word in HOSTS + PATHS)] == []


def test_nothing_is_put_off_in_a_comment() -> None:
    assert [
        where for where, line in lines() if where.split(":")[0].endswith(".py") and LATER.search(line)
    ] == []


def test_the_lock_pins_everything_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9][^\s=]*==[^\s\\]+", lock, re.MULTILINE)
    blocks = re.split(r"\n(?=[a-z0-9])", lock)
    assert len(pinned) > 50
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "http" not in re.sub(r"^(httpcore|httpx)\S*", "", lock, flags=re.MULTILINE).replace("--hash", "")
