"""The stages in their order. Read this page first.

    source -> references -> {asyncapi, openapi} -> build -> IR -> rules -> names -> {models, views} -> output

Generation is a pure function from documents to texts, or to diagnostics; the disk comes last. `generate`,
`check`, `lint` and `explain` share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from specfold_generator.classes.build import build_modules
from specfold_generator.classes.requests import ModelText
from specfold_generator.diagnostics.codes import diagnose
from specfold_generator.diagnostics.collector import DiagnosticCollector
from specfold_generator.diagnostics.diagnostic import Diagnostic, Location, Severity, SpecError
from specfold_generator.lint.aws_limits import check_deployable
from specfold_generator.lint.compatibility.policies import FILE as POLICIES
from specfold_generator.lint.compatibility.policies import former_policies
from specfold_generator.lint.compatibility.published import FOLDER as PUBLISHED
from specfold_generator.lint.compatibility.published import check_published, unreleased
from specfold_generator.lint.requirements import check_project, check_service
from specfold_generator.lint.rules.runner import check_rules
from specfold_generator.lint.rules.suppression import silenced
from specfold_generator.model import ir
from specfold_generator.model.reachability import reached
from specfold_generator.output.atomic_write import FOLDER
from specfold_generator.output.diff import GENERATED, Difference, Wanted, compare
from specfold_generator.output.handwritten_check import compare_handwritten
from specfold_generator.output.stubs import Scaffold, new_files
from specfold_generator.output.text_cache import remembered
from specfold_generator.python.format import format_python
from specfold_generator.rendering.context import Context
from specfold_generator.rendering.file_plan import planned_texts
from specfold_generator.rendering.messages import answer_definitions, class_requests
from specfold_generator.rendering.names import Names, make_names, package_of
from specfold_generator.rendering.stubs import stubs
from specfold_generator.services.build import Built, build_services
from specfold_generator.services.topology import make_topology
from specfold_generator.source.json_pointer import MalformedReferenceError, decode, parse
from specfold_generator.source.project import Project
from specfold_generator.source.references import Workspace

ROOT_INIT = '"""Generated code: a package for every service. Do not edit."""\n'
CLASSES = f"{FOLDER}/classes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Generation:
    """What the specs make: texts by folder below `generated/`, handwritten modules, and what was noted."""

    folders: Mapping[str, Mapping[str, str]]
    scaffolds: tuple[Scaffold, ...]
    diagnostics: tuple[Diagnostic, ...]
    notes: tuple[Diagnostic, ...]  # what rules note, for those who ask
    unreleased: Mapping[str, str]  # event schemas that `specfold release` would note, by path


def read(project: Project) -> Built:
    """Documents -> services.

    Raises:
        SpecError: with every error of every document.
    """
    with _within_reach(project):
        built = build_services(
            Workspace(project.root, specs=project.specs, allow=project.allow), specs=project.specs
        )
    if not built.services:
        message = f"there is no document in {project.specs}/asyncapi/ or {project.specs}/openapi/"
        help = f"write {project.specs}/asyncapi/<service>.yaml or {project.specs}/openapi/<service>.yaml"
        raise SpecError([diagnose("SPF801", Location(project.specs), message, help=help)])
    return built


def generate(project: Project) -> Generation:
    """Documents -> texts. Nothing is written but a cache of message classes.

    Raises:
        SpecError: with every error, and what was noted beside them.
    """
    with _within_reach(project):
        return _generate(project, read(project))


def _generate(project: Project, built: Built) -> Generation:
    diagnostics = DiagnosticCollector()
    diagnostics.extend(built.diagnostics)
    diagnostics.extend(check_published(project.root, project.specs, built.services))
    advice = silenced(check_rules(with_former_policies(project, built.services)), built.silences)
    diagnostics.extend(one for one in advice if one.severity > Severity.NOTE)
    names = _names(project, built.services, diagnostics)
    contexts = []
    for service in built.services:
        diagnostics.extend(check_service(service))
        with diagnostics.catching():
            contexts.append(_context(project, service, names, built.workspace))
    topologies = [(context.service, context.topology) for context in contexts]
    diagnostics.extend(check_project(topologies))
    for service, topology in topologies:
        diagnostics.extend(check_deployable(service, topology))
    if diagnostics.failed:
        raise SpecError(diagnostics.all)  # views rely on what was checked
    folders: dict[str, Mapping[str, str]] = {"": {"__init__.py": ROOT_INIT}}
    scaffolds = []
    for context in contexts:
        diagnostics.extend(_placed(context.text.diagnostics, built.workspace))
        with diagnostics.catching():
            folders[context.names.package] = remembered(project.root, context, service_texts)
            scaffolds.append(Scaffold(context.names.package, stubs(context)))
    if diagnostics.failed:
        raise SpecError(diagnostics.all)
    unseen = unreleased(project.root, project.specs, built.services)
    return Generation(
        folders=folders,
        scaffolds=tuple(scaffolds),
        diagnostics=diagnostics.all,
        notes=tuple(one for one in advice if one.severity is Severity.NOTE),
        unreleased=unseen,
    )


def with_former_policies(project: Project, services: Iterable[ir.Service]) -> Iterator[ir.Service]:
    """The services with the policies that they had, as rules are asked about them."""
    for service in services:
        released = project.root / project.specs / PUBLISHED / service.name / POLICIES
        generated = project.root / GENERATED / package_of(service.name) / "policies.py"
        yield replace(service, former_policies=former_policies(released, generated))


@contextmanager
def _within_reach(project: Project) -> Iterator[None]:
    """What is built on itself deeper than anything here can follow is a diagnostic like others."""
    try:
        yield
    except RecursionError:
        message = "schemas are nested in, or built on, one another through more steps than can be followed"
        help = "name parts in `components` and refer to them, in fewer steps"
        raise SpecError([diagnose("SPF342", Location(project.specs), message, help=help)]) from None


def difference(project: Project, made: Generation, overwrite: Iterable[str] = ()) -> Difference:
    """Texts x disk -> what would be written, and what stands in the way."""
    stubs_wanted = new_files(project.root, made.scaffolds)
    return compare(project.root, Wanted(folders=made.folders, stubs=stubs_wanted), overwrite)


def handwritten(project: Project, made: Generation) -> list[Diagnostic]:
    """What is left to write by hand, and what is no longer asked for."""
    return compare_handwritten(project.root, made.scaffolds, made.folders)


def failed(found: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether diagnostics stop a run: errors do, and warnings where the project is strict."""
    limit = Severity.WARNING if strict else Severity.ERROR
    return any(one.severity >= limit for one in found)


