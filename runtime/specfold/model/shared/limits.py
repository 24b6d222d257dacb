"""Names, lengths and times that AWS or the runtime sets, and that specs are checked against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

# Names of resources and of what policies, routes and expressions hold.
LOGICAL: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
ATTRIBUTE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.#-]{0,254}")
INDEX: Final = re.compile(r"[A-Za-z0-9_.-]{3,255}")
AUTHORIZER: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
SCOPE: Final = re.compile(r"[A-Za-z0-9._:/*+@-]{1,128}")
AUDIENCE: Final = re.compile(r"[A-Za-z0-9._~:/@-]{1,256}")
HTTPS_ISSUER: Final = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?", re.ASCII)
LOOPBACK_ISSUER: Final = re.compile(
    r"http://(?:127\.0\.0\.1|localhost)(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?", re.ASCII
)
PLAIN_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~:@-]+")  # of a path; `${...}` is a variable to API Gateway
METHODS: Final = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})  # of an HTTP API
FUNCTION_NAME: Final = 64  # characters of Lambda's FunctionName; an IAM role name has the same limit
DELIVERY_ROLE_SUFFIX: Final = "-delivery"  # the name of a stream's delivery role is the stream's and this
MAX_POLICY: Final = 1024  # bytes of the name of a policy; source keys are beside it in a key of DynamoDB

# Keys of DynamoDB ("Quotas in Amazon DynamoDB", developer guide).
MAX_PARTITION: Final = 2048  # bytes of UTF-8
MAX_SORT: Final = 1024
MAX_DIGITS: Final = 38  # significant digits of a number
SMALLEST_POWER, LARGEST_POWER = -130, 125  # powers of ten that a number may begin with

# Times.
TIMEOUTS: Final[Mapping[str, int]] = {  # seconds, by purpose of a function
    "api": 29,  # API Gateway gives up after 30
    "reader": 60,
    "policy": 60,
    "consumer": 60,
    "archive": 60,
    "repair": 300,
    "audit": 900,
}
MAX_TIMEOUT: Final = 900  # seconds; Lambda allows no more
RETENTION_HOURS: Final = 168  # of a stream: seven days, the window in which the archive can be repaired
AUDIT_MINUTES: Final = 60  # between two audits
CONSUMER_RETRIES: Final = 10  # of a plain message; then it goes to the bucket, and the next ones are handled

PAGE_SIZE: Final = 20  # rows of a page where the request does not say
