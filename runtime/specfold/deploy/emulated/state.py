"""What was made, remembered between runs in a file of JSON lines: a line is added for every resource."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from specfold.deploy.emulated.errors import ProvisionError
from specfold.deploy.graph import Made

_VERSION = 2


@dataclass(slots=True)
class State:
    """The resources of one life of one emulator, by URN."""

    file: Path
    life: str = ""
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> State:
        """The state in a file; empty where there is none.

        Raises:
            ProvisionError: the file is no state file.
        """
        if not file.exists():
            return cls(file)
        try:
            # A line without its end was being written when the process died.
            first, *lines = [json.loads(line) for line in file.read_bytes().split(b"\n")[:-1]]
            if first["version"] != _VERSION:
                raise ValueError(f"version {first['version']}")
            return cls(file, first["life"], {line["urn"]: line for line in lines})
        except (ValueError, KeyError, TypeError) as error:
            raise ProvisionError(f"{file} is no state of this provisioner: {error}") from error

    def made(self, urn: str) -> Made:
        """A resource that exists."""
        entry = self.resources[urn]
        return Made(id=entry["id"], outputs=entry["outputs"])

    def keep(self, urn: str, inputs: Mapping[str, Any], made: Made, outputs: Mapping[str, Any]) -> None:
        """Remember a resource, on disk before anything else happens."""
        entry = {"urn": urn, "id": made.id, "inputs": dict(inputs), "outputs": dict(outputs)}
        self.resources[urn] = entry
        with self.file.open("ab") as file:
            file.write(_line(entry))

    def write(self) -> None:
        """Replace the file in one step."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lines = [{"version": _VERSION, "life": self.life}, *self.resources.values()]
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_bytes(b"".join(map(_line, lines)))
        os.replace(beside, self.file)


def _line(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True).encode() + b"\n"
