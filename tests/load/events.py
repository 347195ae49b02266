# SPDX-License-Identifier: MIT
"""Events end to end: outbox -> relay -> Redis stream -> consumer, whose effect is one row beside its inbox row.

The peer is pgbench inserting the same outbox rows, with the statement of outbox_add(), one a transaction, 16 clients.
"""
import itertools

from bed import Bed, interleaved, median
import servers
from support.statements import rendered, statements

SECONDS, REPETITIONS, BACKLOG = 3, 3, 20_000
BATCH = {"BIHUAN_RELAY_BATCH": "100", "BIHUAN_CONSUMER_BATCH": "100"}
TENANT = "'019b0001-0000-7000-8000-000000000001'"
turns = itertools.count()


def insert_script(turn):
    number = f"(16 * :n + :client_id + {turn}::bigint * 100000000)"
    insert = rendered(statements("load_bench_service")["outbox_insert"], event_id=f"bench_id(7, {number})",
                      event_type="'bench.noted'",
                      event_version="1", aggregate_id=f"bench_id(6, {number})", event_tenant_id=TENANT,
                      event_scope="'00010001'",
                      event_at="'2026-07-01 08:00:00+08'", event_data=f"jsonb_build_object('number', {number})::text")
    return f"\\set n :n + 1\n{insert};\n"


def clear(bed):
    bed.psql("truncate bihuan.outbox, bihuan.event_log, bihuan.inbox, bihuan.event_failure, bihuan.bench_effect, bihuan.event_sequence")


def insert(bed, seconds=SECONDS, **options):
    return bed.pgbench([insert_script(next(turns))], "bihuan_bench", seconds, n=0, **options)


def fill(bed, count):
    """A backlog by one statement; the same columns as outbox_insert writes."""
    turn = next(turns)
    bed.psql(f"""set role bihuan_bench; set search_path = bihuan; insert into outbox (id, type, version, aggregate_id,
    sequence, tenant_id, scope, at, data)
        select bench_id(7, {turn} * 100000000::bigint + n), 'bench.noted', 1, bench_id(6,
        {turn} * 100000000::bigint + n), 1, {TENANT},
               '00010001', '2026-07-01 08:00:00+08', jsonb_build_object('number', n) from generate_series(1, {count}) n""")


def drain_once(bed):
    """Events a second of a waiting backlog: from the first effect to the last, by the commits' own times."""
    clear(bed)
    fill(bed, BACKLOG)
    with bed.served("bench", "load_bench_service", **BATCH):
        servers.wait_until(lambda: int(bed.psql("select count(*) from bihuan.bench_effect")) == BACKLOG, 60,
                           "the backlog")
    return float(bed.psql("""select (count(*) - min(first)) / extract(epoch from max(at) - min(at)) from (
        select pg_xact_commit_timestamp(xmin) as at,
        count(*) filter (where xmin = (select xmin from bihuan.bench_effect order by at limit 1))
               over () as first from bihuan.bench_effect) e"""))


def insert_once(bed):
    clear(bed)
    return insert(bed)


def drain():
    with Bed("thousand") as bed:
        sides = interleaved(REPETITIONS, insert=lambda: insert_once(bed), drain=lambda: drain_once(bed))
        return median(sides["drain"]) / median(sides["insert"]), {
            name: " ".join(f"{v:.0f}/s" for v in values) for name, values in sides.items()}


def p99_once(bed):
    """(99th percentile from commit to committed effect, median commit, its load) in ms and 1/s at half of what pgbench
    inserts."""
    clear(bed)
    with bed.served("bench", "load_bench_service", **BATCH):
        rate = insert(bed)
        servers.wait_until(lambda: settled(bed), 60, "the backlog")
        clear(bed)
        got = insert(bed, seconds=5, rate=int(rate / 2), log=True)
        servers.wait_until(lambda: settled(bed), 60, "the events")
        commit = median(bed.pgbench_latencies()) / 1000
        p50, late, relayed = map(float, bed.psql("""with t as (
                select pg_xact_commit_timestamp(s.xmin) as inserted, pg_xact_commit_timestamp(l.xmin) as relayed,
                       pg_xact_commit_timestamp(e.xmin) as done
                  from bihuan.bench_effect e join bihuan.event_log l on l.id = e.event_id
                  join bihuan.event_sequence s on s.aggregate_id = l.aggregate_id
                 where pg_xact_commit_timestamp(s.xmin) > (select min(pg_xact_commit_timestamp(xmin))
                 from bihuan.event_sequence)
                       + interval '1 s') -- by then the relay, idle before, polls at the pace of the load
            select 1000 * extract(epoch from percentile_cont(0.5) within group (order by done - inserted)),
                   1000 * extract(epoch from percentile_cont(0.99) within group (order by done - inserted)),
                   1000 * extract(epoch from percentile_cont(0.99) within group (order by relayed - inserted))
                   from t""").split("|"))
    return late, commit, got, p50, relayed


def settled(bed):
    return bed.psql("select (select count(*) from bihuan.event_sequence) = (select count(*) from bihuan.bench_effect)") == "t"


def p99():
    with Bed("thousand") as bed:
        runs = [p99_once(bed) for _ in range(REPETITIONS)]
        late, commit, *_ = (median(values) for values in zip(*runs))
        return median([r[0] / r[1] for r in runs]), {
            "p99": f"{late:.1f} ms", "median commit": f"{commit:.2f} ms",
            "runs": "; ".join(f"{r[0]:.1f} / {r[1]:.2f} ms, p50 {r[3]:.1f}, p99 of the relay {r[4]:.1f} at {r[2]:.0f}/s"
                              for r in runs)}
