"""What a deployed function says of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from specfold.aws.clients import Clients
from specfold.aws.faults import code_of, reading


def variables_of(clients: Clients, function: str) -> Mapping[str, str] | None:
    """The environment variables of a Lambda function, by its physical name; None if there is none.

    Raises:
        Throttled, Unavailable: Lambda cannot be asked now, or not by these credentials.
    """
    with reading(f"configuration of {function}"):
        try:
            found = clients.functions.get_function_configuration(FunctionName=function)
        except ClientError as error:
            if code_of(error) == "ResourceNotFoundException":
                return None
            raise
    return found.get("Environment", {}).get("Variables", {})


def answer_of(clients: Clients, function: str, event: Mapping[str, Any]) -> tuple[Any, str]:
    """What a Lambda function answers to an event; or why it failed, if it did.

    Raises:
        Throttled, Blocked, Unavailable: Lambda cannot be asked now, or not by these credentials.
    """
    with reading(f"invocation of {function}"):
        answer = clients.functions.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        text = answer["Payload"].read()
    try:
        found = json.loads(text or b"null")
    except ValueError:
        return None, "its answer does not read"
    if "FunctionError" in answer:
        return None, str(found.get("errorMessage", "")) if isinstance(found, dict) else "it fails"
    return found, ""
