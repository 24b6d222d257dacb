"""The Pulumi program: deploys every service below generated/. Without AWS: specfold.deploy.provision."""

from pathlib import Path

from specfold.deploy.discover import topologies
from specfold.deploy.program import deploy, settings_of_stack

PROJECT = Path(__file__).resolve().parent

deploy(topologies(PROJECT), settings_of_stack(), PROJECT)
