"""Why a resource was not made in the emulator."""

from __future__ import annotations

from collections.abc import Sequence

from specfold.deploy.errors import DeployError


class ProvisionError(DeployError):
    """The base of what provisioning refuses."""


class NotLoopback(ProvisionError):
    """The endpoint is not an explicit address of this machine."""


class UnknownResource(ProvisionError):
    """The program registers a type that has no adapter."""

    def __init__(self, type_: str, name: str) -> None:
        self.type, self.name = type_, name
        super().__init__(f"{type_} {name!r}: no adapter makes this type in the emulator; add one to ADAPTERS")


class UnmappedInput(ProvisionError):
    """A resource has an input that its adapter does not translate."""

    def __init__(self, type_: str, property_: str) -> None:
        self.type, self.property = type_, property_
        super().__init__(f"{type_}: input {property_!r} is not mapped; it would be dropped in silence")


class ChangedResource(ProvisionError):
    """A resource that exists would have to change, and provisioning only creates."""

    def __init__(self, type_: str, name: str, properties: Sequence[str]) -> None:
        self.type, self.name, self.properties = type_, name, tuple(properties)
        super().__init__(
            f"{type_} {name!r} exists with other {', '.join(properties)}: provisioning only creates. "
            "Start the emulator afresh, without its state file"
        )
