"""policies.py: what a service does whenever something has happened."""

from __future__ import annotations

from dataclasses import dataclass

from specfold_generator.model import ir
from specfold_generator.model.event_sources import channel_key, reads_a_log
from specfold_generator.python.code import Code, docstring, listed, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.rendering.context import Context, Head
from specfold_generator.rendering.handler_contracts import handler, policy_events
from specfold_generator.rendering.projections import CaseView

FIXED = {
    "specfold": ["Command", "Event", "Policy", "fill_missing_handlers"],
    "collections.abc": ["Sequence"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyView:
    """A policy and the handwritten module that reacts."""

    constant: Code
    function: Code
    protocol: Code
    module: Code
    doc: Code
    name: Code
    channel: Code
    catalog: Code
    events: Code
    issues: Code
    begins: Code | None
    cases: tuple[CaseView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PoliciesView:
    """All policies of a service."""

    head: Head
    policies: tuple[PolicyView, ...]


def policies_view(context: Context) -> PoliciesView | None:
    """The policies; None if the service has none that reads a log."""
    found = log_policies(context.service)
    if not found:
        return None
    constants = (context.names.constants["policy", policy.name] for policy in found)
    imports = Imports(local=["policy", "event", "react", *constants], fixed=FIXED)
    policies = tuple(_policy(context, imports, policy) for policy in found)
    doc = f"The policies of the {context.service.name} service: whenever this has happened, ask for that."
    return PoliciesView(head=context.head(imports, doc), policies=policies)


def log_policies(service: ir.Service) -> tuple[ir.Policy, ...]:
    """The policies that read a log; the others consume plain messages."""
    return tuple(policy for policy in service.policies if reads_a_log(service, policy))


def _policy(context: Context, imports: Imports, policy: ir.Policy) -> PolicyView:
    constant = context.names.constants["policy", policy.name]
    events = policy_events(context, policy)
    classes = [context.event_class(imports, event) for event in events]
    decisions = [context.names.constants["command", command] for command in policy.issues]
    answer = "return " if decisions else ""
    return PolicyView(
        constant=name(constant),
        function=name(f"_{constant.lower()}"),
        protocol=context.protocol(imports, "policy", policy.name),
        module=imports.use(context.handwritten, context.names.policy_modules[policy.name]),
        doc=docstring(policy.doc or f"The policy {policy.name}."),
        name=literal(policy.identity),
        channel=literal(channel_key(context.service, policy.channel_service, policy.channel)),
        catalog=context.catalog(imports, policy.channel_service),
        events=listed(classes),
        begins=literal(policy.begins) if policy.begins != "now" else None,
        issues=listed(imports.use(f"{context.package}.decisions", made) for made in decisions),
        cases=tuple(
            CaseView(
                pattern=Code(f"{made}()"), result=Code(f"{answer}policy.{handler(context, event)}(event)")
            )
            for event, made in zip(events, classes, strict=True)
        ),
    )
