"""What a synthetic service speaks of: ten facts that can happen to anything, and the words for the things."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

NOUNS = ("Order", "Parcel", "Invoice", "Contract", "Ticket", "Account", "Vehicle", "Lease", "Claim", "Survey")
KINDS = ("Small", "Great", "Early", "Late", "Local", "Foreign", "Direct", "Shared", "Spare", "Annual")


def text(most: int, **more: Any) -> Json:
    """A text of at most `most` characters."""
    return {"type": "string", "minLength": 1, "maxLength": most, **more}


def listed(items: Json, **more: Any) -> Json:
    """A list."""
    return {"type": "array", "items": items, **more}


def record(required: list[str], **properties: Json) -> Json:
    """An object."""
    return {"type": "object", "required": required, "properties": properties}


def shared(name: str) -> Json:
    """A reference to a schema that many others refer to."""
    return {"$ref": f"#/components/schemas/{name}"}


IDENTITY: Json = {"type": "string", "format": "uuid"}
MOMENT: Json = {"type": "string", "format": "date-time"}
MONEY = shared("Money")
ADDRESS = shared("Address")

SHARED: Json = {
    "Money": {
        "description": "An amount in the minor unit of its currency.",
        **record(
            ["amount", "currency"],
            amount={"type": "integer", "minimum": 0},
            currency={"type": "string", "pattern": "^[A-Z]{3}$"},
        ),
    },
    "Address": {
        "description": "Where something is to go.",
        **record(
            ["street", "city", "country"],
            street=text(200),
            city=text(100),
            postcode=text(12),
            country={"type": "string", "pattern": "^[A-Z]{2}$"},
        ),
    },
}

# What happened -> what is told of it.
FACTS: dict[str, Json] = {
    "Opened": record(
        ["name", "kind", "lines", "total"],
        name=text(80, description="As people call it."),
        kind={"type": "string", "enum": ["standard", "express", "returned"]},
        lines=listed(
            record(
                ["sku", "quantity"], sku=text(20), quantity={"type": "integer", "minimum": 1}, price=MONEY
            ),
            minItems=1,
            maxItems=100,
        ),
        total=MONEY,
        deliverTo=ADDRESS,
    ),
    "Renamed": record(["name"], name=text(80, description="The new name."), before=text(80)),
    "Moved": record(["target"], target=ADDRESS, origin=ADDRESS, parcels={"type": "integer", "minimum": 0}),
    "Priced": record(["price"], price=MONEY, discount={"type": "number", "minimum": 0, "maximum": 1}),
    "Assigned": record(
        ["role"],
        role={"type": "string", "enum": ["owner", "clerk", "guest"]},
        mail={"type": "string", "format": "email"},
        tags=listed(text(30), maxItems=20),
    ),
    "Extended": record(["until"], until={"type": "string", "format": "date"}, reasons=listed(text(200))),
    "Approved": record(["level"], level={"type": "integer", "minimum": 1, "maximum": 5}, remark=text(500)),
    "Suspended": record(
        ["reason"],
        reason={"type": "string", "enum": ["unpaid", "disputed", "lost"]},
        details={"type": "object", "additionalProperties": {"type": "string"}},
    ),
    "Resumed": record([], remark=text(500), checked={"type": "boolean", "default": False}),
    "Closed": record(["outcome"], outcome={"type": ["string", "null"], "maxLength": 40}, refund=MONEY),
}
# What can be asked -> what happens then: one thing, or one of two.
VERBS: dict[str, tuple[str, ...]] = {
    "open": ("Opened",),
    "rename": ("Renamed",),
    "move": ("Moved",),
    "price": ("Priced",),
    "assign": ("Assigned",),
    "extend": ("Extended",),
    "approve": ("Approved", "Closed"),
    "suspend": ("Suspended", "Resumed"),
}
TOKENS: Json = {
    "type": "openIdConnect",
    "openIdConnectUrl": "https://id.bench.example/.well-known/openid-configuration",
    "x-audience": ["bench"],
}
_FORMATS = {
    "uuid": "6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11",
    "date-time": "2026-01-31T09:30:00Z",
    "date": "2026-01-31",
    "email": "ada@bench.example",
}
_PATTERNS = {"^[A-Z]{3}$": "EUR", "^[A-Z]{2}$": "GB"}


def sample(schema: Json) -> Any:
    """An example of a schema of this vocabulary."""
    if "$ref" in schema:
        return sample(SHARED[schema["$ref"].rpartition("/")[2]])
    if schema["type"] == "object":
        return {name: sample(member) for name, member in schema.get("properties", {}).items()}
    if schema["type"] == "array":
        return [sample(schema["items"])]
    if "enum" in schema:
        return schema["enum"][0]
    plain = {"integer": 1, "number": 1, "boolean": True}
    text = _FORMATS.get(schema.get("format", ""), _PATTERNS.get(schema.get("pattern", ""), "text"))
    return plain.get(schema["type"], text) if isinstance(schema["type"], str) else None
