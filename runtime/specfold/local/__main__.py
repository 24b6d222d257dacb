"""`python -m specfold.local`: the local cloud for a project, until Ctrl-C."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from specfold.local import child_supervision as lifeline
from specfold.local.errors import LocalError
from specfold.local.stack import Local, Ports, up


def _ready(local: Local) -> None:
    sys.stdout.write(
        f"API        {local.api_url}\n"
        f"AWS        {local.endpoint}\n"
        f"logs       {local.logs}\n"
        f"held       specfold held --endpoint {local.endpoint}\n"
        f"token      {local.token(scopes=_scopes(local))}\n"
    )
    sys.stdout.flush()


def _scopes(local: Local) -> list[str]:
    return sorted({scope for found in local.topologies for route in found.routes for scope in route.scopes})


def main() -> int:
    """Run until SIGINT, SIGTERM, or the death of a process; 1 then, and on errors."""
    parser = argparse.ArgumentParser(prog="python -m specfold.local", description=__doc__)
    parser.add_argument("--project", type=Path, default=Path(), help="holds generated/ and handwritten/")
    parser.add_argument("--api-port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--endpoint-port", type=int, default=0, help="of the AWS emulator")
    parser.add_argument("--state", type=Path, help="keep checkpoints and logs here")
    parser.add_argument("--quiet", action="store_true", help="leave the processes' output in the log files")
    given = parser.parse_args()
    stop = threading.Event()
    lifeline.stop_on_signals(stop.set)
    try:
        with up(
            given.project,
            ports=Ports(api=given.api_port, endpoint=given.endpoint_port),
            state=given.state,
            output=None if given.quiet else sys.stderr,
            on_ready=_ready,
        ) as local:
            while not stop.wait(1.0):
                if dead := local.dead():
                    sys.stderr.write(f"ended unexpectedly: {', '.join(dead)}; see {local.logs}\n")
                    return 1
    except LocalError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
