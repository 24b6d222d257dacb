# Generated from specs/openapi/traps.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the traps service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command, Rejection


class Def(Command):
    """Define

    something \"\"\"

    PUT /a/{class}

    Spec: specs/openapi/traps.yaml#/paths/~1a~1{class}/put
    """

    class_: Annotated[str, Field(alias="class")]


class Answer(Command):
    """POST /c

    Spec: specs/openapi/traps.yaml#/paths/~1c/post
    """

    body: str | None = None


class KeyRejection(Rejection, status=410):
    """Gone"""


class RejectionModel(Rejection, status=409):
    """Why \"\"\" not\\"""
