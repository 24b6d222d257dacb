"""What a deployed function says of itself."""

from __future__ import annotations

from collections.abc import Mapping

from botocore.exceptions import ClientError

from runtime.aws.clients import Clients
from runtime.aws.faults import code_of, reading


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
