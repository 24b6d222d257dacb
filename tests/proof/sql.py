"""The third statement of the rule: a window in SQL over the archive's own lines.

The winners are the first records of each base, and each stands on the one before. It knows neither heads nor
readers; the rebuild in a warehouse is this query.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import duckdb
from specfold.eventlog.archive_format import to_line
from specfold.eventlog.commit import Record

from tests.proof.log import doubled
from tests.runtime import model

# Of a name that is given twice the last member counts, and each must be of its type.
MACROS: Final = """
create macro attribute(event, name) as list_extract(json_extract(event, '$.*'),
    len(json_keys(event)) + 1 - list_position(list_reverse(json_keys(event)), name));
create macro number(value) as case when json_type(value) in ('UBIGINT', 'BIGINT')
    then try_cast(value as bigint) end;
create macro text(value) as case when json_type(value) = 'VARCHAR' then value ->> '$' end;
create macro typed(name, value) as case
    when name in ('commitbase', 'commitindex', 'commitcount', 'commitrule')
        then coalesce(number(value) between 0 and 2147483647, false)
    when name = 'commitparent' and json_type(value) = 'NULL' then true
    when name in ('commitid', 'commandid', 'commitparent')
        then coalesce(length(text(value)) between 1 and 64, false)
    when name = 'partitionkey' then coalesce(length(text(value)) between 1 and 256, false)
    else true end;
create macro typed_skip(name, value) as case
    when name in ('skippedepoch', 'skippedrule') then coalesce(number(value) between 0 and 2147483647, false)
    when name in ('partitionkey', 'skippedshard') then coalesce(length(text(value)) between 1 and 256, false)
    when name = 'skippedseq' then coalesce(regexp_full_match(text(value), '[0-9]{56}'), false)
    when name = 'type' then text(value) is not null
    else true end;
"""
WINNERS: Final = """
with recursive lines as (
    select distinct log, epoch, shard, seq, pk, rec from read_json(?, format = 'newline_delimited',
        columns = {log: 'INT', epoch: 'INT', shard: 'VARCHAR', seq: 'VARCHAR', pk: 'VARCHAR', rec: 'JSON'},
        maximum_object_size = 33554432)
), arrays as (
    select log, epoch, shard, seq, pk, json_array_length(rec) as events,
        contains(rec, '"specfold.record.skipped"') as marked, json_extract(rec, '$[*]') as list
    from lines where json_type(rec) = 'ARRAY' and json_array_length(rec) > 0
), events as (
    select * exclude list, unnest(list) as event, generate_subscripts(list, 1) - 1 as place from arrays
), attributes as (
    select *, json_type(event) = 'OBJECT' and len(list_filter(
            list_zip(json_keys(event), json_extract(event, '$.*')),
            lambda m: not typed(m[1], m[2]))) = 0 as typed,
        number(attribute(event, 'commitrule')) as rule,
        len(list_filter(list_zip(json_keys(event), json_extract(event, '$.*')),
            lambda m: m[1] = 'commitrule' and not typed(m[1], m[2]))) = 0 as rule_typed,
        text(attribute(event, 'commitid')) as commitid, text(attribute(event, 'commitparent')) as parent,
        text(attribute(event, 'commandid')) as commandid, number(attribute(event, 'commitbase')) as base,
        number(attribute(event, 'commitindex')) as commitindex,
        number(attribute(event, 'commitcount')) as commitcount,
        text(attribute(event, 'partitionkey')) as own
    from events
), records as (
    select log, pk, epoch, shard, seq, any_value(commitid) as commitid, any_value(parent) as parent,
        any_value(base) as base,
        bool_and(coalesce(typed and rule = 1 and own = pk and commitindex = place and commitcount = events
            and commitid is not null and commandid is not null and base is not null
            and (base = 0) = (parent is null), false))
        and count(distinct commitid) = 1 and count(distinct commandid) = 1 and count(distinct base) = 1
        and count(distinct parent) <= 1 as whole
    from attributes group by log, pk, epoch, shard, seq
), skips as (
    select distinct log, pk, number(attribute(event, 'skippedepoch')) as epoch,
        text(attribute(event, 'skippedshard')) as shard, text(attribute(event, 'skippedseq')) as seq
    from attributes
    where events = 1 and marked and json_type(event) = 'OBJECT' and len(list_filter(
            list_zip(json_keys(event), json_extract(event, '$.*')),
            lambda m: not typed_skip(m[1], m[2]))) = 0
        and attribute(event, 'skippedrule') is not null and attribute(event, 'skippedshard') is not null
        and text(attribute(event, 'type')) = 'specfold.record.skipped'
        and not coalesce(rule <> 1 and rule_typed, false) and own = pk
        and (log, pk, epoch, shard, seq) not in (
            select (log, pk, epoch, shard, seq) from records where whole)
        and (number(attribute(event, 'skippedepoch')), text(attribute(event, 'skippedseq'))) < (epoch, seq)
), commits as (
    select log, pk, epoch, seq, commitid, parent, base,
        (log, pk, epoch, shard, seq) in (select (log, pk, epoch, shard, seq) from skips) as skipped
    from records where whole
), chain as (
    -- A skipped commit counts only where it is on the winner before it, which came earlier.
    select log, pk, -1 as base, cast(null as varchar) as commitid, -1 as epoch, '' as seq
    from commits group by log, pk
    union all
    select c.log, c.pk, c.base, c.commitid, c.epoch, c.seq
    from chain w join commits c on c.log = w.log and c.pk = w.pk and c.base = w.base + 1
        and (not c.skipped
            or (c.parent is not distinct from w.commitid and (c.epoch, c.seq) > (w.epoch, w.seq)))
    qualify row_number() over (partition by c.log, c.pk order by c.epoch, c.seq) = 1
), firsts as (
    select *, row_number() over (partition by log, pk, base order by epoch, seq) as place from commits
    where not skipped or (log, pk, epoch, seq) in (select (log, pk, epoch, seq) from chain)
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
        with file.open("wb") as out:
            for number, records in logs.items():
                for line in doubled([to_line(record) for record in records], number):
                    out.write(b'{"log":%d,' % number + line[1:])
        with duckdb.connect() as database:
            database.execute(MACROS)
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
