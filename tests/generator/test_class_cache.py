"""The cache of generated classes: never needed, never wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from specfold_generator.classes.build import build_modules

from tests.generator.building import MONEY, STRING, event, obj, ref

LOOKAHEAD = {"type": "string", "pattern": "(?=x)"}


def test_a_service_is_built_from_the_cache_without_the_engine(tmp_path: Path) -> None:
    requests, defs = [event("E", obj(m=ref("M"), p=LOOKAHEAD))], {"M": MONEY}
    built = build_modules("cached", requests, defs, cache=tmp_path)
    script = (
        "import sys, pathlib\n"
        "from tests.generator.building import *\n"
        "from tests.generator.test_class_cache import LOOKAHEAD\n"
        "requests, defs = [event('E', obj(m=ref('M'), p=LOOKAHEAD))], {'M': MONEY}\n"
        "text = build_modules('cached', requests, defs, cache=pathlib.Path(sys.argv[1]))\n"
        "print(repr(text), 'datamodel_code_generator' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == f"{built!r} False"


def test_a_damaged_or_unwritable_cache_is_no_error(tmp_path: Path) -> None:
    requests = [event("E", obj(a=STRING))]
    built = build_modules("cached", requests, {}, cache=tmp_path)
    (file,) = tmp_path.glob("*.json")
    file.write_text("{")
    assert build_modules("cached", requests, {}, cache=tmp_path) == built
    assert build_modules("cached", requests, {}, cache=file / "below") == built


def test_another_schema_is_another_cache_entry(tmp_path: Path) -> None:
    for schema in (obj(a=STRING, b=STRING), obj(b=STRING, a=STRING)):
        build_modules("cached", [event("E", schema)], {}, cache=tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 2
