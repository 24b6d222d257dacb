"""anyOf and oneOf beside other keywords, and what a branch is called."""

from __future__ import annotations

from specfold_generator.classes.clean import Json
from specfold_generator.json_schema.keywords import REFERENCE
from specfold_generator.python.names import class_name

OBJECT = ("type", "properties", "required", "additionalProperties")
_UNIONS = ("anyOf", "oneOf")


def lift(schema: Json) -> None:
    """`allOf: [A, {oneOf: [B, C]}]` is `allOf: [A], oneOf: [B, C]`, if only one part has alternatives."""
    parts = schema.get("allOf", [])
    unions = [part for part in parts if part.keys() & {*_UNIONS}]
    if (
        len(unions) == 1
        and len(unions[0].keys() - {"title", "description"}) == 1
        and not schema.keys() & {*_UNIONS}
    ):
        schema["allOf"] = [part for part in parts if part is not unions[0]]
        schema.update({keyword: unions[0][keyword] for keyword in _UNIONS if keyword in unions[0]})
        if not schema["allOf"]:
            del schema["allOf"]


def fold_conditions(schema: Json) -> None:
    """Give a class with members the members of its inline alternatives too, as optional ones.

    Which combinations are allowed is left to the JSON Schema: a union of near-copies would help nobody.
    """
    if "properties" not in schema:
        return
    for keyword in _UNIONS:
        branches = schema.get(keyword, ())
        if not branches or any(branch.keys() & {"$ref", "allOf", *_UNIONS} for branch in branches):
            continue
        del schema[keyword]
        schema.pop("discriminator", None)
        properties = dict(schema["properties"])
        for branch in branches:
            for wire, member in branch.get("properties", {}).items():
                properties.setdefault(wire, member)
        schema["properties"] = properties


def shared_keywords(schema: Json) -> Json:
    """What a schema says beside its one anyOf or oneOf that every branch must say too; taken out of it."""
    unions = [keyword for keyword in _UNIONS if keyword in schema]
    if len(unions) != 1 or not schema.keys() & {"properties", "allOf"}:
        return {}
    schema[unions[0]] = [branch for branch in schema[unions[0]] if branch != {"type": "null"}]
    return {keyword: schema.pop(keyword) for keyword in (*OBJECT, "allOf") if keyword in schema}


def keep_others(branches: list[Json]) -> list[Json]:
    """Branches of `anyOf`, which may hold together: one class is chosen, and keeps what the others name."""
    named = {name for branch in branches for name in branch.get("properties", ())}

    def kept(branch: Json) -> Json:
        inline = "properties" in branch and not branch.keys() & {"additionalProperties", "$ref"}
        return (
            {**branch, "additionalProperties": True}
            if inline and named - branch["properties"].keys()
            else branch
        )

    return [kept(branch) for branch in branches]


def branch_name(branch: Json, index: int) -> str:
    """What tells a branch of a union: its title, its reference, its constant member, else its place."""
    if isinstance(branch.get("title"), str) and class_name(branch["title"]) != "Model":
        return class_name(branch["title"])
    if "$ref" in branch:
        return class_name(branch["$ref"].removeprefix(REFERENCE))
    for member in branch.get("properties", {}).values():
        values = member.get("enum", ())
        if len(values) == 1 and isinstance(values[0], str):
            return class_name(values[0])
    return f"Option{index + 1}"
