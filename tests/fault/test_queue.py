# SPDX-License-Identifier: MIT
"""The queue under duplicates, crashes, lost stores and poison: every committed event has its effect once, in order."""
import json
import shutil
import subprocess

import psycopg2
import pytest

from support.probe import DEAD_STREAM, STREAM, TENANT, Load, Probe

pytestmark = pytest.mark.long

DONE = 'bihuan_events_consumed_total{type="probe.noted",result="done"}'


@pytest.fixture(scope="module")
def probe():
    with Probe() as shared:
        yield shared


@pytest.fixture
def own():
    with Probe() as lone:
        yield lone


def test_an_event_has_its_effect_once_and_in_order(probe):
    before = probe.effects()
    for _ in range(3):
        probe.emit(40)
    probe.settle(before + 120)
    assert probe.effects() == before + 120


def test_a_delivery_again_has_no_second_effect(probe):
    before = probe.effects()
    probe.emit(30)
    probe.settle(before + 30)
    again = probe.metric('bihuan_events_consumed_total{type="probe.noted",result="again"}')
    for _, fields in probe.redis.xrange(STREAM)[-30:]:
        probe.redis.xadd(STREAM, fields)
        probe.redis.xadd(STREAM, fields)
    probe.wait(lambda: probe.metric('bihuan_events_consumed_total{type="probe.noted",result="again"}') >= again + 60,
               "repeats")
    assert probe.effects() == before + 30
    probe.check()


def test_parallel_units_of_one_aggregate_keep_their_order(probe):
    before = probe.effects()
    with Load(probe, threads=4, pause=0) as load:
        load.wait_for(400)
    total = sum(load.done)
    probe.settle(before + total)
    assert probe.effects() == before + total
    gaps = probe.rows("select aggregate_id from probe_effect group by 1 having max(sequence) <> count(*) or min(sequence) <> 1")
    assert gaps == []


def test_an_envelope_follows_cloudevents(probe):
    before = probe.effects()
    probe.emit(1, act="note")
    probe.settle(before + 1)
    event = json.loads(probe.redis.xrevrange(STREAM, count=1)[0][1]["e"])
    assert event["specversion"] == "1.0" and event["type"] == "cn.bihuan.probe.noted.v1" and event["source"] == "/bihuan/probe"
    assert event["sequence"] == "000000000001" and event["time"] == "2026-07-01T08:00:00.000000+08:00"
    assert event["data"] == {"number": 0, "act": "note"} and event["scope"] == "0001"


def test_a_producer_may_add_fields(probe):
    before = probe.effects()
    probe.emit(1, extra={"colour": {"of": "the sky"}})
    probe.settle(before + 1)
    assert probe.effects() == before + 1


def test_poison_dies_after_five_tries_and_a_retry_heals_it(own):
    poison = own.emit(1, "01900000-0000-7000-8000-000000000001", act="fail")[0]
    behind = own.emit(2, "01900000-0000-7000-8000-000000000001")
    own.emit(20)
    # Other aggregates go on; those behind the poison wait until it is given up.
    own.wait(lambda: own.effects() >= 20, "effects of others")
    own.wait(lambda: ("dead", 5) in [(f[0], f[1]) for f in own.failures()], "death")
    own.settle(22)
    assert own.effects() == 22
    (state, tries, reason, event_id), = own.failures()
    assert (state, tries, event_id) == ("dead", 5, poison) and "poison number 0" in reason
    letter = own.redis.xrange(DEAD_STREAM)[-1][1]["e"]
    assert json.loads(letter)["event"]["id"] == poison and "poison" in json.loads(letter)["reason"]

    listed = own.stack.ctl("events", "dead", "--service", "probe")
    assert poison in listed and "dead" in listed
    own.stack.psql("insert into bihuan.probe_switch values ('heal', true)")
    assert own.stack.ctl("events", "retry", "--service", "probe", poison).startswith("1 ")
    own.wait(lambda: own.effects() == 23, "healing")
    assert own.failures() == []
    assert own.stack.ctl("events", "dead") == ""
    assert own.rows("select count(*) from probe_effect where event_id = %s", poison) == [(1,)]
    assert len(behind) == 2


