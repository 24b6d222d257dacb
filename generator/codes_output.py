"""Rows of the table of codes: names and schemas, generated and handwritten files, the project itself."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING
_N = Severity.NOTE

ROWS: tuple[Row, ...] = (
    (
        "SPF601",
        "two names that are one in Python",
        "Handwritten code calls things by their Python names, so none of the two may be renamed quietly.",
    ),
    (
        "SPF602",
        "name that gives way to another",
        "Two things of a service make one Python name. One of them keeps it, the one that is spelled like it "
        "or is of the first kind among events, commands, queries, read models; the other takes a suffix. So "
        "whichever was there first may have been renamed, and code that uses it has to follow.",
        _W,
    ),
    (
        "SPF650",
        "schema keyword that classes do not check",
        "A Python class cannot say everything that JSON Schema can. The published schema still judges every "
        "message and request at the edges of the service.",
        _N,
    ),
    (
        "SPF651",
        "schemas that make no Python classes",
        "The schemas of the service, taken together, could not be turned into classes.",
    ),
    (
        "SPF701",
        "generated file edited by hand",
        "The file differs from what the manifest says was generated. Generating would lose the edit, so "
        "nothing at all is written until it is moved elsewhere or given up with `--overwrite`.",
    ),
    (
        "SPF702",
        "foreign file in the way",
        "A file that generation did not write stands where a generated file shall stand.",
    ),
    (
        "SPF703",
        "unreadable manifest",
        "The manifest tells generated files from others. A merge with conflicts often leaves it unreadable.",
    ),
    (
        "SPF704",
        "edited file that is no longer generated",
        "The specs no longer ask for this file. It would be removed, but it was edited by hand.",
    ),
    (
        "SPF705",
        "file that was not generated",
        "Folders below generated/ hold generated files only. This one is left alone; handwritten code "
        "belongs in handwritten/.",
        _W,
    ),
    (
        "SPF706",
        "symbolic link in the way",
        "Generation writes plain files below the project, never through a link that could lead elsewhere.",
    ),
    ("SPF707", "folder in the way", "A folder stands where a file shall be written."),
    ("SPF708", "file that cannot be written", "The operating system refused; nothing was changed."),
    (
        "SPF709",
        "interrupted run",
        "A run was killed between the first and the last of its files. The next run that writes finishes it.",
    ),
    (
        "SPF710",
        "member that code cannot name",
        "Generated code reads a key, a page or an identity from a member that the class does not have.",
    ),
    (
        "SPF711",
        "two resources with one name",
        "Streams, tables and functions are named after services and what is in them; those names are unique "
        "over all services of a project.",
    ),
    (
        "SPF712",
        "route that an HTTP API cannot have",
        "API Gateway's HTTP APIs route DELETE, GET, HEAD, OPTIONS, PATCH, POST and PUT. The operation is "
        "generated, and the application answers it in tests and under another server (methods are "
        "case-sensitive), but neither the local API nor the cloud has a route for it.",
        _W,
    ),
    (
        "SPF713",
        "security that no authorizer can check",
        "An HTTP API checks one JSON Web Token scheme for a route, whose issuer is known. Other schemes, and "
        "several at once, are refused rather than left unchecked.",
        _W,
    ),
    (
        "SPF714",
        "policy over plain messages",
        "A policy issues each command once, however often an event is read. That stands on the order and the "
        "identity that the log of an aggregate gives; plain messages have neither.",
    ),
    (
        "SPF715",
        "read model of plain messages",
        "Rows are folded from commits, so that they can be rebuilt. Plain messages are not kept.",
    ),
    (
        "SPF716",
        "one route, two services",
        "The services of a project share one HTTP API, which can have each route once.",
        _W,
    ),
    (
        "SPF717",
        "rejection with two statuses",
        "A rejection becomes one class with one HTTP status.",
    ),
    (
        "SPF718",
        "list without an index",
        "The key of a read model finds one row. Lists come of its indexes.",
    ),
    (
        "SPF720",
        "function to be written by hand",
        "The specs ask for a function that the handwritten module does not define. A module that exists is "
        "never edited; the text of a stub is given to paste.",
        _N,
    ),
    (
        "SPF721",
        "handwritten function that nothing calls",
        "The module defines a function of the form of a handler, which the specs do not ask for: an "
        "operation or event was renamed or removed. Helpers begin with an underscore.",
        _N,
    ),
    (
        "SPF722",
        "handwritten module that is no Python",
        "It cannot be compared with what the specs ask for.",
        _W,
    ),
    (
        "SPF730",
        "stub to be filled in",
        "The function is there, but still raises NotImplementedError: what needs it answers 501, or waits.",
        _N,
    ),
    (
        "SPF731",
        "import of what is no longer generated",
        "A handwritten module imports a name that generated code does not define any more: something was "
        "renamed or removed in the specs. Neither the module nor its service can be imported.",
        _W,
    ),
    (
        "SPF732",
        "event without a case",
        "`evolve` matches on the events of its aggregate and leaves this one out. A command that emits it "
        "is refused: an event that cannot be folded must not become a fact.",
        _N,
    ),
    (
        "SPF733",
        "function that returns another class",
        "The specs ask for another class than the function says. Mostly an upcaster: a version has come "
        "between the one it reads and the one it makes.",
        _W,
    ),
    (
        "SPF801",
        "no specs",
        "There is no document below specs/asyncapi/ or specs/openapi/, so there is nothing to generate.",
    ),
    (
        "SPF802",
        "project settings",
        "Settings stand in `[tool.specfold]` of pyproject.toml: `specs`, `allow`, `strict`.",
    ),
    (
        "SPF803",
        "generated code is not up to date",
        "`generate --check` compares what the specs say with what stands on disk; they differ.",
    ),
    (
        "SPF804",
        "file system",
        "The operating system refuses to read or write something that is needed.",
    ),
    (
        "SPF890",
        "internal error",
        "Specfold itself failed; whatever the specs say, that is a fault of ours. Report it with the message "
        "and, if it may be shown, the document. `SPECFOLD_DEBUG=1` prints the traceback.",
    ),
    (
        "SPF901",
        "released schema changed",
        "Events of this version are stored, and read by other services. Only words may change, and members "
        "may come that nobody must give. Every other change is a new version of the event, with an upcaster.",
    ),
    (
        "SPF902",
        "released event removed",
        "Events of this version are stored: without its schema they could not be read any more. A version "
        "that nothing writes stays in the specs as `deprecated: true`.",
    ),
    (
        "SPF903",
        "unreadable released schema",
        "`specs/published/` holds every event schema ever released, as `specfold release` wrote it.",
    ),
)
