"""Every media type, from the document to the handler: its class and what the runtime reads agree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from specfold_generator.cli.run import run
from specfold_generator.source.project import Project

ROOT = Path(__file__).parents[2]

JSON = [
    *("application/json", "text/json", "application/problem+json", "application/vnd.shop.v1+json"),
    *("application/json; charset=utf-8", "Application/JSON", "APPLICATION/Merge-Patch+JSON;CHARSET=UTF-8"),
]
LINES = [
    f"application/{x}{name}"
    for name in ("jsonl", "jsonlines", "json-lines", "ndjson", "json+lines", "stream+json")
    for x in ("", "x-")
]
LINES += ["Application/X-JSONL", "application/jsonl; charset=utf-8", 'application/x-ndjson;charset="utf-8"']
TEXTS = ["application/json-seq", "application/geo+json-seq", "APPLICATION/JSON-SEQ; charset=utf-8"]
EVENTS = ["text/event-stream", "Text/Event-Stream;charset=UTF-8"]
FORMS = ["application/x-www-form-urlencoded", "Application/X-WWW-Form-URLEncoded; charset=utf-8"]
PLAIN = ["text/plain", "TEXT/CSV; charset=utf-8", "application/xml", "application/soap+xml", "Text/XML"]
BYTES = ["application/octet-stream", "image/png", "application/x-jsonl-archive", "application/jsonp"]

# A media type, its object in the document, a body, what the handler gets, and a body that is refused.
Case = tuple[str, dict[str, Any], bytes, Any, bytes]
ITEM = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}}
ITEMS = [{"n": 1}, {"n": 2}]
CASES: list[Case] = [
    *((kind, {"schema": ITEM}, b'{"n": 1}', {"body": {"n": 1}}, b'{"n": "x"}') for kind in JSON),
    *(
        (kind, {word: ITEM}, b'{"n": 1}\n{"n": 2}\n', {"body": ITEMS}, b'{"n": 1}\n{"n": "x"}\n')
        for kind in LINES
        for word in ("schema", "itemSchema")
    ),
    *(
        (kind, {word: ITEM}, b'\x1e{"n": 1}\n\x1e{"n": 2}\n', {"body": ITEMS}, b'\x1e{"n": "x"}\n')
        for kind in TEXTS
        for word in ("schema", "itemSchema")
    ),
    *(
        (
            kind,
            {"itemSchema": {"type": "object", "properties": {"data": {"type": "string", "maxLength": 2}}}},
            b"data: a\n\ndata: b\n\n",
            {"body": [{"data": "a"}, {"data": "b"}]},
            b"data: abc\n\n",
        )
        for kind in EVENTS
    ),
    *((kind, {"schema": ITEM}, b"n=1", {"body": {"n": 1}}, b"n=x") for kind in FORMS),
    *(
        (kind, {"schema": {"type": "string", "maxLength": 4}}, b"word", {"body": "word"}, b"words")
        for kind in PLAIN
    ),
    *((kind, {}, b"\x00\xff", {"body": "AP8="}, b"") for kind in BYTES),
]

HANDLERS = """
from specfold import Answer

def answer(request):
    return Answer(body=request.model_dump(mode="json", by_alias=True))

globals().update({f"take{number}": answer for number in range(COUNT)})
"""

SEND = """
import json, sys
from generated.intake.service import SERVICE
from specfold.testing.world import World

client = World(SERVICE).client()
answers = []
for path, kind, bodies in json.load(sys.stdin):
    given = {"content-type": kind}
    sent = [client.request("POST", path, body=bytes.fromhex(body), headers=given) for body in bodies]
    answers.append([[answered.status, answered.json()] for answered in sent])
print(json.dumps(answers))
"""


def document() -> dict[str, Any]:
    """An operation for every case."""
    paths = {
        f"/take/{number}": {
            "post": {
                "operationId": f"take{number}",
                "requestBody": {"required": True, "content": {kind: media}},
                "responses": {"200": {"description": "What arrived."}},
            }
        }
        for number, (kind, media, *_) in enumerate(CASES)
    }
    return {"openapi": "3.2.0", "info": {"title": "Intake", "version": "1.0.0"}, "paths": paths}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[list[tuple[int, Any]]]:
    """Of the generated service: what it answers a right body of each case, and a wrong one."""
    root = tmp_path_factory.mktemp("intake")
    (root / "specs/openapi").mkdir(parents=True)
    (root / "specs/openapi/intake.json").write_text(json.dumps(document()))
    run(Project(root=root))
    (root / "handwritten/intake/operations.py").write_text(HANDLERS.replace("COUNT", str(len(CASES))))
    sent = [
        [f"/take/{number}", kind, [body.hex(), wrong.hex()]]
        for number, (kind, _, body, _, wrong) in enumerate(CASES)
    ]
    done = subprocess.run(
        [sys.executable, "-c", SEND],
        input=json.dumps(sent),
        cwd=root,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(root), str(ROOT / "runtime")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[list[tuple[int, Any]]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{c[0]}-{'-'.join(c[1])}" for c in CASES])
def test_what_is_typed_is_what_is_read(number: int, answers: list[list[tuple[int, Any]]]) -> None:
    *_, expected, wrong = CASES[number]
    (status, arrived), (refused, _) = answers[number]
    assert (status, arrived) == (200, expected)
    assert refused == (400 if wrong else 200)
