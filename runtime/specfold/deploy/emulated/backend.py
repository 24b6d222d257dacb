"""The backend of the monitor that makes resources in the emulator, once each."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from specfold.deploy.computed_outputs import made as computed
from specfold.deploy.computed_outputs import provider_function
from specfold.deploy.emulated.adapters import ADAPTERS, UPDATES
from specfold.deploy.emulated.cloud import Cloud
from specfold.deploy.emulated.code import fingerprint
from specfold.deploy.emulated.errors import ChangedResource, ProvisionError, UnknownResource
from specfold.deploy.emulated.shapes import Inputs
from specfold.deploy.emulated.state import State
from specfold.deploy.graph import Made, Registered

# A parameter in the emulator with a random value: it tells one life of the emulator from the next.
_LIFE = "/specfold/provisioned"


class Emulated:
    """Creates what the state does not know, and counts what it did."""

    def __init__(self, cloud: Cloud, state: State) -> None:
        self._cloud, self._state = cloud, state
        self.created: list[str] = []
        self.updated: list[str] = []
        self._begin()

    def create(self, resource: Registered) -> Made:
        """Make a resource, or find it in the state.

        Raises:
            UnknownResource: no adapter makes this type.
            UnmappedInput: an adapter does not know an input.
            ChangedResource: it exists, with other inputs.
            ProvisionError: the emulator refused.
        """
        adapter = ADAPTERS.get(resource.type)
        if adapter is None:
            raise UnknownResource(resource.type, resource.name)
        inputs = fingerprint(dict(resource.inputs))
        if resource.urn in self._state.resources:
            return self._existing(resource, inputs)
        taken = Inputs(resource.type, resource.name, resource.inputs)
        try:
            made = computed(self._cloud.place, resource, adapter(self._cloud, taken))
        except ClientError as error:
            raise ProvisionError(f"{resource.type} {resource.name!r}: {error}") from error
        self._state.keep(resource.urn, inputs, made, fingerprint(dict(made.outputs)))
        self.created.append(resource.urn)
        return made

    def invoke(self, token: str, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer for the emulator's account."""
        del arguments
        return provider_function(self._cloud.place, token)

    def _existing(self, resource: Registered, inputs: Mapping[str, Any]) -> Made:
        before = self._state.resources[resource.urn]["inputs"]
        names = {*before, *inputs} - resource.ignored
        changed = sorted(key for key in names if before.get(key) != inputs.get(key))
        known = self._state.made(resource.urn)
        made = Made(id=known.id, outputs={**known.outputs, **resource.inputs})
        if not changed:
            return made
        update = UPDATES.get((resource.type, changed[0])) if len(changed) == 1 else None
        if update is None:
            raise ChangedResource(resource.type, resource.name, changed)
        update(self._cloud, Inputs(resource.type, resource.name, resource.inputs))
        self._state.keep(resource.urn, inputs, made, fingerprint(dict(made.outputs)))
        self.updated.append(resource.urn)
        return made

    def _begin(self) -> None:
        """Forget the state of an emulator that is gone, as after a restart without persistence."""
        client = self._cloud.client("ssm")
        try:
            life = client.get_parameter(Name=_LIFE)["Parameter"]["Value"]
        except client.exceptions.ParameterNotFound:
            life = uuid.uuid4().hex
            client.put_parameter(Name=_LIFE, Value=life, Type="String")
        if life != self._state.life:
            self._state.life, self._state.resources = life, {}
        self._state.write()  # without what an earlier run replaced or left unfinished
