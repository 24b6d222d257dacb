"""What can be wrong with a deployment before it touches a cloud."""

from __future__ import annotations

from collections.abc import Sequence


class DeployError(Exception):
    """The base of every error of this package."""


class InvalidTopology(DeployError):
    """A topology asks for something that may not reach an ARN, a policy, a prefix or an expression.

    `problems` holds every diagnostic, not only the first.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "the topology was refused:\n" + "\n".join(f"  - {problem}" for problem in self.problems)
        )


class InvalidSettings(DeployError):
    """A configuration value that is missing, malformed or out of range."""
