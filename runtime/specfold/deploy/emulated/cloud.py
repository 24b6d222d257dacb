"""The emulator as adapters see it: clients, place, and the switches of the provisioner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, Literal

import botocore.session
from botocore.config import Config

from specfold.deploy.computed_outputs import Place

Driver = Literal["local", "emulator"]
"""Who moves records: `local` is this project's own driver (specfold.local), `emulator` the emulator.

With `local`, event source mappings are created disabled and delivery streams without their Kinesis source:
the driver polls for them, with buffering, partial failures and retries as on AWS, and otherwise every record
would be read, and archived, twice. It is a switch of the provisioner; the Pulumi program knows nothing of it.
"""

QUICKLY: Final = {"Delay": 0.1, "MaxAttempts": 300}
"""How botocore's waiters poll an emulator: what takes minutes on AWS takes no time here."""

_CREDENTIAL = "local"


@dataclass(slots=True)
class Cloud:
    """One emulator at one endpoint."""

    endpoint: str
    region: str
    driver: Driver = "local"
    place: Place = field(init=False)
    _awaited: list[Callable[[], None]] = field(init=False, default_factory=list)
    _session: botocore.session.Session = field(init=False)
    _clients: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        # No profile, no credential file, no environment: nothing here may ever sign with real credentials.
        self._session = botocore.session.Session(include_builtin_handlers=True)
        self._session.set_credentials(_CREDENTIAL, _CREDENTIAL)
        account = self.client("sts").get_caller_identity()["Account"]
        api_host = f"{self.endpoint}/_aws/execute-api/{{api}}/$default"
        self.place = Place(account, self.region, api_host=api_host)

    def await_later(self, service: str, waiter: str, **arguments: str) -> None:
        """Something that becomes ready by itself, and that nothing else here needs ready."""
        wait = self.client(service).get_waiter(waiter).wait
        self._awaited.append(partial(wait, WaiterConfig=QUICKLY, **arguments))

    def settle(self) -> None:
        """Wait for all of that."""
        for wait in self._awaited:
            wait()
        self._awaited.clear()

    def client(self, service: str) -> Any:
        """A botocore client of the emulator."""
        if service not in self._clients:
            self._clients[service] = self._session.create_client(
                service,
                region_name=self.region,
                endpoint_url=self.endpoint,
                config=Config(
                    connect_timeout=5,
                    read_timeout=60,
                    retries={"total_max_attempts": 1},
                    proxies={},
                    s3={"addressing_style": "path"},
                ),
            )
        return self._clients[service]
