"""One invocation of a function in a process of its own, so that it can be killed in the midst of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from specfold.local import project
from specfold.local.invoke import FunctionError
from specfold.local.settings import Settings


def main(settings_file: str, name: str, event: str) -> int:
    """Invoke a function by its logical name; 1 if it failed, as it may when AWS does."""
    settings = Settings.load(Path(settings_file))
    (spec,) = (f for t in project.topologies(settings.project) for f in t.functions if f.name == name)
    function = project.invocable([spec], settings)[name]
    try:
        sys.stdout.write(json.dumps(function.invoke(json.loads(event))))
    except FunctionError as problem:
        sys.stdout.write(str(problem))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
