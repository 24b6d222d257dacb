"""What was made, remembered between runs in a JSON file, written after every single resource."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from specfold.deploy.emulated.errors import ProvisionError
from specfold.deploy.graph import Made

_VERSION = 1


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
            document = json.loads(file.read_text(encoding="utf-8"))
            if document["version"] != _VERSION:
                raise ValueError(f"version {document['version']}")
            return cls(file, document["life"], document["resources"])
        except (ValueError, KeyError, TypeError) as error:
            raise ProvisionError(f"{file} is no state of this provisioner: {error}") from error

    def made(self, urn: str) -> Made:
        """A resource that exists."""
        entry = self.resources[urn]
        return Made(id=entry["id"], outputs=entry["outputs"])

    def keep(self, urn: str, inputs: Mapping[str, Any], made: Made, outputs: Mapping[str, Any]) -> None:
        """Remember a resource, on disk before anything else happens."""
        self.resources[urn] = {"id": made.id, "inputs": dict(inputs), "outputs": dict(outputs)}
        self.write()

    def write(self) -> None:
        """Replace the file in one step."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        document = {"version": _VERSION, "life": self.life, "resources": self.resources}
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_text(json.dumps(document, indent=1, sort_keys=True), encoding="utf-8")
        os.replace(beside, self.file)
