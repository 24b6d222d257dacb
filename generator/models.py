"""JSON Schemas of a service -> message classes. The only module that knows datamodel-code-generator.

The library turns schemas into types: what it is given holds no text of the spec but enum values, constants
and patterns, and what it writes is read as a syntax tree (`engine_output`) and printed by our own templates.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.bundle import Bundle, make_bundle
from generator.class_text import ClassPrinter
from generator.classes import ClassRequest, ModelText
from generator.diagnostics import Diagnostic, Severity, Span, SpecError
from generator.engine_output import EngineError, read_classes
from generator.format import FormatError, format_python
from generator.names import attribute_name, unique
from generator.schemas import Json

_KEPT = frozenset({
    "$ref", "additionalProperties", "allOf", "anyOf", "const", "discriminator", "enum",
    "exclusiveMaximum", "exclusiveMinimum", "format", "items", "maxItems", "maxLength", "maxProperties",
    "maximum", "minItems", "minLength", "minProperties", "minimum", "multipleOf", "oneOf", "pattern",
    "prefixItems", "properties", "required", "type",
})  # fmt: skip


def build_modules(
    service: str,
    requests: Sequence[ClassRequest],
    defs: Mapping[str, Any],
    *,
    pointers: Mapping[str, str] | None = None,
) -> ModelText:
    """The classes of a service. `pointers` says where each definition stands in the specs.

    Raises:
        SpecError: the schemas of the service cannot be turned into classes.
        ValueError: two requests ask for the same name.
    """
    if len({request.name for request in requests}) < len(requests):
        raise ValueError("two requests ask for the same class name")
    findings: list[Diagnostic] = []

    def report(pointer: str, keyword: str, reason: str) -> None:
        findings.append(_finding(pointer, f"`{keyword}` {reason}"))

    bundle = make_bundle(requests, defs, pointers or {}, report)
    if not bundle.schemas:
        return ModelText(modules={}, classes={}, findings=tuple(findings))
    wires = _wires(bundle)
    try:
        source = _generate(_document(bundle, {wire: name for name, wire in wires.items()}))
        classes = read_classes(source)
        missing = bundle.schemas.keys() - classes.keys()
        if missing:
            raise EngineError(f"no class for {', '.join(sorted(missing))}")
        printer = ClassPrinter(
            service=service, requests=requests, classes=classes, bundle=bundle, wires=wires
        )
        texts = format_python({f"{name}.py": text for name, text in printer.modules().items()})
    except (EngineError, FormatError, SyntaxError, RecursionError) as error:
        raise SpecError([_failure(requests, error)]) from error
    modules = {path.removesuffix(".py"): text for path, text in texts.items()}
    return ModelText(modules=modules, classes=printer.texts(), findings=tuple(findings))


def _wires(bundle: Bundle) -> dict[str, str]:
    """The engine sees no member name of the spec: field name for it -> wire name."""
    found = {wire for schema in bundle.schemas.values() for wire in _member_names(schema)}
    return {f"p_{name}": wire for wire, name in unique(found, attribute_name).items()}


def _member_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _member_names(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", ())
        yield from schema.get("required", ())
        if "discriminator" in schema:
            yield schema["discriminator"]["propertyName"]
        for key, part in schema.items():
            if key == "properties":
                yield from _member_names(list(part.values()))
            elif key not in ("enum", "const", "default", "discriminator", "required"):
                yield from _member_names(part)


def _document(bundle: Bundle, fields: Mapping[str, str]) -> Json:
    schemas = {name: _for_engine(schema, fields) for name, schema in bundle.schemas.items()}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": schemas}


def _for_engine(schema: Any, fields: Mapping[str, str]) -> Any:
    if isinstance(schema, list):
        return [_for_engine(part, fields) for part in schema]
    if not isinstance(schema, dict):
        return schema
    out: Json = {}
    for key in sorted(_KEPT & schema.keys()):
        value = schema[key]
        if key == "properties":
            out[key] = {fields[wire]: _for_engine(member, fields) for wire, member in value.items()}
        elif key == "required":
            out[key] = [fields[wire] for wire in value]
        elif key == "discriminator":
            out[key] = {**value, "propertyName": fields[value["propertyName"]]}
        else:
            out[key] = value if key in ("enum", "const") else _for_engine(value, fields)
    return out


def _generate(document: Json) -> str:
    # Imported here: it takes most of a second, and an unchanged service must not pay for it.
    from datamodel_code_generator import generate  # noqa: PLC0415
    from datamodel_code_generator.enums import (  # noqa: PLC0415
        DataModelType,
        InputFileType,
        NamingStrategy,
        TargetPydanticVersion,
    )
    from datamodel_code_generator.format import DatetimeClassType  # noqa: PLC0415

    with _empty_directory(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text = generate(
            json.dumps(document),
            input_file_type=InputFileType.JsonSchema,
            output_model_type=DataModelType.PydanticV2BaseModel,
            preset="standard-py311-20261027",
            target_pydantic_version=TargetPydanticVersion.V2_14,
            base_class="runtime.Value",
            output_datetime_class=DatetimeClassType.Awaredatetime,
            naming_strategy=NamingStrategy.PrimaryFirst,
            allow_remote_refs=False,
            strict_refs=True,
            treat_dot_as_module=False,
            use_missing_sentinel=True,
            collapse_root_models=False,
            snake_case_field=False,
            allow_population_by_field_name=False,
            skip_root_model=True,
            use_exact_imports=True,
            use_tuple_for_closed_arrays=True,
            intersect_allof_keywords=True,
            formatters=[],
            disable_timestamp=True,
        )
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
    return Diagnostic(code="SPF650", span=Span(file), message=f"{place}: {message}", severity=Severity.NOTE)


def _failure(requests: Sequence[ClassRequest], error: Exception) -> Diagnostic:
    file = requests[0].pointer.partition("#")[0]
    return Diagnostic(code="SPF651", span=Span(file), message=f"the schemas make no Python classes: {error}")
