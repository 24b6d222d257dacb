"""States as they are stored: what comes back is what was folded, or it is said that it is not."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, NoReturn
from uuid import UUID

import pytest
from msgspec import structs
from pydantic import BaseModel, Field
from specfold.commands.decider import States, category_and_id, partition_key
from specfold.eventlog.cursor import Cursor
from specfold.eventlog.ports import LedgerItem
from specfold.model.errors import InvalidIdentity, StateUnreadable, Unwritten
from specfold.model.messages import Value
from specfold.model.service import Aggregate


class Colour(enum.Enum):
    RED = "red"


class Shout(enum.IntEnum):
    LOW = 1


@dataclass(frozen=True)
class Part:
    name: str
    colours: frozenset[Colour] = frozenset()


@dataclass(frozen=True, slots=True)
class Whole:
    id: UUID
    at: datetime
    day: date
    lasts: timedelta
    price: Decimal
    shout: Shout
    parts: tuple[Part, ...]
    by_id: dict[UUID, Part]
    by_number: dict[int, str]
    maybe: Part | None = None
    data: bytes = b""
    anything: Any = None


class Model(BaseModel):
    parts: list[Part] = []
    inner: dict[str, int] = Field(default_factory=dict)


class Aliased(Value):
    order_id: Annotated[str, Field(alias="orderId")]


class OnlyByAlias(BaseModel):
    order_id: str = Field(alias="orderId")


@dataclass(frozen=True)
class Open:
    kind: Literal["open"] = "open"
    n: int = 0


@dataclass(frozen=True)
class Closed:
    kind: Literal["closed"] = "closed"
    n: int = 0


@dataclass(frozen=True)
class Twin:
    n: int = 0


@dataclass(frozen=True)
class OtherTwin:
    n: int = 0


def states(initial: Callable[[], Any]) -> States[Any]:
    return States(
        Aggregate(name="X", identity="id", channel="x", initial=initial, evolve=lambda s, _: s, events=())
    )


def stored(of: States[Any], folded: Any, **other: Any) -> LedgerItem:
    given: dict[str, Any] = {
        "cursor": Cursor(version=3),
        "folded": 3,
        "fingerprint": of.fingerprint,
        "state": of.encode(folded),
    }
    return LedgerItem(**given | other)


PART = Part("ü\u0000", frozenset({Colour.RED}))
UUID1 = UUID("6f1c2a34-4b1f-4d0c-9a53-0a3f5f0b7a11")
WHOLE = Whole(
    id=UUID1,
    at=datetime(2026, 1, 31, 9, 30, 0, 123456, tzinfo=UTC),
    day=date(2026, 1, 31),
    lasts=timedelta(days=1, microseconds=5),
    price=Decimal("1.10"),
    shout=Shout.LOW,
    parts=(PART, Part("")),
    by_id={UUID1: PART},
    by_number={-1: "x"},
    maybe=PART,
    data="é".encode(),
    anything=[1, {"x": None}],
)


def whole() -> Whole:
    return WHOLE


def model() -> Model:
    return Model()


def aliased() -> Aliased:
    return Aliased(order_id="1")


def only_by_alias() -> OnlyByAlias:
    return OnlyByAlias(orderId="1")


def number() -> int:
    return 0


def nothing() -> None:
    return None


def tagged() -> Open | Closed:
    return Open()


def twins() -> Twin | OtherTwin:
    return Twin()


@pytest.mark.parametrize(
    ("initial", "state"),
    [
        (whole, WHOLE),
        (model, Model(parts=[PART], inner={"a": 1})),
        (aliased, Aliased(order_id="5")),
        (only_by_alias, OnlyByAlias(orderId="5")),
        (number, 7),
        (nothing, None),
        (tagged, Closed(n=5)),
        (tagged, Open(n=5)),
        (twins, Twin(5)),
    ],
    ids=lambda part: getattr(part, "__name__", type(part).__name__),
)
def test_a_state_comes_back_as_it_was(initial: Callable[[], Any], state: Any) -> None:
    of = states(initial)
    assert of.decode(stored(of, state)) == state


def test_no_item_is_the_initial_state() -> None:
    of = states(whole)
    assert of.decode(None) == WHOLE
    assert of.decode(LedgerItem(cursor=Cursor())) == WHOLE


def test_a_state_that_would_come_back_as_another_is_never_stored() -> None:
    of = states(twins)
    with pytest.raises(StateUnreadable, match="does not survive"):
        of.encode(OtherTwin(5))


def test_a_state_that_would_not_come_back_at_all_is_never_stored() -> None:
    def initial() -> float:
        return 0.0

    with pytest.raises(StateUnreadable, match="does not survive"):
        states(initial).encode(float("nan"))


def test_a_state_of_no_json_is_never_stored() -> None:
    @dataclass
    class Odd:
        inner: Any = field(default_factory=object)

    def initial() -> Odd:
        return Odd()

    initial.__annotations__["return"] = Odd
    with pytest.raises(Exception, match="serialize"):
        states(initial).encode(Odd())


def test_an_initial_that_does_not_say_what_it_returns_is_refused() -> None:
    with pytest.raises(StateUnreadable, match="must say what it returns"):
        states(lambda: 5).encode(5)


@dataclass
class First:
    """First."""

    n: int = 0
    description: str = ""
    mood: Literal["good", "bad"] = "good"


@dataclass
class Described:
    """The same, better described and named."""

    n: int = 0
    description: str = ""
    mood: Literal["good", "bad"] = "good"


@dataclass
class Without:
    """First."""

    n: int = 0
    mood: Literal["good", "bad"] = "good"


@dataclass
class Otherwise:
    """First."""

    n: float = 0
    description: str = ""
    mood: Literal["good", "bad"] = "good"


@dataclass
class Moody:
    """First."""

    n: int = 0
    description: str = ""
    mood: Literal["good", "awful"] = "good"


def of_class(state: type) -> States[Any]:
    def initial() -> Any:
        return state()

    initial.__annotations__["return"] = state
    return states(initial)


ITEM = stored(of_class(First), First(n=7))


def test_a_state_class_that_is_better_described_is_the_same() -> None:
    assert of_class(Described).decode(ITEM) == Described(n=7)


@pytest.mark.parametrize("state", [Without, Otherwise, Moody])
def test_a_state_class_that_holds_something_else_is_another(state: type) -> None:
    with pytest.raises(StateUnreadable, match="has changed"):
        of_class(state).decode(ITEM)


def test_what_an_earlier_release_stored_is_still_of_the_same_class() -> None:
    """Were it not, each state there is would be folded again, one by one, as commands meet them."""
    assert of_class(First).fingerprint == "bd426d304d3a3c45"


def test_an_initial_that_is_not_written_yet_says_so() -> None:
    def initial() -> NoReturn:
        raise Unwritten("handwritten.x.initial is to be written by hand")

    with pytest.raises(Unwritten):
        states(initial).decode(LedgerItem(cursor=Cursor(version=1), folded=1, state=b"{}"))


def test_a_state_behind_its_version_is_noticed() -> None:
    of = states(number)
    with pytest.raises(StateUnreadable, match="behind"):
        of.decode(structs.replace(stored(of, 7), folded=2))


def test_a_state_that_does_not_read_is_noticed() -> None:
    of = states(number)
    with pytest.raises(StateUnreadable, match="does not read"):
        of.decode(stored(of, 7, state=b'"seven"'))


@pytest.mark.parametrize("id", ["1", 5, 10**38 - 1, "a-b-c", "ü", "x" * 250])
def test_a_source_key_names_its_aggregate_and_id(id: Any) -> None:
    assert category_and_id(partition_key("Order", id)) == ("Order", str(id))


@pytest.mark.parametrize("id", ["", "x" * 251, "a\nb", "\u0000", "\u200b\u0085", 10**38, -(10**40)])
def test_an_id_that_no_key_can_hold_is_refused(id: str | int) -> None:
    with pytest.raises(InvalidIdentity):
        partition_key("Order", id)


def test_what_is_no_source_key() -> None:
    assert category_and_id("Order") == ("", "")
    assert category_and_id("") == ("", "")
