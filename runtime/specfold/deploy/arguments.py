"""The command-line arguments that `record` and `provision` share."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path


def add_common(parser: argparse.ArgumentParser) -> None:
    """Which project, as which stack, with which configuration."""
    parser.add_argument("--project", type=Path, default=Path(), help="folder of Pulumi.yaml (default: here)")
    parser.add_argument("--stack", default="local", help="stack name, part of every physical name")
    parser.add_argument("--region", default="us-east-1", help="AWS region of names and ARNs")
    parser.add_argument(
        "--config",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a configuration value; JSON for objects",
    )


def config_of(pairs: Sequence[str]) -> dict[str, str]:
    """`KEY=VALUE` arguments as a mapping.

    Raises:
        SystemExit: one has no equals sign.
    """
    config = {}
    for pair in pairs:
        key, separator, value = pair.partition("=")
        if not separator:
            raise SystemExit(f"--config {pair!r} is not KEY=VALUE")
        config[key] = value
    return config