def test_rows_that_a_lost_session_holds_are_waited_for_and_no_try(own):
    """A consumer that was cut off in the midst of a unit: the server has not noticed, and its session holds rows of the
    inbox."""
    own.stop()
    held = own.emit(3)
    lost = own.connect()
    lost.autocommit = False
    with lost.cursor() as cursor:
        cursor.executemany("insert into inbox (event_id, handled_at) values (%s, now())", [(event,) for event in held])
    own.services[0].environment |= {"BIHUAN_STATEMENT_TIMEOUT_MS": "300"}
    own.start()
    own.wait(lambda: own.services[0].log_tail(200).count("57014") >= 1, "a statement that waited in vain")
    own.emit(2)
    own.stop()  # at once, however many events there are to wait for
    own.start()
    assert own.failures() == []
    lost.rollback()
    lost.close()
    own.settle(5)
    assert own.effects() == 5 and own.failures() == []


def test_a_build_that_the_schema_has_left_behind_leaves_events_to_the_next(own):
    """A breaking migration is there: what the old build would do now fails, or is wrong; none of it is a try."""
    own.emit(2)
    own.settle(2)
    own.stack.psql("""insert into bihuan.schema_migration (name, checksum, applied_at, breaking)
        values ('9999_probe_from_the_future', 'x', now(), true);
        alter table bihuan.probe_effect rename column sequence to place""")
    leases = "select count(*) from pg_locks where locktype = 'advisory'"
    own.wait(lambda: own.stack.psql(leases).strip() == "0", "leases let go")
    own.emit(3)
    own.wait(lambda: own.value("select count(*) from outbox") == 3, "events that wait")
    assert own.stack.psql(leases).strip() == "0" and own.effects() == 2 and own.failures() == []
    own.stack.psql("""delete from bihuan.schema_migration where name like '9999%';
        alter table bihuan.probe_effect rename column place to sequence""")
    own.settle(5)
    assert own.effects() == 5 and own.failures() == []


def test_waiting_events_go_on_in_order_when_their_poison_heals(own):
    aggregate = "01900000-0000-7000-8000-000000000002"
    own.stop()
    own.emit(1, aggregate)
    own.emit(1, aggregate, act="fail")
    own.emit(3, aggregate)
    own.environment |= {"BIHUAN_EVENT_RETRY_MS": "600"}
    own.services[0].environment |= {"BIHUAN_EVENT_RETRY_MS": "600"}
    own.start()
    own.wait(lambda: [f[0] for f in own.failures()] == ["retry", "waiting", "waiting", "waiting"], "waiting")
    assert own.effects() == 1
    own.stack.psql("insert into bihuan.probe_switch values ('heal', true)")
    own.settle(5)
    assert own.rows("select sequence from probe_effect order by id") == [(1,), (2,), (3,), (4,), (5,)]


def test_a_failed_event_of_a_type_that_is_gone_stays_and_costs_nothing(own):
    own.stack.psql("""insert into bihuan.event_failure (service, event_id, producer, type, aggregate_id, sequence,
    state, tries, reason,
        failed_at, next_try_at, event) select 'probe', gen_random_uuid(), 'probe', 'probe.gone', gen_random_uuid(), 1, 'retry', 1, 'x',
        now(), now(), '{"type": "cn.bihuan.probe.gone.v1"}'""")
    own.emit(5)
    own.wait(lambda: own.effects() == 5, "effects of others")
    assert [f[0] for f in own.failures()] == ["retry"]
    assert "probe.gone" in own.stack.ctl("events", "dead")


def test_killing_the_process_at_any_point_loses_and_doubles_nothing(own):
    with Load(own) as load:
        for _ in range(5):
            load.wait_for(150)
            own.services[0].kill()
            load.wait_for(50)
            own.start()
    own.settle(load.emitted(), seconds=60)
    assert own.effects() == load.emitted()


