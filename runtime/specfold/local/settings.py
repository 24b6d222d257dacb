"""What one run of the local cloud is made of, written to a file that its processes read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from specfold.local.errors import TopologyError
from specfold.local.poll_intervals import Pace
from specfold.model.topology import Ref

Names = Mapping[str, Mapping[str, str]]  # kind of resource -> logical name -> physical name


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that the api, consumers and archive processes must know."""

    project: Path  # holds generated/ and handwritten/
    state: Path  # checkpoints and logs
    endpoint: str  # of the emulator
    issuer: str  # of the tokens
    api_port: int
    names: Names
    archive_bucket: str | None = None  # physical
    failure_bucket: str | None = None  # physical
    pace: Pace = field(default_factory=Pace)

    def physical(self, ref: Ref) -> str:
        """The name under which a resource was provisioned.

        Raises:
            TopologyError: it was not.
        """
        if ref.kind == "bucket" and self.archive_bucket is not None:
            return self.archive_bucket  # a project has but one, whatever a topology calls it
        try:
            return self.names[ref.kind][ref.name]
        except KeyError:
            raise TopologyError(f"no {ref.kind} was provisioned for {ref.name}") from None

    def checkpoints(self, reader: str, stream: str) -> Path:
        """Where a reader keeps how far it has come in a stream."""
        return self.state / "checkpoints" / f"{reader}--{stream}.json"

    def save(self, path: Path) -> None:
        """Write them for the processes to read."""
        content = asdict(self) | {"project": str(self.project), "state": str(self.state)}
        path.write_text(json.dumps(content, indent=1))

    @staticmethod
    def load(path: Path) -> Settings:
        """Read what `save` wrote."""
        content = json.loads(path.read_text())
        content["project"], content["state"] = Path(content["project"]), Path(content["state"])
        return Settings(**content | {"pace": Pace(**content["pace"])})
