"""Pulumi's camelCase inputs as botocore's request members: the half that needs no adapter by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from specfold.deploy.emulated.errors import UnmappedInput

Renames = Mapping[str, str]


class Inputs:
    """A resource's inputs; each is taken once, and what nobody took is an error."""

    def __init__(self, type_: str, name: str, values: Mapping[str, Any], path: str = "") -> None:
        self.type, self.name, self.path = type_, name, path
        self._left = {key: value for key, value in values.items() if value is not None}

    def take(self, key: str, default: Any = None) -> Any:
        """One input, or the default where it is not set."""
        return self._left.pop(key, default)

    def expect(self, key: str, *values: Any) -> None:
        """An input that says what is so anyway; any other value is unmapped."""
        if self._left.pop(key, values[0]) not in values:
            raise UnmappedInput(self.type, f"{self.path}{key}")

    def nested(self, key: str) -> Inputs:
        """An input that is an object, to be taken apart in the same way."""
        return Inputs(self.type, self.name, self._left.pop(key, None) or {}, f"{self.path}{key}.")

    def request(
        self, client: Any, operation: str, renames: Renames | None = None, member: str | None = None
    ) -> dict[str, Any]:
        """Everything that is left, as parameters of an operation, or of one structure among them.

        Names are matched without regard to case; `renames` says the others, at any depth.

        Raises:
            UnmappedInput: there is no such parameter, at any depth.
        """
        shape = client.meta.service_model.operation_model(operation).input_shape
        shape = shape.members[member] if member else shape
        left, self._left = self._left, {}
        return _structure(left, shape, self.type, self.path, renames or {})

    def done(self) -> None:
        """Every input was taken.

        Raises:
            UnmappedInput: one was not.
        """
        for key in sorted(self._left):
            raise UnmappedInput(self.type, f"{self.path}{key}")


def _structure(
    values: Mapping[str, Any], shape: Any, type_: str, path: str, renames: Renames
) -> dict[str, Any]:
    members = {member.lower(): member for member in shape.members}
    request = {}
    for key, value in values.items():
        member = members.get(renames.get(key, key).lower())
        if member is None:
            raise UnmappedInput(type_, f"{path}{key}")
        if value is not None:
            request[member] = _value(value, shape.members[member], type_, f"{path}{key}.", renames)
    return request


def _value(value: Any, shape: Any, type_: str, path: str, renames: Renames) -> Any:
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            return _structure(value, shape, type_, path, renames)
        case "list" if isinstance(value, list):
            return [_value(one, shape.member, type_, path, renames) for one in value]
        case "list" if isinstance(value, dict):  # tags: a map to Pulumi, a list of pairs to some services
            key, content = _pair(shape.member, type_, path)
            return [{key: name, content: one} for name, one in sorted(value.items())]
        case "map" if isinstance(value, dict):
            return {key: _value(one, shape.value, type_, path, renames) for key, one in value.items()}
        case "structure" | "list" | "map":
            raise UnmappedInput(type_, path.rstrip("."))
        case "double" | "float":
            return float(value)
        case _:
            return value


def _pair(shape: Any, type_: str, path: str) -> tuple[str, str]:
    for key, value in (("Key", "Value"), ("key", "value"), ("TagKey", "TagValue")):
        if set(getattr(shape, "members", ())) == {key, value}:
            return key, value
    raise UnmappedInput(type_, path.rstrip("."))