def test_redis_away_and_wiped_under_load_loses_nothing(own):
    with Load(own) as load:
        load.wait_for(100)
        own.stack.stop_redis()
        load.wait_for(200)
        own.stack.start_redis(wipe=True)
        load.wait_for(200)
        own.redis.flushall()
        load.wait_for(100)
        own.redis.flushall()
        load.wait_for(100)
    own.settle(load.emitted(), seconds=60)
    assert own.effects() == load.emitted()


def test_a_crash_of_the_database_under_load_loses_and_doubles_nothing(own):
    with Load(own) as load:
        load.wait_for(100)
        own.stack.restart_pg(crash=True)
        load.wait_for(100)
    own.settle(load.emitted(), seconds=60)
    assert own.effects() == load.emitted()
    assert own.failures() == []


def test_an_event_that_redis_never_carried_is_found_in_the_log(own):
    own.emit(3)
    own.settle(3)
    own.stop()
    own.emit(4)
    # As if the relay had published and all of Redis had been lost: the events are in the log and nowhere else.
    own.stack.psql("""with gone as (delete from bihuan.outbox returning *)
        insert into bihuan.event_log select position, id, producer, type, version, aggregate_id, sequence, tenant_id,
        scope, at,
               traceparent, data, now() from gone""")
    own.start()
    own.settle(7)
    own.told("bihuan_events_reconciled_total", [4])


def test_a_backlog_is_looked_through_once_whatever_the_statistics_say(own):
    """Not all of it again with each batch; told by how often the inbox was asked, not by time."""
    many = 6000
    own.emit(1)
    own.settle(1)
    own.stop()
    own.stack.psql("analyze bihuan.event_log; analyze bihuan.inbox")  # small, as far as they know
    own.stack.psql(f"""insert into bihuan.event_log (position, id, producer, type, version, aggregate_id, sequence,
        tenant_id, scope, at, data, published_at)
        select 1000 + n, gen_random_uuid(), 'probe', 'probe.noted', 1, gen_random_uuid(), 1, tenant_id, scope, at,
               data, now() from bihuan.event_log, generate_series(1, {many}) n""")
    asked = "select idx_scan from pg_stat_user_indexes where indexrelname = 'inbox_pkey'"
    before = int(own.stack.psql(asked))
    own.start()
    own.settle(1 + many)
    own.stop()  # its sessions have told what they did
    assert int(own.stack.psql(asked)) - before < 5 * many


def test_what_a_server_knew_of_empty_tables_costs_nothing_later(own):
    """That to read the whole of them is for nothing: it would be done for each event, as long as a session keeps its
    plans."""
    many = 3000
    tables = "bihuan.event_log, bihuan.inbox, bihuan.outbox"
    own.stop()
    own.stack.psql(f"truncate {tables}")
    own.stack.psql(f"vacuum analyze {tables}")
    own.start()
    own.emit(1)
    own.settle(1)
    read = "select sum(seq_tup_read) from pg_stat_user_tables where relname ~ '^(event_log|inbox|outbox)'"
    before = int(own.stack.psql(read))
    own.rows(f"""insert into outbox (id, type, version, aggregate_id, sequence, tenant_id, scope, at, data)
        select gen_random_uuid(), 'probe.noted', 1, gen_random_uuid(), 1, %s, '0001', now(),
               jsonb_build_object('number', n, 'act', 'note') from generate_series(1, {many}) n""", TENANT)
    own.settle(1 + many)
    own.stop()  # its sessions have told what they did
    assert int(own.stack.psql(read)) - before < 10 * many


def test_a_replay_changes_nothing_unless_told_to_forget(own):
    own.emit(6)
    own.settle(6)
    first = own.rows("select aggregate_id::text from probe_effect limit 1")[0][0]
    other = own.emit(2)
    own.settle(8)
    assert "0 events" in own.stack.ctl("events", "replay", "--service", "probe", "--since", "2020-01-01T00:00:00Z")
    own.emit(1)
    own.settle(9)
    assert own.effects() == 9
    told = own.stack.ctl("events", "replay", "--service", "probe", "--since", "2020-01-01T00:00:00Z", "--aggregate",
                         first, "--again")
    assert told.startswith("6 events")
    own.wait(lambda: own.effects() == 15, "second effects")
    assert own.rows("select count(*) from probe_effect where event_id = %s", other[0]) == [(1,)]


