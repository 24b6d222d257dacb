"""Firehose's data transformation: invoke the function, sort its answer, account for every record.

Sources: "Transform source data in Amazon Data Firehose", "Handle failure in data transformation".
"""

from __future__ import annotations

import base64
import binascii
import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from specfold.local.errors import FunctionError
from specfold.local.events import firehose_event, firehose_record_id
from specfold.local.invoke import Function, Json
from specfold.local.shards import Record

log = logging.getLogger(__name__)

BATCH_BYTES = 1024 * 1024  # of raw data in one invocation: Firehose's default buffer hint
BATCH_RECORDS = 500


@dataclass(slots=True)
class Transformed:
    """What became of a buffer of records. Lines and errors are in the order of the records."""

    lines: list[bytes] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    dropped: int = 0


class Transform:
    """The function between the stream and S3."""

    def __init__(
        self,
        function: Function,
        *,
        stream_arn: str,
        delivery_arn: str,
        retries: int = 3,
        pause: Callable[[int], bool],
    ) -> None:
        """`pause(attempt)` waits before a retry, and answers False when it is time to stop."""
        self._function = function
        self._stream_arn = stream_arn
        self._delivery_arn = delivery_arn
        self._retries = retries
        self._pause = pause

    def run(self, records: Sequence[Record]) -> Transformed | None:
        """Transform a buffer, in as many invocations as it needs. None when told to stop meanwhile."""
        result = Transformed()
        for batch in _batches(records):
            answers = self._answers(batch)
            if answers is None:
                return None
            for record, answer in zip(batch, answers, strict=True):
                _sort(record, answer, result, self._function.arn)
        return result

    def _answers(self, batch: Sequence[Record]) -> list[_Answer] | None:
        """One answer per record. A function that keeps failing fails them all."""
        attempts = 0
        while True:
            attempts += 1
            event = firehose_event(batch, self._stream_arn, self._delivery_arn, str(uuid.uuid4()))
            try:
                return _read_answer(batch, self._function.invoke(event), attempts)
            except FunctionError as problem:
                log.warning("transform of %d records failed: %s", len(batch), problem)
                failure = _Answer("Lambda.FunctionError", str(problem), attempts)
            if attempts > self._retries:
                return [failure] * len(batch)
            if not self._pause(attempts):
                return None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a record came to: data to keep, or nothing kept (dropped), or an error code."""

    error: str | None
    message: str = ""
    attempts: int = 1
    data: bytes | None = None


def _batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    start, size = 0, 0
    for index, record in enumerate(records):
        if index > start and (size + len(record.data) > BATCH_BYTES or index - start >= BATCH_RECORDS):
            yield records[start:index]
            start, size = index, 0
        size += len(record.data)
    if start < len(records):
        yield records[start:]


def _read_answer(batch: Sequence[Record], answer: Any, attempts: int) -> list[_Answer]:
    """The function's answer by record. Raises FunctionError when there is no list of records in it."""
    given = answer.get("records") if isinstance(answer, dict) else None
    if not isinstance(given, list):
        raise FunctionError("Lambda.JsonProcessingException", "the response has no list of records")
    by_id: dict[str, _Answer] = {}
    for item in given:
        identifier = item.get("recordId") if isinstance(item, dict) else None
        if not isinstance(identifier, str):
            raise FunctionError("Lambda.JsonProcessingException", "a returned record has no recordId")
        if identifier in by_id:
            by_id[identifier] = _Answer("Lambda.DuplicatedRecordId", "returned more than once", attempts)
        else:
            by_id[identifier] = _read_record(item, attempts)
    missing = _Answer("Lambda.MissingRecordId", "the function did not return this record", attempts)
    return [by_id.get(firehose_record_id(record), missing) for record in batch]


def _read_record(item: Json, attempts: int) -> _Answer:
    match item.get("result"):
        case "Ok":
            try:
                return _Answer(None, data=base64.b64decode(item["data"], validate=True))
            except (KeyError, TypeError, ValueError, binascii.Error):
                return _Answer("Lambda.JsonProcessingException", "data is not base64", attempts)
        case "Dropped":
            return _Answer(None)
        case "ProcessingFailed":
            return _Answer(
                "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record", attempts
            )
        case other:
            return _Answer("Lambda.JsonProcessingException", f"unknown result {other!r}", attempts)


def _sort(record: Record, answer: _Answer, result: Transformed, function_arn: str) -> None:
    if answer.data is not None:
        result.lines.append(answer.data)
    elif answer.error is None:
        result.dropped += 1
    else:
        result.errors.append(
            {
                "attemptsMade": answer.attempts,
                "arrivalTimestamp": round(record.arrived * 1000),
                "errorCode": answer.error,
                "errorMessage": answer.message,
                "attemptEndingTimestamp": round(time.time() * 1000),
                "rawData": record.encoded,
                "lambdaArn": function_arn,
            }
        )