def _names(
    project: Project, services: Iterable[ir.Service], diagnostics: DiagnosticCollector
) -> dict[str, Names]:
    """The names of every service; two services may not share a package."""
    names: dict[str, Names] = {}
    for service in services:
        with diagnostics.catching():
            names[service.name] = make_names(service, diagnostics)
    packages: dict[str, ir.Service] = {}
    for service in services:
        package = package_of(service.name)
        first = packages.setdefault(package, service)
        if first is not service:
            message = f"`{first.name}` and `{service.name}` would both be the package `{package}`"
            place = Location(next(iter(service.documents), project.specs))
            diagnostics.add("SPF601", place, message, help="rename one of the documents")
    if diagnostics.failed:
        raise SpecError(diagnostics.all)
    return names


def service_texts(context: Context) -> Mapping[str, str]:
    """Every file of a service, as it shall stand below `generated/<package>/`."""
    return format_python(planned_texts(context))


def _context(
    project: Project, service: ir.Service, names: Mapping[str, Names], workspace: Workspace | None
) -> Context:
    answers = answer_definitions(service)
    try:
        try:
            text = _classes(project, service, names[service.name], answers)
        except SpecError:
            if not answers:
                raise
            text = _classes(project, service, names[service.name], ())  # without what only helps to answer
    except SpecError as error:
        raise SpecError(_placed(error.diagnostics, workspace)) from error
    own = names[service.name]
    topology = make_topology(service, own.package)
    return Context(service=service, names=own, text=text, topology=topology, foreign=names)


def _placed(found: Iterable[Diagnostic], workspace: Workspace | None) -> Iterator[Diagnostic]:
    """Diagnostics on classes, which know where a schema stands in its document, with their lines."""
    for one in found:
        if workspace is None or not one.pointer:
            yield one
            continue
        try:
            file, place = decode(one.span.file), parse(one.pointer)
        except MalformedReferenceError:  # it ends in a name as it is written, with a sign that means more
            file, place = one.span.file, ()
        yield replace(one, span=workspace.document(file).span(place, key=True), pointer="")


def _classes(project: Project, service: ir.Service, names: Names, keep: tuple[str, ...]) -> ModelText:
    requests = class_requests(service, names)
    kept = [{"$ref": f"#/$defs/{key}"} for key in keep]
    needed = reached(service, [*(request.schema for request in requests), *kept])
    return build_modules(
        service.name,
        requests,
        {key: shape.schema for key, shape in needed.items()},
        keep=keep,
        pointers={key: shape.pointer for key, shape in needed.items()},
        cache=project.root / CLASSES,
    )
