"""The Pulumi program: every service below generated/, deployed. Without a cloud: runtime.deploy.provision."""

from pathlib import Path

from runtime.deploy.discover import topologies
from runtime.deploy.program import deploy, settings_of_stack

PROJECT = Path(__file__).resolve().parent

deploy(topologies(PROJECT), settings_of_stack(), PROJECT)
