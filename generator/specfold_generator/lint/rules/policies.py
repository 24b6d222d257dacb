"""Rules for policies: what they set going comes to an end, and is known from the event."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping

from specfold_generator.diagnostics.collector import join_names, quoted
from specfold_generator.lint.rules.members import chosen, formats, kinds, members
from specfold_generator.lint.rules.rule import Rule, RuleDiagnostic, Services, hit
from specfold_generator.model import ir
from specfold_generator.model.event_sources import channel_key, find_event

Fact = tuple[str, str]  # service, event


def _effects(services: Services) -> Mapping[Fact, frozenset[Fact]]:
    """The events that an event may lead to, by any policy of the project."""
    found: dict[Fact, set[Fact]] = {}
    for service in services.values():
        emits = {command.name: command.emits for command in service.commands}
        for policy in service.policies:
            made = {(service.name, event) for name in policy.issues for event in emits.get(name, ())}
            for event in policy.events:
                found.setdefault((policy.channel_service, event), set()).update(made)
    return {fact: frozenset(made) for fact, made in found.items()}


def _way(effects: Mapping[Fact, frozenset[Fact]], start: Fact, goal: Fact) -> list[Fact]:
    """The shortest way from one event to another; empty if there is none."""
    ways = deque([[start]])
    seen = {start}
    while ways:
        way = ways.popleft()
        if way[-1] == goal:
            return way
        for fact in sorted(effects.get(way[-1], ())):
            if fact not in seen:
                seen.add(fact)
                ways.append([*way, fact])
    return []


def _loops(service: ir.Service, services: Services) -> Iterator[RuleDiagnostic]:
    effects = _effects(services)
    emits = {command.name: command.emits for command in service.commands}
    for policy in service.policies:
        made = [(service.name, e) for name in policy.issues for e in emits.get(name, ())]
        ways = [
            way
            for event in policy.events
            for fact in made
            if (way := _way(effects, fact, (policy.channel_service, event)))
        ]
        if ways:
            way = min(ways, key=len)
            chain = " → ".join(quoted(event) for _, event in (way[-1], *way))
            message = f"{quoted(policy.name)} is set going again by what it sets going: {chain}"
            yield hit(policy, message, "make sure that the reaction ends it: that it once issues nothing")


def _unfilled(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    commands = {command.name: command for command in service.commands}
    identities = {aggregate.name: aggregate.identity for aggregate in service.aggregates}
    for policy in service.policies:
        events = [find_event(service, name, policy.channel_service) for name in policy.events]
        shapes = [event.latest.shape for event in events]
        if not shapes or not all(map(members, shapes)):
            continue
        for command in (commands[name] for name in policy.issues if name in commands):
            identity = identities.get(command.aggregate)
            wanted = [name for name in command.shape.required if not (command.creates and name == identity)]
            lacking = [n for n in wanted if not any(_tells(service, s, command, n) for s in shapes)]
            if lacking:
                message = (
                    f"{quoted(policy.name)} issues {quoted(command.name)}, and nothing in "
                    f"{join_names(policy.events, 'or')} tells its {join_names(lacking)}"
                )
                yield hit(policy, message, "add it to the event, or make it optional in the command")


def _tells(service: ir.Service, shape: ir.Shape, command: ir.Command, name: str) -> bool:
    """Whether an event may hold what a member of a command wants: by name, or as a value of the same kind."""
    wanted = members(command.shape).get(name, True)
    kind = kinds(service, wanted)
    if name in members(shape) or not kind or kind == {"boolean"} or chosen(service, wanted):
        return True  # the last ones a reaction can choose by itself
    return any(
        kind & kinds(service, member) and formats(service, wanted) == formats(service, member)
        for member in members(shape).values()
    )


def _renamed(service: ir.Service, _: Services) -> Iterator[RuleDiagnostic]:
    now = {
        policy.identity: channel_key(service, policy.channel_service, policy.channel)
        for policy in service.policies
    }
    gone = {name: channel for name, channel in service.former_policies.items() if name not in now}
    for policy in service.policies:
        olds = sorted(name for name, channel in gone.items() if now[policy.identity] == channel)
        if olds and policy.identity not in service.former_policies:
            message = (
                f"the policy {quoted(policy.identity)} is new, and {join_names(olds, 'or')}, which reads its "
                "channel, is gone: under a new name a policy begins anew and does not know what it has done"
            )
            yield hit(policy, message, f"if it is renamed, write `policy: {olds[0]}` into `x-event-sourcing`")


RULES = (
    Rule("SPF526", "policies", _renamed),
    Rule("SPF551", "policies", _loops),
    Rule("SPF552", "policies", _unfilled),
)
