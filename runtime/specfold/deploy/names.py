"""Physical names: `<project>-<stack>-<logical name>`, the same on every run.

Explicit names are what makes a function's environment, an IAM policy and an alarm readable and
predictable. Each kind of resource has its own limit of length; a name over it is refused, never cut.
"""

from __future__ import annotations

from dataclasses import dataclass

from specfold.deploy.errors import InvalidSettings, InvalidTopology
from specfold.model.shared.limits import LOGICAL

STREAM_NAME = 128  # Kinesis StreamName
DELIVERY_NAME = 64  # Firehose DeliveryStreamName
BUCKET_NAME = 63
OTHER_NAME = 255  # DynamoDB table, alarm, topic (256), log group (512)


@dataclass(frozen=True, slots=True)
class Names:
    """Makes physical names for one stack of one project.

    Raises:
        InvalidSettings: the project or stack is not lower-case words joined by hyphens.
    """

    project: str
    stack: str

    def __post_init__(self) -> None:
        for what, value in (("project", self.project), ("stack", self.stack)):
            if not LOGICAL.fullmatch(value):
                raise InvalidSettings(
                    f"{what} {value!r} cannot begin physical names: lower-case words joined by hyphens can"
                )

    @property
    def prefix(self) -> str:
        """What every physical name begins with, without the hyphen after it."""
        return f"{self.project}-{self.stack}"

    def physical(self, logical: str, limit: int = OTHER_NAME) -> str:
        """The physical name of a logical one.

        Raises:
            InvalidTopology: the logical name has other characters than a-z, 0-9 and hyphens, or the
                whole is longer than `limit`.
        """
        if not LOGICAL.fullmatch(logical):
            raise InvalidTopology([f"name {logical!r} is not lower-case words joined by hyphens"])
        name = f"{self.prefix}-{logical}"
        if len(name) > limit:
            raise InvalidTopology([f"name {name!r} has {len(name)} characters, at most {limit} are allowed"])
        return name
