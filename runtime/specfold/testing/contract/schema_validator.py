"""A second opinion: payloads judged by `jsonschema`, which the runtime does not use, format by format.

Patterns alone it leaves to the runtime's engine: Python has none that reads ECMA-262.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from specfold.model.shared.json_pointer import pointer as pointer_of
from specfold.model.shared.json_pointer import tokens
from specfold.testing.contract.patterns import KEYWORDS

Schema = Mapping[str, Any]
_Validator: Any = extend(Draft202012Validator, KEYWORDS)  # type: ignore[no-untyped-call]  # has no types


@dataclass(frozen=True)
class Judge:
    """The validator of one self-contained schema."""

    schema: Schema = field(repr=False)  # hypothesis prints what it filters by, once for each branch

    @cached_property
    def _validator(self) -> Any:
        return _Validator(self.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def accepts(self, instance: Any) -> bool:
        """Whether nothing is wrong with it."""
        return bool(self._validator.is_valid(instance))

    def keywords(self, instance: Any) -> set[tuple[str, str]]:
        """What is wrong with it: JSON pointer and keyword of each fault."""
        return {(_pointer(error), str(error.validator)) for error in self._leaves(instance)}

    def says(self, instance: Any) -> str:
        """What is wrong with it, in a line; "" if nothing is."""
        return "; ".join(
            f"{_pointer(error) or '/'}: {error.message}"[:200] for error in self._leaves(instance)
        )

    def _leaves(self, instance: Any) -> Iterator[ValidationError]:
        for error in self._validator.iter_errors(instance):
            yield from error.context or (error,)


def plain(value: Any) -> Any:
    """A value as JSON has it: tuples are arrays, nothing is shared."""
    return json.loads(json.dumps(value))


def at(instance: Any, pointer: str) -> Any:
    """What stands at a JSON pointer.

    Raises:
        LookupError: nothing does.
    """
    for token in tokens(pointer):
        if isinstance(instance, list):
            if not token.isdecimal():
                raise LookupError(pointer)
            instance = instance[int(token)]
        elif isinstance(instance, dict):
            instance = instance[token]
        else:
            raise LookupError(pointer)
    return instance


def _pointer(error: ValidationError) -> str:
    return pointer_of(error.absolute_path)
