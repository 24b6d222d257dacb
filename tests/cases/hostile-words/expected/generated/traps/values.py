# Generated from specs/. Do not edit: change the spec, then generate again.
"""Values that the messages of the traps service are made of."""

from __future__ import annotations

from enum import StrEnum


class KeyType(StrEnum):
    """Spec: specs/asyncapi/traps.yaml#/components/messages/Key/properties/type"""

    QUOTE = '"'
    QUOTE_X265 = "'"
    LINE = "\n"
    EMPTY = ""
    IMPORT = "import"
