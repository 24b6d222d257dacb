"""`python -m demo`: provision, serve, play, take down. Ends with 0, or with 1 and the reason."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from specfold.local.errors import LocalError
from specfold.local.poll_intervals import Pace
from specfold.local.stack import Local, Ports, up

from demo.journey import Journey
from demo.look import Cloud
from demo.story import Broken, Story
from generated.ordering.service import SERVICE

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Exit code 0 if every promise held."""
    parser = argparse.ArgumentParser(prog="specfold demo", description=__doc__)
    parser.add_argument("--api-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--endpoint-port", type=int, default=0, help="of the embedded AWS; 0 takes a free one"
    )
    parser.add_argument("--verbose", action="store_true", help="show what the processes print, too")
    given = parser.parse_args()
    story, began = Story(), time.monotonic()
    try:
        ports = Ports(api=given.api_port, endpoint=given.endpoint_port)
        pace = Pace(poll=0.1, window_most=0.1, archive_seconds=1.0)
        with up(ROOT, ports=ports, pace=pace, output=sys.stderr if given.verbose else None) as local:
            _play(local, story)
    except (Broken, LocalError) as problem:
        sys.stderr.write(f"\nThe journey ended: {problem}\n")
        return 1
    sys.stdout.write(
        f"\n{story.kept} promises held, in {time.monotonic() - began:.0f} s. Nothing is left running.\n"
    )
    return 0


def _play(local: Local, story: Story) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]  # anyone who runs this may have credentials of a real account
    os.environ.update(local.environment)
    story.station("The embedded AWS is provisioned, by the program that `pulumi up` runs")
    names = local.settings.names
    story.show("AWS", local.endpoint)
    story.show("API", local.api_url)
    for kind, made in sorted(names.items()):
        story.show(f"{kind}s", ", ".join(sorted(made)))
    Journey(local, Cloud(local, SERVICE, "orders"), story).play()


if __name__ == "__main__":
    sys.exit(main())
