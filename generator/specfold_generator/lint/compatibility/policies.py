"""The policies that there were: their names are what cursors and ids of commands are kept under.

They are those in `generated/` as it is before this run, and those that `specfold release` noted in
`specs/published/<service>/policies.json`.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from specfold_generator.model import ir
from specfold_generator.model.event_sources import channel_key, reads_a_log

FILE = "policies.json"
Channels = Mapping[str, str]  # the channel that each policy reads, by the policy's name


def policies_text(service: ir.Service) -> str:
    """What `specfold release` notes of the policies of a service; empty where there are none."""
    channels = _channels(service)
    if not channels:
        return ""
    return json.dumps({"policies": channels}, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def former_policies(released: Path, generated: Path) -> Channels:
    """The policies that there were, as a release noted them and as they were generated last."""
    return {**_released(released), **_generated(generated)}


def _channels(service: ir.Service) -> Channels:
    return {
        policy.identity: channel_key(service, policy.channel_service, policy.channel)
        for policy in service.policies
        if reads_a_log(service, policy)
    }


def _released(file: Path) -> Channels:
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        found = json.loads(file.read_text("utf-8"))["policies"]
        return {str(name): str(channel) for name, channel in found.items()}
    return {}


def _generated(file: Path) -> Channels:
    """The policies in a generated module; none where there is no such module, or it does not read."""
    found: dict[str, str] = {}
    with suppress(OSError, ValueError, SyntaxError, RecursionError, MemoryError):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Policy":
                given = {one.arg: one.value for one in node.keywords}
                values = [given.get(name) for name in ("name", "channel")]
                texts = [one.value for one in values if isinstance(one, ast.Constant)]
                if len(texts) == 2:
                    found[str(texts[0])] = str(texts[1])
    return found
