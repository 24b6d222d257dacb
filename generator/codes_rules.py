"""Rows of the table of codes: CQRS rules. Each has a check of the same id below `generator/rules/`."""

from __future__ import annotations

from generator.codes_structure import Row
from generator.diagnostics import Severity

_W = Severity.WARNING
_N = Severity.NOTE

ROWS: tuple[Row, ...] = (
    (
        "SPF501",
        "event that no command emits",
        "An event of an aggregate becomes a fact by one of its commands; this one never will.",
        _W,
    ),
    (
        "SPF502",
        "event that nobody reads",
        "It is written for readers outside of the project, or for none.",
        _N,
    ),
    (
        "SPF503",
        "deprecated event that is emitted",
        "A version that is deprecated is read and no longer written.",
        _W,
    ),
    (
        "SPF504",
        "event without example",
        "Contract tests are made of examples; without one they make values up, which no reader understands.",
        _N,
    ),
    (
        "SPF505",
        "version that asks for what the older one lacks",
        "Events of the older version are stored. What they do not tell, an upcaster can only invent.",
        _N,
    ),
    (
        "SPF511",
        "command without an answer for a conflict",
        "Two commands may race for one aggregate. The loser is decided again, and at last answered with 409; "
        "with `If-Match`, with 412. Clients should know.",
        _W,
    ),
    (
        "SPF512",
        "creation without 201",
        "A command that creates is answered with 201, and clients should know.",
        _W,
    ),
    (
        "SPF513",
        "command that is open to all",
        "Without a `security` requirement anybody may change the aggregate.",
        _W,
    ),
    (
        "SPF514",
        "aggregate that nothing creates",
        "No command says `creates: true`, so the first fact of its history comes of a command that reads as "
        "if there were one already.",
        _N,
    ),
    (
        "SPF515",
        "command without example",
        "Contract tests are made of examples; without one they make values up, which no reader understands.",
        _N,
    ),
    (
        "SPF516",
        "client-chosen id of any text in a path",
        "An id in a path is one segment: servers decode `%2F` before they match paths, and clients take out "
        "`.` and `..`. A command with such an id is refused (400) before anything is appended; a schema "
        "tells clients before they send it.",
        _N,
    ),
    (
        "SPF517",
        "paths that one request matches",
        "Neither path is narrower than the other, so OpenAPI leaves open which of them a request belongs to. "
        "Here it is the one with more literal text, segment by segment from the left.",
        _W,
    ),
    (
        "SPF518",
        "path that is taken",
        "All services share one HTTP API, and the outcomes of their commands stand in it at "
        "`GET /commands/{service}/{commandId}`. Two routes of one method and path cannot be deployed.",
        _W,
    ),
    (
        "SPF519",
        "refusal in another form than the service gives",
        "What the service refuses itself, such as a request of another form, is answered as a problem "
        "(RFC 9457) with the members type, title, status, detail, code and, of a 400, errors. Contract tests "
        "ask for the documented body where it allows that form.",
        _W,
    ),
    (
        "SPF521",
        "list without limit",
        "A list that grows with the data is cut somewhere; let callers say where.",
        _W,
    ),
    (
        "SPF522",
        "list without a way on",
        "A page is followed by asking with `after`, which is the `next` of the page before.",
        _W,
    ),
    (
        "SPF523",
        "question without an answer for nothing",
        "A row may not be there, or not yet: read models follow the log. The answer is 404.",
        _W,
    ),
    ("SPF524", "read model that no query reads", "Rows are kept, and nobody asks for them.", _N),
    ("SPF525", "index that no query uses", "An index is written with every row, and paid for.", _N),
    (
        "SPF526",
        "policy that may be an older one renamed",
        "Cursors and the ids of commands are kept under the name of a policy. Under a new name it begins "
        "anew: what the older one has not come to is not reacted to, or what it did is done again.",
        _W,
    ),
    (
        "SPF531",
        "row of one aggregate with events of many",
        "A row that is `perAggregate` is found by the identity of its aggregate. An event that leads to "
        "another row stops the projection of its key.",
    ),
    (
        "SPF532",
        "event that may not say its row",
        "Every event of a read model holds the key of its row: an event without it stops the projection.",
    ),
    (
        "SPF533",
        "index that leaves rows out",
        "A row without the members of an index is not in it. That may be meant.",
        _N,
    ),
    (
        "SPF534",
        "key that is neither text nor number",
        "DynamoDB finds rows by text and by numbers; a row with anything else is in no index.",
    ),
    (
        "SPF535",
        "fold that depends on the order",
        "Between aggregates there is no order. A row that many of them change must come out the same in any; "
        "a status, which the last event sets, does not.",
        _N,
    ),
    (
        "SPF536",
        "row that could be of one aggregate",
        "With `perAggregate: true` row and cursor are one item: one write, a version, events in order.",
        _N,
    ),
    (
        "SPF537",
        "number in a key without bounds",
        "DynamoDB holds numbers of 38 digits, and none nearer to 0 than 1e-130. A row whose key or index "
        "member is another number is never written: its aggregate is stopped in this read model.",
        _W,
    ),
    (
        "SPF538",
        "text in a key without a bound",
        "A partition key has at most 2,048 bytes, a sort key 1,024. A row with more is never written: its "
        "aggregate is stopped in this read model.",
        _W,
    ),
    (
        "SPF539",
        "key of several kinds",
        "DynamoDB orders text by its bytes and numbers by value; a key is one or the other. Values of "
        'several kinds are kept as text: 5 and "5" are one key, and 10 comes before 9.',
        _W,
    ),
    (
        "SPF541",
        "personal data in a key",
        "Keys are in indexes, page cursors, URLs and logs, where nothing masks or erases them.",
        _W,
    ),
    (
        "SPF542",
        "personal data as identity",
        "An identity is the partition key of every record of the log, which is kept forever, unmasked.",
        _W,
    ),
    (
        "SPF543",
        "personal data in a URL",
        "URLs stand in the logs of every proxy, and in histories of browsers.",
        _W,
    ),
    (
        "SPF544",
        "personal data of nobody",
        "`subject` names the member of the same event or row that says whose data it is. Specfold checks "
        "that it is there; it does not encrypt or erase personal data.",
        _W,
    ),
    (
        "SPF551",
        "policies that run in a circle",
        "What a policy issues leads to events that lead back to it. Nothing but its reaction can end that.",
        _W,
    ),
    (
        "SPF552",
        "policy that cannot fill its command",
        "A reaction is a pure function of the event. What neither the event tells nor the reaction may "
        "choose, it cannot know.",
        _N,
    ),
    (
        "SPF561",
        "short retention",
        "Seven days are the time in which an outage of the archive is mended from the stream. With less, "
        "events may be lost from it.",
        _W,
    ),
    (
        "SPF562",
        "plain message on a log",
        "Readers of a log take each record for a commit of an aggregate; what is none is malformed to them.",
        _W,
    ),
    (
        "SPF563",
        "recursive alternatives without a tag",
        "Where several alternatives hold the whole again, each level of a value multiplies the tries that "
        "reading it takes. A required member with another `const` in each alternative says which one is "
        "meant. Without one a service refuses values that would take too many tries.",
        _W,
    ),
)
