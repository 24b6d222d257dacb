"""Stubs of handwritten modules: every function that the specs ask for, with what to write there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from specfold_generator.diagnostics.diagnostic import Location
from specfold_generator.python.code import Code, docstring, literal, name
from specfold_generator.python.imports import Imports
from specfold_generator.python.module_names import module_names
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.contract_tests.scenarios import scenarios
from specfold_generator.rendering.handler_contracts import Contract, Maker, Method, makers, upcasters
from specfold_generator.rendering.handlers import keywords
from specfold_generator.rendering.jinja import render
from specfold_generator.rendering.projections import CaseView

FIXED = {
    "specfold": ["Answer", "Event", "Reply"],
    "collections.abc": ["Sequence"],
    "dataclasses": ["dataclass"],
    "datetime": ["datetime"],
    "typing": ["assert_never"],
    "specfold.testing": ["Scenario"],
}


HINT = 70  # characters; no formatter breaks a longer text


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionView:
    """One function."""

    name: Code
    parameters: Code
    returns: Code
    doc: Code
    hint: Code
    cases: tuple[CaseView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleView:
    """A module, or a part of one to be pasted."""

    doc: Code
    imports: tuple[Code, ...]
    functions: tuple[Code, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """A handwritten module as it would be written first, and where the specs ask for each function."""

    module: str
    view: ModuleView
    functions: Mapping[str, Code]
    origins: Mapping[str, Location]

    def text(self) -> str:
        """The whole module, not yet formatted."""
        return render("stubs/module.py.j2", self.view)

    def part(self, function: str) -> str:
        """One function and all imports; the formatter drops those it does not need."""
        view = ModuleView(doc=Code(""), imports=self.view.imports, functions=(self.functions[function],))
        return render("stubs/module.py.j2", view)


def stubs(context: Context) -> tuple[Stub, ...]:
    """The stub of every handwritten module of a service."""
    made = [_stub(context, module, make) for module, make in makers(context)]
    for provided in (upcasters, scenarios):
        imports = Imports(fixed=FIXED)
        contract = provided(context, imports)
        made += [_module(contract, imports, ())] if contract else []
    return tuple(made)


def _stub(context: Context, module: str, make: Maker) -> Stub:
    state = _state(context, module)
    imports = Imports(local=[state], fixed=FIXED)
    contract = make(imports, name(state))
    return _module(contract, imports, _cases(context, imports, contract))


def _state(context: Context, module: str) -> str:
    """The class of an aggregate's state: named like the aggregate, unless a message is."""
    homes = {made: text for text, made in context.names.aggregate_modules.items()}
    if module not in homes:
        return "State"
    made = context.names.aggregates[homes[module]]
    return f"{made}State" if made in context.text.classes or made in module_names() else made


def _cases(context: Context, imports: Imports, contract: Contract) -> tuple[CaseView, ...]:
    events = contract.aggregate.events if contract.aggregate else ()
    return tuple(
        CaseView(
            pattern=Code(f"{context.event_class(imports, context.event(event, ''))}()"),
            result=literal(f"how {event} changes the state"),
        )
        for event in events
    )


def _module(contract: Contract, imports: Imports, cases: tuple[CaseView, ...]) -> Stub:
    templates = {"initial": "initial", "evolve": "evolve"} if contract.aggregate else {}
    functions = {
        str(method.name): Code(
            render(f"stubs/{templates.get(method.name, 'function')}.py.j2", _function(method, cases))
        )
        for method in contract.methods
    }
    view = ModuleView(
        doc=docstring(contract.doc, indent=0), imports=imports.lines, functions=tuple(functions.values())
    )
    origins = {str(method.name): method.origin for method in contract.methods}
    return Stub(module=contract.module, view=view, functions=functions, origins=origins)


def _function(method: Method, cases: tuple[CaseView, ...]) -> FunctionView:
    parameters = [f"{name(parameter)}: {type_}" for parameter, type_ in method.parameters]
    named = f", *{keywords(method)}" if method.keywords else ""
    return FunctionView(
        name=method.name,
        parameters=Code(", ".join([*parameters, "/"] if parameters else []) + named),
        returns=method.returns,
        doc=docstring(method.doc or method.hint),
        hint=literal(method.hint if len(method.hint) <= HINT else method.hint[: HINT - 1] + "…"),
        cases=cases,
    )
