# Generated from specs/asyncapi/zoo.yaml. Do not edit: change the spec, then generate again.
"""What the messages of the zoo service say around their payloads."""

from __future__ import annotations

import datetime as dt

from specfold import Value


class BornHeaders(Value):
    """Headers of Born.

    Spec: specs/asyncapi/zoo.yaml#/components/messageTraits/dated/headers
    """

    on: dt.date
