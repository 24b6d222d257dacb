"""`make suite`: the JSON Schema test suite before every door of what is generated, and its page.

Ends with 1 if a door disagrees with the suite and no reading that is documented explains it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.json_schema import judging, official, projects, report

PAGE = Path(__file__).resolve().parents[2] / "docs/json-schema.md"


def main() -> int:
    """Run; 0 if everything is as it should be."""
    parser = argparse.ArgumentParser(prog="make suite")
    parser.add_argument("--suite", type=Path, default=official.DEFAULT)
    parser.add_argument("--only", default="", help="files of the suite with this in their name")
    parser.add_argument(
        "--check", action="store_true", help="do not write the page, but say whether it is stale"
    )
    asked = parser.parse_args()
    if not official.is_there(asked.suite):
        print(f"the JSON Schema test suite is not at {asked.suite}: say where with make suite SUITE=<folder>")
        return 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="specfold-suite-") as folder:
        results = run(asked.suite, Path(folder), asked.only)
    page = PAGE.read_text("utf-8").partition(report.BEGIN)[0] + report.BEGIN + report.tables(results)
    print(report.tables(results))
    print(f"{time.monotonic() - began:.0f} s")
    wrong = report.unexplained(results)
    print("\n".join(wrong))
    stale = not asked.only and PAGE.read_text("utf-8") != page
    if stale and asked.check:
        print(f"{PAGE.name} does not say so: run `make suite`")
    elif stale:
        PAGE.write_text(page, "utf-8")
    return int(bool(wrong) or (stale and asked.check))


def run(suite: Path, root: Path, only: str = "") -> list[judging.Result]:
    """Generate below a root, import what was generated, and ask its doors."""
    cases = [one for draft in official.DRAFTS for one in official.cases(suite, draft) if only in one.file]
    made = projects.make(root, cases)
    sys.path.insert(0, str(root))  # before the project's own `generated`
    return list(judging.judge(made, cases))


if __name__ == "__main__":
    sys.exit(main())
