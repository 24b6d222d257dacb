"""What an operation that is answered by hand promises."""

from __future__ import annotations

from dataclasses import dataclass

from specfold.testing.contract.not_implemented import unwritten
from specfold.testing.contract.routes import RoutePromise


@dataclass(frozen=True)
class OperationPromise(RoutePromise):
    """An operation of a plain document."""

    def answers_as_documented(self) -> None:
        """Published requests get a documented answer: status, content type and body."""
        for members in self.requests:
            answered = self.ask(self.world().client(), members)
            if answered.status == 501:
                self.documented.check_problem(answered, 501)
                unwritten(f"answer {self.name}")
            self.documented.check(answered)
