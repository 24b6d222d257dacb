"""Rules for members of keys: one kind that DynamoDB can order, and bounds that its keys can hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from specfold.model.shared.limits import LARGEST_POWER, MAX_DIGITS, MAX_PARTITION, MAX_SORT, SMALLEST_POWER

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.lint.rules.members import members
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir
from specfold_generator.model.key_types import Kind, member_kind

_MAX_POWER = LARGEST_POWER + 1  # a number is below 10 to this power
_NEAREST = float(f"1e{SMALLEST_POWER}")  # to zero that a number may be, but for zero itself
_WIDEST = 4  # bytes of a character
_BOUNDED = frozenset(("date", "date-time", "ipv4", "ipv6", "time", "uuid"))  # formats of few characters


KEYABLE = frozenset(("integer", "number", "string"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A member of the key of a read model, or of the key of one of its indexes."""

    key: str  # "the key", or "the index `byOwner`"
    member: str
    kind: Kind
    most: int  # bytes of text
    place: Location
    identity: bool = False  # of the aggregate that the row is of; commands bound it already


def parts(service: ir.Service, row: ir.ReadModel) -> Iterator[Part]:
    """Every part of every key of a read model."""
    keys = [("the key", row.key, row.origin)]
    keys += [(f"the index {quoted(index.name)}", index.key, index.origin) for index in row.indexes]
    for called, key, place in keys:
        for member, most in ((key.partition, MAX_PARTITION), (key.sort, MAX_SORT)):
            if member:
                yield Part(
                    key=called,
                    member=member,
                    kind=member_kind(service, row.shape, member),
                    most=most,
                    place=place,
                    identity=row.per_aggregate and member == row.key.partition,
                )


def _unkeyable(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row, part, types in _of_no_kind(service):
        if not types & KEYABLE:
            kind = join_names(sorted(types), "or")
            message = f"{quoted(part.member)} is {kind}, and part of {part.key} of {quoted(row.name)}"
            yield hit(row, message, "make it text or a number, or choose another member", span=part.place)


def _mixed(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    for row, part, types in _of_no_kind(service):
        if types & KEYABLE:
            kind = "of any type" if len(types) > len(KEYABLE) + 2 else join_names(sorted(types), "or")
            message = (
                f"{quoted(part.member)} is {kind}, and part of {part.key} of {quoted(row.name)}: "
                "its values are ordered as text"
            )
            yield hit(row, message, "give it one type: `string`, `integer` or `number`", span=part.place)


def _of_no_kind(service: ir.Service) -> Iterator[tuple[ir.ReadModel, Part, frozenset[str]]]:
    """The parts of keys whose values are of no single kind, with the types that they may have."""
    for row in service.read_models:
        for part in parts(service, row) if members(row.shape) else ():
            types = part.kind.types - {"null"}
            if part.kind.key is None and types:
                named = {"number" if name == "fraction" else name for name in types}
                yield row, part, frozenset(named)


def _numbers(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    help = (
        f"add `minimum` and `maximum` of at most {MAX_DIGITS} digits to each; "
        "a bound that is not 0 is at least 1e-130 away from it"
    )
    yield from _unbounded(service, "number", _number_fits, f"more than {MAX_DIGITS} digits", help)


def _texts(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    help = (
        f"add `maxLength`: at most {MAX_PARTITION // _WIDEST} for a partition key and "
        f"{MAX_SORT // _WIDEST} for a sort key, as a character takes up to {_WIDEST} bytes"
    )
    yield from _unbounded(service, "text", _text_fits, "more bytes than a key can hold", help)


def _unbounded(
    service: ir.Service, kind: str, fits: Callable[[Part], bool], more: str, help: str
) -> Iterator[RuleDiagnostic]:
    for row in service.read_models:
        found = [part for part in parts(service, row) if part.kind.key == kind and not fits(part)]
        if found:
            names = join_names(dict.fromkeys(part.member for part in found))
            message = f"{names} in keys of {quoted(row.name)} may have {more}: such a row is never written"
            yield hit(row, message, help, span=found[0].place)


def _number_fits(part: Part) -> bool:
    kind = part.kind
    power = _MAX_POWER if "fraction" in kind.types else MAX_DIGITS
    if kind.values is not None:
        return all(_holds(value, MAX_DIGITS) for value in kind.values if isinstance(value, int | float))
    if part.identity:
        return True
    return all(bound is not None and _holds(bound, power) for bound in (kind.low, kind.high))


def _holds(number: float, power: int) -> bool:
    """Whether DynamoDB holds a number: it is below 10 to this power, and 0 or not too near to it."""
    # The float that is written 1e126 is a little less than 10**126.
    limit = 10**power if isinstance(number, int) else float(10**power)
    return number == 0 or _NEAREST <= abs(number) < limit


def _text_fits(part: Part) -> bool:
    if part.kind.values is not None:
        texts = [value for value in part.kind.values if isinstance(value, str)]
        return all(len(text.encode(errors="surrogatepass")) <= part.most for text in texts)
    longest = part.kind.longest
    short = longest is not None and longest * _WIDEST <= part.most
    return part.identity or part.kind.format in _BOUNDED or short


RULES = (
    Rule("SPF534", "projections", _unkeyable),
    Rule("SPF537", "projections", _numbers),
    Rule("SPF538", "projections", _texts),
    Rule("SPF539", "projections", _mixed),
)
