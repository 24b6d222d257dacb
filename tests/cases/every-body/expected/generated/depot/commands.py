# Generated from specs/openapi/depot.yaml. Do not edit: change the spec, then generate again.
"""What may be asked of the depot service, and why it may be refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from specfold import Command

from generated.depot.values import FillInBody, Note, Reading, UploadBody


class FillIn(Command):
    """POST /forms

    Spec: specs/openapi/depot.yaml#/paths/~1forms/post
    """

    body: FillInBody


class Upload(Command):
    """POST /uploads

    Spec: specs/openapi/depot.yaml#/paths/~1uploads/post
    """

    body: UploadBody


class PutBlob(Command):
    """PUT /blobs/{name}

    Spec: specs/openapi/depot.yaml#/paths/~1blobs~1{name}/put
    """

    name: Annotated[str, Field(min_length=1)]
    body: str


class WriteNote(Command):
    """POST /notes

    Spec: specs/openapi/depot.yaml#/paths/~1notes/post
    """

    body: Note | Annotated[str, Field(max_length=20)] | str


class TakeReadings(Command):
    """POST /readings

    Spec: specs/openapi/depot.yaml#/paths/~1readings/post
    """

    body: list[Reading]
