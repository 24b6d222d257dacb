"""When what happens, and when what is refused: a scenario for every event and every rejection.

The contract tests play them over HTTP and hold the answers against the specs.
"""

from __future__ import annotations

from specfold.testing import Scenario


def close_ticket_emits_closed() -> Scenario:
    """A history and a closeTicket by which Closed happens."""
    raise NotImplementedError("a scenario in which closeTicket makes Closed happen")
