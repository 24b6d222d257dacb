"""What a policy promises: to an event the same commands, of documented kinds, that act once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from specfold.commands.decider import partition_key
from specfold.model.messages import Command
from specfold.model.service import Policy, Service
from specfold.projections.policy_reader import PolicyReader
from specfold.storage.memory_ports import MemoryCursors
from specfold.testing.contract.events import EventPromise
from specfold.testing.contract.not_implemented import written_by_hand
from specfold.testing.contract.sample_payloads import for_any
from specfold.testing.contract.schema_validator import Judge, plain
from specfold.testing.world import World


@dataclass(frozen=True)
class PolicyPromise:
    """A policy, the events it reacts to, and the commands it may issue, by operation."""

    service: Service
    name: str
    events: tuple[EventPromise, ...]
    issues: tuple[str, ...]

    @property
    def policy(self) -> Policy:
        """The policy as the service has it."""
        found = next((policy for policy in self.service.policies if policy.name == self.name), None)
        assert found, f"{self.name} must react, and no policy of the service is called so"
        return found

    def reacts(self) -> None:
        """It answers an event with commands that it may issue and that are valid, always with the same."""
        for promise in self.events:
            for payload in promise.payloads:
                self._reacts(promise, payload)
            for_any(promise.judge.schema, partial(self._reacts, promise))

    def acts_once(self) -> None:
        """An event that is read again, even by a policy that remembers nothing, changes nothing more."""
        for promise in self.events:
            world = World(self.service)
            payload = promise.payloads[0]
            with written_by_hand():
                self._reacts(promise, payload)
            key = partition_key(promise.aggregate, payload[promise.identity])
            world.publish(self.policy.channel, key, promise.event.from_wire(payload), source=promise.source)
            world.drain()
            before = {name: len(log.entries) for name, log in world.logs.items()}
            commands = world.parts[self.service.name].commands
            forgetful = PolicyReader(
                self.policy, commands=commands, cursors=MemoryCursors(), repairs=world.repairs
            )
            forgetful.read(world.logs[self.policy.channel].entries)
            world.drain()
            after = {name: len(log.entries) for name, log in world.logs.items()}
            assert after == before, f"{self.name} must act once on {promise}, however often it is read"

    def _reacts(self, promise: EventPromise, payload: Any) -> None:
        event = promise.event.from_wire(payload)
        with written_by_hand():
            commands, again = self.policy.react(event), self.policy.react(event)
        assert isinstance(commands, Sequence), f"{self.name} must answer {promise} with a list of commands"
        assert list(commands) == list(again), (
            f"{self.name} must answer the same {promise} with the same commands"
        )
        for command in commands:
            self._is_issued(command)

    def _is_issued(self, command: Command) -> None:
        named = {d.command: d.name for d in self.policy.issues}
        name = named.get(type(command), type(command).__name__)
        assert name in self.issues, f"{self.name} may issue {' or '.join(self.issues)}, and not {name}"
        wrong = Judge(self.service.schemas.schema("requests", name)).says(plain(command.to_wire()))
        assert not wrong, f"{self.name} must issue a {name} that its schema allows: {wrong}"
