"""What an event promises to its writers and readers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from pydantic import ValidationError

from specfold.eventlog.envelope import name_and_version, type_name
from specfold.model.messages import Catalog, Event
from specfold.model.schemas import Schemas
from specfold.testing.contract import envelopes
from specfold.testing.contract.invalid_payloads import Broken
from specfold.testing.contract.not_implemented import written_by_hand
from specfold.testing.contract.round_trip import lost
from specfold.testing.contract.sample_payloads import Unmakeable, for_any, sample
from specfold.testing.contract.schema_validator import Judge, plain


@dataclass(frozen=True)
class EventPromise:
    """One published version of an event. `examples` are those of the spec."""

    event: type[Event]
    type: str  # of CloudEvents, by which it is stored forever: "OrderPlaced.v2"
    schemas: Schemas
    source: str  # CloudEvents source
    examples: tuple[Any, ...] = ()
    aggregate: str = ""  # and how its instances are told apart; "" for a plain message
    identity: str = ""
    channel: str = ""

    def __str__(self) -> str:
        return self.type.replace(".v", " v")

    @property
    def name(self) -> str:
        """What its schema is published under."""
        name, _, version = self.type.rpartition(".v")
        return f"{name}/{version}"

    @cached_property
    def judge(self) -> Judge:
        """The published schema."""
        return Judge(self.schemas.schema("messages", self.name))

    @cached_property
    def payloads(self) -> tuple[Any, ...]:
        """The published examples; one made from the schema where there is none."""
        if self.examples:
            return tuple(map(plain, self.examples))
        try:
            return (sample(self.judge.schema),)
        except Unmakeable as error:
            pytest.skip(f"{self} has no example, and {error}")

    def survives(self) -> None:
        """Published examples are valid, and come back from the class as they went in."""
        for payload in self.payloads:
            self._survives(payload)

    def survives_any(self) -> None:
        """So does every payload that the schema allows."""
        for_any(self.judge.schema, self._survives)

    def refuses(self, broken: Broken) -> None:
        """The schema, and the class where a class can, refuse a payload that breaks a promise."""
        tried = 0
        for payload in self.payloads:
            wrong = broken.of(payload, self.judge)
            if wrong is None:
                continue
            tried += 1
            refused = not self.judge.accepts(wrong)
            assert refused, f"the published schema of {self} must refuse {broken}"
            if broken.typed:
                assert not self._reads(wrong), f"{self} must refuse {broken}: its class lets it pass"
        if not tried:
            pytest.skip(f"no payload of {self} could be made that has {broken}")

    def ignores_unknown_members(self) -> None:
        """A reader of today reads what a writer of tomorrow adds to."""
        for payload in self.payloads:
            if isinstance(payload, dict):
                extended = {**payload, "aMemberOfTomorrow": {"of": ["another", "version"]}}
                assert self._reads(extended), f"{self} must ignore members that it does not know"
                back = self.event.from_wire(extended).to_wire()
                found = lost(payload, back, self.judge.schema)
                assert not found, f"{self} must keep {found} beside members that it does not know"

    def travels(self) -> None:
        """It reads as a CloudEvent, in structured and in batch form, and what others write reads here."""
        for payload in self.payloads:
            event = self.event.from_wire(json.dumps(payload))
            stored = type_name(event)
            assert stored == self.type, f"{self} must be stored as {self.type}, forever, and not as {stored}"
            envelopes.read_by_others(event, self.source, self.aggregate, str(self))
            envelopes.written_by_others(event, self.source, str(self))

    def reads_as(self, latest: EventPromise, catalog: Catalog, keeps: Iterable[str]) -> None:
        """A fact of this version reads as one of the latest, through what is written by hand."""
        kept = tuple(keeps)
        with written_by_hand():
            for payload in self.payloads:
                self._reads_as(latest, catalog, kept, payload)
            for_any(self.judge.schema, lambda any: self._reads_as(latest, catalog, kept, any))

    def _reads_as(self, latest: EventPromise, catalog: Catalog, keeps: tuple[str, ...], payload: Any) -> None:
        try:
            event = catalog.read(*(name_and_version(self.type) or ("", 0)), json.dumps(payload))
        except (ValidationError, LookupError, TypeError, ValueError, ArithmeticError) as error:
            raise AssertionError(f"{self} must read as {latest}: {error!r}") from error
        assert isinstance(event, latest.event), (
            f"{self} must read as {latest}, not as {event.__class__.__name__}"
        )
        wire = plain(event.to_wire())
        assert latest.judge.accepts(wire), f"{self} must read as a valid {latest}: {latest.judge.says(wire)}"
        before = {name: payload[name] for name in keeps if name in payload}
        found = lost(before, wire, {"properties": dict.fromkeys(keeps, True)})
        assert not found, f"{latest} must say of `{found[0][1:]}` what {self} said: both describe it alike"

    def _reads(self, payload: Any) -> bool:
        try:
            self.event.from_wire(json.dumps(payload))
        except ValidationError:
            return False
        return True

    def _survives(self, payload: Any) -> None:
        wrong = self.judge.says(payload)
        assert not wrong, f"the published schema of {self} must accept its example: {wrong}"
        try:
            back = plain(self.event.from_wire(json.dumps(payload)).to_wire())
        except ValidationError as error:
            raise AssertionError(f"{self} must read what its schema allows: {error}") from error
        found = lost(payload, back, self.judge.schema)
        assert not found, f"{self} must write {', '.join(found)} as it was read"
        wrong = self.judge.says(back)
        assert not wrong, f"{self} must write what its schema allows: {wrong}"
