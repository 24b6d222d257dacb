"""What generated contract tests import."""

from specfold.testing.contract.answers import Bodies
from specfold.testing.contract.channels import ConsumerPromise
from specfold.testing.contract.commands import CommandPromise
from specfold.testing.contract.event_histories import Source
from specfold.testing.contract.events import EventPromise
from specfold.testing.contract.invalid_payloads import Broken, Members, broken
from specfold.testing.contract.operations import OperationPromise
from specfold.testing.contract.outgoing import OutgoingPromise
from specfold.testing.contract.policies import PolicyPromise
from specfold.testing.contract.projections import ProjectionPromise
from specfold.testing.contract.queries import QueryPromise
from specfold.testing.contract.routes import broken_requests

__all__ = [
    "Bodies",
    "Broken",
    "CommandPromise",
    "ConsumerPromise",
    "EventPromise",
    "Members",
    "OperationPromise",
    "OutgoingPromise",
    "PolicyPromise",
    "ProjectionPromise",
    "QueryPromise",
    "Source",
    "broken",
    "broken_requests",
]
