"""JSON Schemas of a service -> message classes. The only module that knows datamodel-code-generator.

The library turns schemas into types: what it is given holds no text of the spec but enum values, constants
and patterns, and what it writes is read as a syntax tree (`engine_output`) and printed by our own templates.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import tempfile
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from specfold_generator.classes.bundle import Bundle, make_bundle, references
from specfold_generator.classes.cache import cache_key, read_cached, store
from specfold_generator.classes.clean import Json, Report
from specfold_generator.classes.codegen_dedupe import Shared
from specfold_generator.classes.codegen_input import MARK, engine_schemas, field_names
from specfold_generator.classes.codegen_output import EngineError, ReadClass, read_classes
from specfold_generator.classes.cycles import MOST, cycles
from specfold_generator.classes.inheritance import settle_inheritance, settle_roots
from specfold_generator.classes.printer import ClassPrinter
from specfold_generator.classes.requests import ClassRequest, ClassText, ModelText
from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity, SpecError
from specfold_generator.python.format import FormatError, format_python
from specfold_generator.python.names import Parted

LONGEST = 200  # characters of a reason
_CLASS = re.compile(r"[A-Z][A-Za-z0-9]*")
_OPTIONS: Mapping[str, Any] = {
    "input_file_type": "jsonschema",
    "preset": "standard-py311-20261027",
    "output_model_type": "pydantic_v2.BaseModel",
    "target_pydantic_version": "2.14",
    "base_class": "specfold.Value",
    "output_datetime_class": "AwareDatetime",
    "naming_strategy": "primary-first",
    "allow_remote_refs": False,
    "strict_refs": True,
    "treat_dot_as_module": False,
    "use_missing_sentinel": True,  # tells absent from null; engine_output reads it, nobody else sees it
    "collapse_root_models": False,  # named texts and lists stay named
    "snake_case_field": False,
    "allow_population_by_field_name": False,
    "skip_root_model": True,
    "use_exact_imports": True,
    "use_tuple_for_closed_arrays": True,
    "intersect_allof_keywords": True,
    "formatters": [],  # its own read the configuration around them
    "disable_timestamp": True,
}


def build_modules(
    service: str,
    requests: Sequence[ClassRequest],
    defs: Mapping[str, Any],
    *,
    keep: Collection[str] = (),
    pointers: Mapping[str, str] | None = None,
    cache: Path | None = None,
) -> ModelText:
    """The classes of a service: those asked for, and whatever they need.

    `keep`: definitions that become classes though nothing asked for needs them. `pointers`: where each
    definition stands. `cache`: where to keep the result.

    Raises:
        SpecError: the schemas of the service cannot be turned into classes. With `keep` it says no more: the
            reason may be what is only kept.
        ValueError: a requested name is no class name, or asked for twice.
    """
    names = [request.name for request in requests]
    if len({*names}) < len(names) or not all(map(_CLASS.fullmatch, names)):
        raise ValueError("class names come from specfold_generator.python.names, each of its own")
    key = cache_key(service, requests, defs, pointers or {}, keep) if cache else None
    text = read_cached(cache, key) if cache and key else None
    if text is None:
        text = _build(service, requests, defs, pointers or {}, keep)
        if cache and key:
            store(cache, key, text)
    return text


def _build(
    service: str,
    requests: Sequence[ClassRequest],
    defs: Mapping[str, Any],
    pointers: Mapping[str, str],
    keep: Collection[str],
) -> ModelText:
    diagnostics: list[Diagnostic] = []

    def report(pointer: str, keyword: str, reason: str) -> None:
        diagnostics.append(_finding(pointer, f"`{keyword}` {reason}"))

    bundle = make_bundle(requests, defs, pointers, report, keep)
    if not bundle.schemas:
        return ModelText(modules={}, classes={}, diagnostics=tuple(diagnostics))
    endless = [_endless(group, bundle) for group in cycles(_graph(bundle)) if len(group) > MOST]
    if endless:
        raise SpecError([] if keep else endless)
    try:
        modules, classes, parted = _print(service, requests, bundle, report)
    except (EngineError, FormatError, SyntaxError, RecursionError) as error:
        raise SpecError([] if keep else _failures(requests, bundle, error)) from error
    diagnostics += map(_renamed, (*bundle.parted, *parted))
    return ModelText(modules=modules, classes=classes, diagnostics=tuple(dict.fromkeys(diagnostics)))


def _graph(bundle: Bundle) -> dict[str, set[str]]:
    return {name: references(schema) for name, schema in bundle.schemas.items()}


def _endless(group: Sequence[str], bundle: Bundle) -> Diagnostic:
    """The error for a cycle that Python could not complete, at the first of its schemas."""
    place = min(bundle.pointers.get(name, "") for name in group)
    file, _, pointer = place.partition("#")
    found = diagnose(
        "SPF389",
        Location(file),
        f"{len(group)} schemas refer to each other in a cycle; {MOST} can at most",
        help="replace a reference in the cycle by the identifier of what it refers to",
    )
    return replace(found, pointer=pointer)


def _print(
    service: str, requests: Sequence[ClassRequest], bundle: Bundle, report: Report
) -> tuple[dict[str, str], dict[str, ClassText], tuple[Parted, ...]]:
    wires = field_names(bundle)
    classes = settle_roots(_engine_classes(bundle, wires), [request.name for request in requests])
    printer = ClassPrinter(
        service=service, requests=requests, classes=classes, bundle=bundle, wires=wires, report=report
    )
    texts = format_python({f"{name}.py": text for name, text in printer.modules().items()})
    modules = {path.removesuffix(".py"): text for path, text in texts.items()}
    return modules, printer.texts(), printer.parted


def _engine_classes(bundle: Bundle, wires: Mapping[str, str]) -> dict[str, ReadClass]:
    classes = settle_inheritance(_read_classes(engine_schemas(bundle, wires)))
    missing = bundle.schemas.keys() - classes.keys()
    if missing:
        raise EngineError(f"no class for {', '.join(sorted(missing))}")
    return classes


def _read_classes(schemas: Mapping[str, Json]) -> dict[str, ReadClass]:
    shared = Shared(schemas)
    try:
        return shared.classes(read_classes(_generate(shared.schemas), MARK))
    except EngineError as error:
        if shared.shows(error.within):  # among all others it would be the same
            raise
    except (SyntaxError, RecursionError):
        pass
    return read_classes(_generate(schemas), MARK)  # shown all, it may do better, or say better what is wrong


def _generate(schemas: Mapping[str, Json]) -> str:
    # Imported here: it takes most of a second, and an unchanged service must not pay for it.
    from datamodel_code_generator import generate  # noqa: PLC0415
    from datamodel_code_generator.config import GenerateConfig  # noqa: PLC0415

    document = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": schemas}
    with _empty_directory(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a class does not say is reported by the cleaner
        try:
            text = generate(json.dumps(document), config=GenerateConfig.model_validate(_OPTIONS))
        except Exception as error:  # the library promises no type of error
            raise EngineError(f"{type(error).__name__}: {error}") from error
    if not isinstance(text, str):
        raise EngineError("more than one module")
    return text


@contextlib.contextmanager
def _empty_directory() -> Iterator[None]:
    """The library reads files beside it when a schema says so; here is none."""
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="specfold-") as directory:
        os.chdir(directory)
        try:
            yield
        finally:
            os.chdir(before)


def _finding(pointer: str, message: str) -> Diagnostic:
    file, _, place = pointer.partition("#")
    return Diagnostic(
        code="SPF650",
        span=Location(file),
        message=f"{place}: {message}",
        severity=Severity.NOTE,
        pointer=place,
    )


def _renamed(parted: Parted) -> Diagnostic:
    file, _, place = parted.place.partition("#")
    other = parted.other.removeprefix(f"{file}#") or "something else"
    message = f"{place}: it is called `{parted.made}` in Python, for `{parted.wanted}` is the name of {other}"
    found = diagnose("SPF602", Location(file), message, help="give one of the two another name")
    return replace(found, pointer=place.partition(", ")[0])  # a blank would be %20


def _failures(requests: Sequence[ClassRequest], bundle: Bundle, error: Exception) -> list[Diagnostic]:
    """One diagnostic for every request that cannot be built alone; all of them together if each one can."""
    broken = _broken([request.name for request in requests], bundle)
    return [
        Diagnostic(
            code="SPF651",
            span=Location(request.pointer.partition("#")[0]),
            message=(
                f"{request.pointer.partition('#')[2] or request.name}: "
                f"no Python class can be made of the schema: {_reason(error)}"
            ),
            help="simplify the schema: name its parts in components/schemas and refer to them",
            pointer=request.pointer.partition("#")[2],
        )
        for request in requests
        if request.name in broken or not broken
    ]


def _reason(error: Exception) -> str:
    """Why no class was made, on one line; Python and the library have words of many lines."""
    if isinstance(error, RecursionError):
        return "its parts are nested too deeply"
    return " ".join(str(error).split())[:LONGEST]


def _broken(names: Sequence[str], bundle: Bundle) -> set[str]:
    """Of these classes, those the engine fails on; found by halves, because most have no part in it."""
    try:
        part = Bundle({name: bundle.schemas[name] for name in bundle.reachable(names)}, bundle.pointers)
        _engine_classes(part, field_names(part))
    except (EngineError, SyntaxError, RecursionError):
        half = len(names) // 2
        return _broken(names[:half], bundle) | _broken(names[half:], bundle) if half else set(names)
    return set()
