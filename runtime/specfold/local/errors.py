"""What can go wrong while the local cloud starts or runs. Messages are made to be read by a person."""

from __future__ import annotations


class LocalError(Exception):
    """Base of every error that `specfold.local` raises on purpose."""


class PortTakenError(LocalError):
    """A port that was asked for by number is in use."""

    def __init__(self, port: int, purpose: str) -> None:
        super().__init__(
            f"port {port} on 127.0.0.1 is taken, and {purpose} needs it: "
            "stop what listens there, or give another port (0 takes any free one)"
        )
        self.port = port


class NotReadyError(LocalError):
    """A process ended or stayed silent before it was ready. Carries the end of its log."""

    def __init__(self, name: str, reason: str, tail: str) -> None:
        shown = f"\n--- the end of its log ---\n{tail}" if tail else ""
        super().__init__(f"{name} {reason}{shown}")
        self.name = name


class EntryPointError(LocalError):
    """A function's entry point cannot be imported, or is not callable."""


class EnvironmentConflictError(LocalError):
    """Two functions of one process want different values for one environment variable."""


class TopologyError(LocalError):
    """The topologies of a project are missing, or do not fit together on one machine."""


class ProvisioningError(LocalError):
    """The deployment refused the project, or could not create a resource."""


class FunctionError(LocalError):
    """A function raised, ran past its time, or answered what Lambda could not hand on."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
