"""Which files a service gets, and what prints each. One row is one file, or one family of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from specfold_generator.rendering.api import api_view
from specfold_generator.rendering.catalog import reading_view
from specfold_generator.rendering.channels import channels_view
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests.channels import consumer_promises
from specfold_generator.rendering.contract_tests.events import event_promises
from specfold_generator.rendering.contract_tests.operations import (
    command_promises,
    operation_promises,
    query_promises,
)
from specfold_generator.rendering.contract_tests.outgoing import outgoing_promises
from specfold_generator.rendering.contract_tests.package import contract_view
from specfold_generator.rendering.contract_tests.projections import policy_promises, projection_promises
from specfold_generator.rendering.contract_tests.test_module import FOLDER, PromiseView
from specfold_generator.rendering.decisions import decisions_view
from specfold_generator.rendering.handlers import handlers_view
from specfold_generator.rendering.jinja import render
from specfold_generator.rendering.messages import messages_view
from specfold_generator.rendering.package import package_view
from specfold_generator.rendering.policies import policies_view
from specfold_generator.rendering.projections import projections_view
from specfold_generator.rendering.schemas import schemas_json
from specfold_generator.rendering.senders import senders_view
from specfold_generator.rendering.service import service_view
from specfold_generator.rendering.tables import tables_view
from specfold_generator.rendering.topology import functions_view, topology_view

MESSAGES = ("values", "events", "headers", "commands", "queries", "webhooks", "read_models")

Texts = Iterable[tuple[str, str]]  # path below generated/<service>/, text


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the plan. `texts` yields nothing where the service has nothing to say there."""

    about: str
    texts: Callable[[Context], Texts]


def from_template(path: str, template: str, view: Callable[[Context], object | None]) -> Planned:
    """One file, printed by a template; omitted where there is no view."""

    def texts(context: Context) -> Texts:
        made = view(context)
        return () if made is None else ((path, render(template, made)),)

    return Planned(path, texts)


def from_text(path: str, text: Callable[[Context], str | None]) -> Planned:
    """One file whose text is no template's work, such as JSON."""

    def texts(context: Context) -> Texts:
        made = text(context)
        return () if made is None else ((path, made),)

    return Planned(path, texts)


def from_promises(kind: str, views: Callable[[Context], Iterable[tuple[str, PromiseView]]]) -> Planned:
    """A family of contract tests: a module for everything that makes a promise of this kind."""

    def texts(context: Context) -> Texts:
        return ((f"{FOLDER}/{module}.py", render(view.template, view)) for module, view in views(context))

    return Planned(f"{FOLDER}/test_{kind}_*.py", texts)


PLAN: tuple[Planned, ...] = (
    from_template("__init__.py", "package.py.j2", package_view),
    *(from_template(f"{m}.py", "messages.py.j2", partial(messages_view, module=m)) for m in MESSAGES),
    from_template("handlers.py", "handlers.py.j2", handlers_view),
    from_template("reading.py", "reading.py.j2", reading_view),
    from_template("tables.py", "tables.py.j2", tables_view),
    from_template("decisions.py", "decisions.py.j2", decisions_view),
    from_template("projections.py", "projections.py.j2", projections_view),
    from_template("policies.py", "policies.py.j2", policies_view),
    from_template("channels.py", "channels.py.j2", channels_view),
    from_template("api.py", "api.py.j2", api_view),
    from_template("senders.py", "senders.py.j2", senders_view),
    from_template("service.py", "service.py.j2", service_view),
    from_template("functions.py", "functions.py.j2", functions_view),
    from_template("topology.py", "topology.py.j2", topology_view),
    from_text("schemas.json", schemas_json),
    from_template(f"{FOLDER}/__init__.py", "contract/package.py.j2", contract_view),
    from_promises("event", event_promises),
    from_promises("command", command_promises),
    from_promises("query", query_promises),
    from_promises("operation", operation_promises),
    from_promises("outgoing", outgoing_promises),
    from_promises("projection", projection_promises),
    from_promises("policy", policy_promises),
    from_promises("consumer", consumer_promises),
)


def planned_texts(context: Context) -> dict[str, str]:
    """Every file of a service, not yet formatted, by path below `generated/<service>/`."""
    return {path: text for planned in PLAN for path, text in planned.texts(context)}
