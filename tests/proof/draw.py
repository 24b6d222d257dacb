"""Random histories: steps drawn from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any, Final

from tests.proof.foreign import HELD, LATER, MALFORMED, WELL_FORMED
from tests.proof.world import Step

KINDS: Final = (*("line",) * 12, *("lines",) * 3, "place", "cancel")
HANDLERS: Final = ("summary", "totals", "evolve", "policy")
PUTS: Final = ("fly", "fly", "unknown", "twice", "kill", "fail")  # of a put
FATES: Final = ("kill", "fail", "unknown", "fly", "twice")
CALLS: Final = {"repair": 18}  # of a process to its ports, at which something may happen
SOME: Final = 9  # of any other


@dataclass(frozen=True, slots=True)
class Profile:
    """What a history is made of."""

    name: str
    ordered: bool = True  # parents are drained before their children
    lossy: bool = False  # records get lost on their way to the reader, or for good
    strange: bool = False  # others write too, some of it not well formed

    def begin(self) -> dict[str, Any]:
        """As a case keeps it."""
        return {"ordered": self.ordered}


PROFILES: Final = (
    Profile("ordered"),
    Profile("child seen first", ordered=False),
    Profile("strange records", strange=True),
    Profile("lost records", lossy=True),
    Profile("all at once", ordered=False, lossy=True, strange=True),
)


def profile_of(seed: int) -> Profile:
    """Of five histories each is of another kind."""
    return PROFILES[seed % len(PROFILES)]


def history(seed: int) -> list[Step]:
    """The steps of the history of this seed."""
    chance, profile = random.Random(seed), profile_of(seed)
    deeds = _deeds(profile)
    names, weights = list(deeds), list(deeds.values())
    hurry = chance.choice((0.05, 0.2, 0.4))  # how often something happens in the middle of something
    length = chance.choice((10, 20, 40, 80))
    begun: list[Step] = [
        {"do": "ask", "key": key, "kind": "place", "name": key} for key in range(length // 20)
    ]
    drawn = chance.choices(names, weights, k=length)
    return begun + [_step(chance, do, profile, hurry) for do in drawn]


def _deeds(profile: Profile) -> dict[str, float]:
    deeds = {"ask": 40, "deliver": 30, "react": 8, "land": 5, "repair": 6, "break": 2, "mend": 4}
    deeds |= {"reshard": 1, "migrate": 0.4, "outage": 1}
    if profile.lossy:
        deeds |= {"skip": 0.7, "vanish": 0.7}
    if profile.strange:
        deeds |= {"foreign": 6, "pass_over": 4}
    return deeds


def _step(chance: random.Random, do: str, profile: Profile, hurry: float, depth: int = 0) -> Step:
    step: Step = {"do": do} | _DETAILS.get(do, lambda chance: {})(chance)
    if do == "foreign" and chance.random() < 0.05:
        step["kind"] = chance.choice((LATER, *HELD))
    if do in ("ask", "deliver", "react", "repair") and chance.random() < hurry:
        plan = step.setdefault("at", {})
        for _ in range(chance.choice((1, 1, 2))):
            plan[str(chance.randint(1, CALLS.get(do, SOME)))] = _fate(chance, profile, hurry, depth)
        step["at"] = plan
    return step


def _fate(chance: random.Random, profile: Profile, hurry: float, depth: int) -> Any:
    if depth < 2 and chance.random() < 0.6:
        do = chance.choice(("ask", "ask", "deliver", "deliver", "react", "repair", "land"))
        return _step(chance, do, profile, hurry / 2, depth + 1)
    return chance.choice(FATES)


def _ask(chance: random.Random) -> Step:
    step: Step = {"key": chance.choice((0, 0, 0, 1, 2)), "kind": chance.choice(KINDS)}
    step |= {"name": chance.randrange(chance.choice((6, 30)))}
    if behind := chance.choice((0, 0, 0, 1, 1, 2)):
        step["behind"] = behind
    if chance.random() < 0.15:
        step["match"] = chance.choice(("*", 0, 1, 2, 3))
    if chance.random() < 0.4:
        step["wait"] = chance.randint(1, 4)
    if chance.random() < 0.12:
        step["at"] = {"put": [chance.choice(PUTS) for _ in range(chance.choice((1, 1, 2, 3)))]}
    elif chance.random() < 0.1:
        step["wait"] = 40  # the reader keeps up, so that the race is seen to be lost
        step["at"] = {"put": [_rival(chance, step["key"]) for _ in range(chance.choice((1, 3, 3)))]}
    return step


def _rival(chance: random.Random, key: int) -> Step:
    """Somebody who is faster."""
    return {"do": "ask", "key": key, "kind": "line", "name": chance.randrange(100, 1000)}


def _batch(chance: random.Random) -> Step:
    step = {"shard": chance.randrange(4), "size": chance.randint(1, 6)}
    if back := chance.choice((0, 0, 1, 3)):
        step["back"] = back
    return step


_DETAILS: Final = {
    "ask": _ask,
    "deliver": _batch,
    "react": _batch,
    "land": lambda chance: {"which": chance.randrange(4)},
    "repair": lambda chance: {"key": chance.randrange(3)},
    "break": lambda chance: {"what": chance.choice(HANDLERS)},
    "outage": lambda chance: chance.choice(
        ({}, {"archived": chance.randrange(12)}, {"archived": 8, "trimmed": 5}, {"trimmed": 6})
    ),
    "skip": lambda chance: {"shard": chance.randrange(4)},
    "pass_over": lambda chance: {
        "key": chance.randrange(3),
        "which": chance.choice((-1, -1, -1, 0, 1, 2, 5)),
    },
    "vanish": lambda chance: {"shard": chance.randrange(4)},
    "foreign": lambda chance: {
        "key": chance.randrange(3),
        "kind": chance.choice((*WELL_FORMED, *MALFORMED)) if chance.random() < 0.5 else "unknown type",
    },
}
