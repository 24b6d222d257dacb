"""For tests of handwritten code and of contracts: no cloud, no waiting, the same every time."""

from specfold.testing.client import Answered, Client
from specfold.testing.handlers import Given, commit_data, folded, given, interleavings, without_each
from specfold.testing.scenario import Scenario
from specfold.testing.world import Part, World, running

__all__ = [
    "Answered",
    "Client",
    "Given",
    "Part",
    "Scenario",
    "World",
    "commit_data",
    "folded",
    "given",
    "interleavings",
    "running",
    "without_each",
]
