# Generated from specs/. Do not edit: change the spec, then generate again.
"""The policies of the traps service: whenever this has happened, ask for that."""

from __future__ import annotations

from collections.abc import Sequence

from specfold import Command, Event, Policy, fill_missing_handlers

from generated.traps.decisions import DEF
from generated.traps.events import Key
from generated.traps.handlers import PolicyProtocol
from generated.traps.reading import CATALOG
from handwritten.traps import policy as handwritten_policy


def _policy(policy: PolicyProtocol) -> Policy:
    """Whenever
    \"\"\" a key turns
    """

    def react(event: Event) -> Sequence[Command]:
        match event:
            case Key():
                return policy.on_key(event)
        return ()

    return Policy(
        name="Policy",
        channel="import os",
        catalog=CATALOG,
        events=(Key,),
        react=react,
        issues=(DEF,),
    )


fill_missing_handlers(handwritten_policy, PolicyProtocol)
POLICY = _policy(handwritten_policy)