def test_one_of_two_processes_reads_and_the_other_takes_over():
    with Probe(processes=2) as pair:
        pair.emit(50)
        pair.settle(50)
        pair.told(DONE, [0, 50])
        reader = [pair.metric(DONE, i) for i in (0, 1)].index(50)
        pair.services[reader].kill()
        pair.emit(50)
        pair.settle(100)
        pair.wait(lambda: pair.metric(DONE, 1 - reader) == 50, "the other's count")


def test_a_frozen_holder_loses_its_lease_and_does_no_harm_when_it_wakes():
    import signal
    with Probe(processes=2) as pair:
        pair.emit(10)
        pair.settle(10)
        pair.told(DONE, [0, 10])
        frozen = pair.services[[pair.metric(DONE, i) for i in (0, 1)].index(10)]
        frozen.send(signal.SIGSTOP)
        try:
            pair.emit(10)
            pair.settle(20, seconds=60)
        finally:
            frozen.send(signal.SIGCONT)
        pair.emit(10)
        pair.settle(30)


HELD_AT_COMMIT = """
    create function bihuan.held_at_commit() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock_shared(4711); return null; end $$;
    create constraint trigger held_at_commit after insert on bihuan.event_log deferrable initially deferred
        for each row execute function bihuan.held_at_commit()"""


def test_an_entry_is_shown_when_its_row_can_be_seen(own):
    """The relay's commit takes its time; a reader that hears of the event meanwhile would look for it in vain."""
    own.stack.psql(HELD_AT_COMMIT)
    with psycopg2.connect(f"{own.stack.postgres.conninfo} user=postgres") as holder, holder.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(4711)")
        own.emit(3)
        own.wait(lambda:
                 own.stack.psql("select count(*) from pg_locks where locktype = 'advisory' and not granted").strip()
                 == "1", "the commit")
        assert own.redis.xlen(STREAM) == 0
        holder.rollback()
    own.settle(3)
    assert own.redis.xlen(STREAM) == 3


def test_who_relays_next_shows_the_last_batch_again(own):
    """Killed behind the commit and before Redis showed what it held: who reads the stream alone would never hear of it."""
    own.emit(3)
    own.settle(3)
    own.services[0].kill()
    own.redis.delete(STREAM)
    own.start()
    own.wait(lambda: own.redis.exists(STREAM) and own.redis.xlen(STREAM) == 3, "the batch")
    assert own.effects() == 3


BURN = "do $$ begin for i in 1..3000 loop perform pg_current_xact_id(); commit; end loop; end $$"


def test_a_standby_that_lags_takes_over_and_nothing_is_lost(own):
    """It has not heard of the last transactions and gives their numbers anew, while the service remembers the old
    ones."""
    mark = "select compared_xid::text::bigint from event_cursor where service = 'probe'"
    postgres = own.stack.postgres
    standby = postgres.data.with_name("standby")
    own.emit(1)
    own.settle(1)
    postgres.stop()
    subprocess.run(["cp", "-a", postgres.data, standby], check=True)
    postgres.launch()
    before = own.value(mark)
    own.stack.psql(BURN)
    own.wait(lambda: own.value(mark) > before + 3000, "the mark")
    postgres.stop()
    shutil.rmtree(postgres.data)
    standby.rename(postgres.data)
    postgres.launch()
    assert own.value(mark) < before + 3000

    def advanced():
        now, last = own.rows(f"select ({mark}), pg_snapshot_xmax(pg_current_snapshot())::text::bigint")[0]
        assert now <= last, "what comes next would count as compared"
        own.emit(1)
        return now > before + 5
    own.wait(advanced, "the mark of the new server")
    lost = own.log(number=7)
    own.wait(lambda: own.rows("select number from probe_effect where event_id = %s", lost), "the comparison")
    own.settle(own.value("select sum(last) from event_sequence") + 1)
