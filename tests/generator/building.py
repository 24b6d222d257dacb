"""Build classes from schemas and import them, as a service would."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from specfold_generator.classes.build import build_modules
from specfold_generator.classes.requests import ClassRequest, ModelText

STRING = {"type": "string"}
CHOICE = {"enum": ["x", "y"], "default": "x"}

_numbers = itertools.count()


def event(name: str, schema: Any, **more: Any) -> ClassRequest:
    """A request for an event class."""
    given = {"module": "events", "base": "specfold.Event", "keywords": {"type": name, "version": 1}, **more}
    return ClassRequest(name=name, schema=schema, **given)


def obj(**properties: Any) -> dict[str, Any]:
    """An object schema; a name that ends in "_" is required."""
    wires = {name.rstrip("_"): schema for name, schema in properties.items()}
    required = [name.rstrip("_") for name in properties if name.endswith("_")]
    return {"type": "object", "properties": wires, "required": required}


MONEY = obj(amount_={"type": "integer", "minimum": 0}, currency={"type": "string", "pattern": "^[A-Z]{3}$"})


def ref(name: str) -> dict[str, str]:
    """A reference into the bundle."""
    return {"$ref": f"#/$defs/{name}"}


def build(requests: Sequence[ClassRequest], defs: Mapping[str, Any] | None = None) -> ModelText:
    """The text of a service of its own."""
    return build_modules(f"svc{next(_numbers)}", requests, defs or {})


def load(text: ModelText) -> ModuleType:
    """Run the modules of a service; one namespace holds every class of all of them."""
    everything = ModuleType("everything")
    for name in sorted(text.modules, key=lambda name: (name != "values", name)):
        source = text.modules[name]
        full = next(iter(_package(text))) + f".{name}"
        module = sys.modules[full] = ModuleType(full)
        exec(compile(source, full, "exec"), module.__dict__)
        vars(everything).update({k: v for k, v in vars(module).items() if not k.startswith("__")})
    return everything


def _package(text: ModelText) -> list[str]:
    words = " ".join(text.modules.values()).split()
    found = [word.rpartition(".")[0] for word in words if word.startswith("generated.svc")]
    return found or [f"generated.svcx{next(_numbers)}"]


def one(name: str, schema: Any, defs: Mapping[str, Any] | None = None, **more: Any) -> Any:
    """The one class that a schema makes."""
    return getattr(load(build([event(name, schema, **more)], defs)), name)
