# SPDX-License-Identifier: MIT
"""What the tables hold, as one value a table: equal before and after means that nothing was written."""

# Written by the machinery at its own time: the queue's transport, the audit chain's sealing, jobs and what boards count
# ahead.
MACHINERY = {"outbox", "event_log", "inbox", "event_failure", "event_cursor", "job_run", "audit_seal", "audit_chain",
             "audit_watermark", "issue_board", "issue_count_delta", "attainment_mark", "attainment_count",
             "attainment_tenant"}
MARKS = "select (select count(*) from bihuan.evaluation_dirty) + (select count(*) from bihuan.register_dirty)"
TABLES = ("select relname from pg_class where relnamespace = 'bihuan'::regnamespace and relkind in ('r', 'p') "
          "and not relispartition order by relname")


def snapshot(stack, without=()):
    """{table: (rows, digest of them)} with nothing left to compute; published and unpublished events count as one
    table, `events`."""
    stack.until(lambda: stack.psql(MARKS).strip() == "0", 30)
    names = [n for n in stack.psql(TABLES).split() if n not in MACHINERY | set(without)]
    parts = [f"select '{n}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from bihuan.{n} t"
             for n in names]
    parts.append("select 'events', count(*), 0 from (select id from bihuan.outbox union select id from bihuan.event_log) e")
    rows = (line.split("\t") for line in stack.psql(" union all ".join(parts)).splitlines())
    return {name: (int(count), digest) for name, count, digest in rows}


def changes(before, after):
    """The tables that differ, with their numbers of rows."""
    return {name: (before.get(name, (0,))[0], after[name][0]) for name in after if before.get(name) != after[name]}
