"""pulumi_aws without its own noise: importing two of its packages warns about classes not used here."""

from __future__ import annotations

import warnings

import pulumi_aws as aws

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    # The packages are lazy: their first attribute is what really imports them.
    PRELOADED = (aws.s3.Bucket, aws.lambda_.Function)

__all__ = ["aws"]
