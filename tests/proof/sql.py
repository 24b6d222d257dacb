"""The third statement of the rule: a window in SQL over the archive's own lines.

The winners are the first records of each base, and each stands on the one before. It knows neither heads nor
readers; the rebuild in a warehouse is this query.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb

from runtime.archive import to_line
from runtime.commit import Record
from tests.proof.log import doubled
from tests.runtime import model

ATTRIBUTE: Final = """
create macro attribute(rec, name) as json_extract_string(rec, '$[0].' || name)
"""
WINNERS: Final = """
with lines as (
    select distinct log, epoch, shard, seq, pk, rec from read_json(?, format = 'newline_delimited',
        columns = {log: 'INT', epoch: 'INT', shard: 'VARCHAR', seq: 'VARCHAR', pk: 'VARCHAR', rec: 'JSON'})
), commits as (
    select log, pk, epoch, seq, attribute(rec, 'commitid') as commitid,
        attribute(rec, 'commitparent') as parent,
        cast(attribute(rec, 'commitbase') as int) as base
    from lines
    where json_type(rec) = 'ARRAY' and json_array_length(rec) > 0 and attribute(rec, 'commitrule') = '1'
        and cast(attribute(rec, 'commitcount') as int) = json_array_length(rec)
        and attribute(rec, 'partitionkey') = pk
        and (attribute(rec, 'commitbase') = '0') = (attribute(rec, 'commitparent') is null)
        and len(list_distinct(json_extract_string(rec, '$[*].commandid'))) = 1
), firsts as (
    select *, row_number() over (partition by log, pk, base order by epoch, seq) as place from commits
), winners as (
    select *, lag(commitid) over (partition by log, pk order by base) as before,
        row_number() over (partition by log, pk order by base) - 1 as version
    from firsts where place = 1
)
select log, pk, list(commitid order by base) as commits,
    bool_and(base = version and parent is not distinct from before) as chained
from winners group by log, pk
"""


def winners(logs: Mapping[int, Sequence[Record]]) -> dict[tuple[int, str], tuple[list[str], bool]]:
    """By log and key: the ids of the winners, and whether they are one chain."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "archive.jsonl"
        with file.open("w") as out:
            for number, records in logs.items():
                for line in doubled([to_line(record) for record in records], number):
                    out.write(json.dumps({"log": number, **json.loads(line)}) + "\n")
        with duckdb.connect() as database:
            database.execute(ATTRIBUTE)
            found = database.execute(WINNERS, [str(file)]).fetchall()
    return {(log, key): (commits, chained) for log, key, commits, chained in found}


def check_in_sql(logs: Mapping[int, Sequence[Record]]) -> Counter[str]:
    """Winners in SQL are the model's, for every key that is sound; where it is not, no chain is shown.

    Raises:
        AssertionError: they are not.
    """
    if not any(logs.values()):
        return Counter()
    found = winners(logs)
    tally: Counter[str] = Counter()
    for number, records in logs.items():
        for key, own in model.truths(records).items():
            commits, chained = found.get((number, key), ([], True))
            if own.sound:
                assert (commits, chained) == (own.commits, True), f"{key} of log {number} in SQL"
            else:
                assert not chained or of_tomorrow(records, key), f"{key} of log {number} in SQL"
            tally["keys asked of SQL"] += 1
    return tally


def of_tomorrow(records: Sequence[Record], key: str) -> bool:
    """Whether a record of a later rule stands on a key: this query is of rule 1, and does not see it."""
    return any(r.key == key and b'"commitrule": 2' in r.data for r in records)
