"""Rows of the table of codes: `x-event-sourcing`, `x-kinesis`, and the names in them."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING

ROWS: tuple[Row, ...] = (
    (
        "SPF401",
        "unknown member of an extension",
        "A misspelled member would be ignored in silence, and what it was meant for not be generated.",
    ),
    ("SPF402", "missing member of an extension", "Without it the extension does not say what is wanted."),
    ("SPF403", "extension value of the wrong kind", "The vocabulary's JSON Schema says what may stand here."),
    ("SPF404", "contradicting stream settings", "A stream has a number of shards or is on-demand."),
    ("SPF405", "unknown aggregate", "Aggregates are named at the root of the service's AsyncAPI document."),
    ("SPF406", "unknown event", "An event is a message of an AsyncAPI document of the project."),
    (
        "SPF407",
        "event of another aggregate",
        "A command decides about one aggregate and appends to that aggregate's history only.",
    ),
    ("SPF408", "event of several services", "The name alone does not say whose event is meant."),
    ("SPF409", "unknown read model", "A read model is a schema of the OpenAPI document that says it is one."),
    ("SPF410", "unknown index", "Indexes are named at the read model."),
    (
        "SPF411",
        "two messages for one version",
        "An event of one name and version is stored with one payload; two would be told apart by nothing.",
    ),
    (
        "SPF412",
        "gap in the versions",
        "Versions count from 1 without a gap, because an old event is brought up version by version.",
    ),
    ("SPF413", "versions of different aggregates", "An event belongs to one aggregate in all its versions."),
    ("SPF414", "superseded version not deprecated", "Only the latest version is ever written.", _W),
    ("SPF415", "unknown command", "A policy issues commands of its own service's OpenAPI document."),
    (
        "SPF416",
        "document extension in the wrong document",
        "Aggregates and source stand in the AsyncAPI document.",
    ),
    ("SPF417", "aggregate without events", "An aggregate is what its events make of it.", _W),
    ("SPF418", "unknown channel", "An aggregate's events go to a channel of the same document."),
    (
        "SPF419",
        "event outside its aggregate's channel",
        "The history of an aggregate is one channel; every version of every event of it is listed there.",
    ),
    (
        "SPF420",
        "event without its identity",
        "An event says whose history it belongs to, so its aggregate's identity is a required member.",
    ),
    (
        "SPF421",
        "parameter and body member that collide",
        "A command is one object; two members of one name with different schemas cannot both be in it.",
    ),
    (
        "SPF422",
        "method that does not fit",
        "Commands change something, queries do not; callers and caches rely on it.",
    ),
    (
        "SPF423",
        "optional identity",
        "A command that may leave out its aggregate's identity has no aggregate.",
    ),
    (
        "SPF424",
        "command without identity",
        "A command says which instance it is for, unless it creates a new one.",
    ),
    ("SPF425", "rejection under a status that is none", "A refusal is told by one status from 400 to 599."),
    ("SPF426", "rejection with two statuses", "A rejection is one class with one status."),
    ("SPF431", "key of members that the row lacks", "Keys are members of the row."),
    ("SPF432", "optional key", "A row without its key cannot be stored."),
    (
        "SPF433",
        "mapping of something that is no key",
        "A mapping gives each member of the row's key its event member.",
    ),
    (
        "SPF434",
        "event that does not say its row",
        "Every event of a read model holds the key of the row it changes.",
    ),
    ("SPF435", "question without its key", "The key or index is asked with values that the parameters give."),
    (
        "SPF436",
        "answer that is not the read model",
        "The answer is a row or a list of rows, as key or index find them.",
    ),
    (
        "SPF437",
        "extension that is not read",
        "In this place it makes nothing; it would be missed in silence.",
        _W,
    ),
    (
        "SPF438",
        "rule that cannot be silenced",
        "`x-specfold-ignore` maps codes of rules to reasons. What makes stored events unreadable, and what "
        "is no rule, cannot be silenced.",
    ),
    (
        "SPF439",
        "silence where nothing is said",
        "What it silenced is mended, or stands elsewhere. Left there, it would hide the next one.",
        _W,
    ),
    (
        "SPF440",
        "two policies of one name",
        "A policy keeps cursors and the ids of its commands under its name: `policy`, else the operation's.",
    ),
    (
        "SPF441",
        "beginning of what reads no log",
        "`from` says where a policy that reads a log begins. Plain messages are read from the oldest on.",
        _W,
    ),
    (
        "SPF445",
        "name that a key or an index cannot have",
        "The name of an aggregate is part of every partition key, `<aggregate>-<id>`, and the name of an "
        "index is one that DynamoDB accepts.",
    ),
    (
        "SPF446",
        "part that cannot be deployed",
        "AWS, or the check before a deployment, refuses this name, length or pattern. It runs locally.",
        _W,
    ),
)
