"""The emulator as AWS clients see it: environment variables, clients, names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from mypy_boto3_kinesis import KinesisClient
    from mypy_boto3_s3 import S3Client

REGION = "us-east-1"
ACCOUNT = "000000000000"  # what the emulator answers for any credentials that are not an account number
_KEY = "local"


def environment(endpoint: str, region: str = REGION) -> dict[str, str]:
    """The variables with which an AWS client talks to the emulator, and to nothing else.

    Profiles, credential files and the metadata service are switched off, so that a developer's real
    credentials can never be picked up by a function that runs here.
    """
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": _KEY,
        "AWS_SECRET_ACCESS_KEY": _KEY,
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }


def scrubbed(inherited: Mapping[str, str]) -> dict[str, str]:
    """`inherited` without anything that would steer an AWS client: the base for a child's environment."""
    return {name: value for name, value in inherited.items() if not name.startswith("AWS_")}


@dataclass(frozen=True, slots=True)
class Clients:
    """The two clients that the drivers use. botocore clients may be shared between threads."""

    kinesis: KinesisClient
    s3: S3Client


def clients(endpoint: str, region: str = REGION) -> Clients:
    """Clients of the emulator at `endpoint`, independent of this process's environment."""
    config = Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"total_max_attempts": 2, "mode": "standard"},
        max_pool_connections=64,  # one per poller and lane, or urllib3 throws connections away
        s3={"addressing_style": "path"},
        proxies={},
    )
    session = boto3.session.Session(aws_access_key_id=_KEY, aws_secret_access_key=_KEY, region_name=region)
    return Clients(
        kinesis=session.client("kinesis", endpoint_url=endpoint, config=config),
        s3=session.client("s3", endpoint_url=endpoint, config=config),
    )


def function_arn(name: str, region: str = REGION) -> str:
    """The ARN that a function of this (physical) name has in the emulator's account."""
    return f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
