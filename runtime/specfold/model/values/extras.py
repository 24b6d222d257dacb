"""Open classes: they keep members that they do not name, whatever those are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_core import core_schema

_UNSENT: Final = object()
_Parts = tuple[dict[str, Any], dict[str, Any] | None, set[str]]  # of a model: members, extras, names sent


def tell_members_from_extras(schema: Any, fields: Mapping[str, FieldInfo]) -> None:
    """Make the schema of a model note which members were sent, if its extras have names of members.

    pydantic notes members by Python name and extras by wire name in one set. An extra that has the Python
    name of a member would cause `exclude_unset` to write the default of that member, which nobody sent.
    """
    if schema["type"] != "model" or schema["schema"]["type"] != "model-fields":
        return
    members: dict[str, Any] = schema["schema"]["fields"]
    for member in members.values():
        if member["schema"]["type"] == "default":
            inner = member["schema"]["schema"]
            member["schema"] = core_schema.with_default_schema(inner, default_factory=_unsent)
    restored = partial(_restored, fields)
    schema["schema"] = core_schema.no_info_after_validator_function(restored, schema["schema"])


def _unsent() -> object:
    return _UNSENT


def _restored(fields: Mapping[str, FieldInfo], parts: _Parts) -> _Parts:
    members, _, sent = parts
    for name, value in members.items():
        if value is _UNSENT:
            members[name] = fields[name].get_default(call_default_factory=True, validated_data=members)
            sent.discard(name)
    return parts
