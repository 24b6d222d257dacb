"""A place in a document, as references and later stages pass it round."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.source import json_pointer as pointers
from specfold_generator.source.document import Document, JsonValue
from specfold_generator.source.json_pointer import Pointer

# keywords whose value maps names of the author's choice to schemas
_MAPS_OF_SCHEMAS = frozenset(
    ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependencies"]
)


@dataclass(frozen=True, slots=True)
class DocumentNode:
    """A place in a document. Two are equal when they are the same place of the same document."""

    document: Document
    pointer: Pointer

    @property
    def value(self) -> JsonValue:
        """What stands there. Raises LookupError when nothing does."""
        value = self.document.root
        for step in self.pointer:
            if isinstance(value, dict):
                value = value[str(step)]
            elif isinstance(value, list):
                value = value[int(step)]
            else:
                raise KeyError(step)
        return value

    @property
    def span(self) -> Location:
        """Its place in the file."""
        return self.document.span(self.pointer)

    @property
    def uri(self) -> str:
        """Its name for people and for `$ref`: `specs/asyncapi/ordering.yaml#/components/schemas/Order`."""
        return f"{pointers.percent(self.document.path)}#{pointers.encode(self.pointer)}"

    def child(self, *keys: str | int) -> DocumentNode:
        """A place below this one, whether or not something stands there."""
        return DocumentNode(self.document, (*self.pointer, *keys))

    def step(self, name: str) -> DocumentNode | None:
        """The member or item that `name`, one part of a JSON pointer, stands for; None when there is none."""
        value = self.value
        if isinstance(value, dict) and name in value:
            return self.child(name)
        is_index = name.isascii() and name.isdecimal() and (name == "0" or name[0] != "0") and len(name) < 10
        if isinstance(value, list) and is_index and int(name) < len(value):
            return self.child(int(name))
        return None

    @property
    def is_map_of_schemas(self) -> bool:
        """Whether keys here are names of the author: below `properties`, unless a property is called that."""
        run = 0
        while run < len(self.pointer) and self.pointer[-1 - run] in _MAPS_OF_SCHEMAS:
            run += 1
        return run % 2 == 1
