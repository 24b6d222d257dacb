"""The doors of a generated service, asked with values of the suite: what each takes, what becomes of it."""

from __future__ import annotations

import importlib
import importlib.util
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError
from specfold import Event
from specfold.messaging import Channel, Consumer, Message, UnreadableMessage
from specfold.model.service import Answer, OperationRoute, Service
from specfold.testing.contract.round_trip import lost
from specfold.testing.world import World

from tests.json_schema.official import Case


@dataclass(frozen=True)
class Verdict:
    """Whether a door let a value in, and why not. `broken`: it ended as no door may."""

    taken: bool
    why: str = ""
    broken: bool = False


class Channels:
    """The consumer and the publisher of a service whose messages are the cases."""

    def __init__(self, service: str) -> None:
        module = importlib.import_module(f"generated.{service}.channels")
        self._channel = next(one for one in vars(module).values() if isinstance(one, Channel))
        self._classes = {event.type: event for event in self._channel.catalog}
        self._got: list[Event] = []
        self._consumer = Consumer(name="suite", channel=self._channel, handle=self._got.append)

    def consume(self, case: Case, value: Any) -> Verdict:
        """Hand the value to the consumer, as a transport does."""
        message = Message(address="values", type=case.name, body=json.dumps(value).encode())
        try:
            self._consumer(message)
        except UnreadableMessage as refused:
            return Verdict(False, str(refused))
        except Exception as error:  # whatever it is, it is no answer
            return Verdict(False, f"{type(error).__name__}: {error}", broken=True)
        return Verdict(True)

    def publish(self, case: Case, value: Any) -> Verdict:
        """Make the event of the value and send it: what is sent is what was given, unnamed members aside."""
        schema = self._channel.schemas.schema("messages", f"{case.name}/1")
        try:
            sent = self._channel.message(self._classes[case.name].from_wire(json.dumps(value)))
        except ValueError as refused:  # pydantic's errors are ValueErrors
            return Verdict(False, str(refused))
        except Exception as error:
            return Verdict(False, f"{type(error).__name__}: {error}", broken=True)
        missing = lost(value, json.loads(sent.body), schema)
        return Verdict(True, f"{missing} is lost" if missing else "", broken=bool(missing))

    def edge_alone(self, case: Case, value: Any) -> bool:
        """Whether the schema at the edge takes the value, whatever the class says."""
        return not self._channel.schemas.problems("messages", f"{case.name}/1", value)

    def class_alone(self, case: Case, value: Any) -> frozenset[str]:
        """The kinds of errors for which the class refuses the value; none: it takes it."""
        try:
            self._classes[case.name].from_wire(json.dumps(value))
        except ValidationError as error:
            return frozenset(one["type"] for one in error.errors())
        return frozenset()


class Http:
    """The HTTP API of a service whose operations take the cases as bodies."""

    def __init__(self, service: str) -> None:
        found: Service = importlib.import_module(f"generated.{service}.service").SERVICE
        routes = [
            replace(route, handle=lambda request: Answer(status=204))
            for route in found.routes
            if isinstance(route, OperationRoute)
        ]
        self._client = World(replace(found, routes=tuple(routes))).client()

    def ask(self, case: Case, value: Any) -> Verdict:
        """POST the value."""
        answered = self._client.request(
            "POST",
            f"/{case.name}",
            body=json.dumps(value).encode(),
            headers={"Content-Type": "application/json"},
        )
        said = answered.body.decode()[:300]
        return Verdict(answered.status == 204, said, broken=answered.status not in (204, 400))


Door = Callable[[Case, Any], Verdict]


def doors(service: str, channels: Channels) -> Mapping[str, Door]:
    """Every door of a service, by name."""
    found: dict[str, Door] = {"consumer": channels.consume, "publisher": channels.publish}
    if importlib.util.find_spec(f"generated.{service}.service") is not None:
        found["http"] = Http(service).ask
    return found
