# SPDX-License-Identifier: MIT
"""Whoever can write to Redis can neither make an event nor change one: an entry of a stream only says where to look in
the log.

And what the log says is found whatever Redis loses and however long a transaction takes to say it."""
import json
import time
import urllib.request
import uuid

import psycopg2
import pytest

from servers import ServerError
from support.issues import World
from support.probe import DEAD_STREAM, STREAM, Probe
from support.snapshot import changes, snapshot
from support.stack import Stack

FORGED = "01900000-0000-7000-8000-0000000000aa"
SEEN = 'bihuan_events_consumed_total{type="probe.noted",result="again"}'
# The log is not compared while these tests run, so what has an effect was pointed to by an entry.
BY_ENTRY = {"BIHUAN_RECONCILE_SECONDS": "3600", "BIHUAN_EVENT_WAIT_SECONDS": "1"}


@pytest.fixture(scope="module")
def probe():
    with Probe(settings=BY_ENTRY) as shared:
        shared.emit(1)
        shared.settle(1)
        yield shared


@pytest.fixture
def own():
    with Probe(settings={"BIHUAN_EVENT_WAIT_SECONDS": "1"}) as lone:
        lone.emit(1)
        lone.settle(1)
        yield lone


def all_acknowledged(probe):
    return probe.redis.xpending(STREAM, "probe")["pending"] == 0


def effect(probe, event_id):
    return probe.rows("select aggregate_id::text, sequence, number from probe_effect where event_id = %s", event_id)


def metrics(stack, name):
    with urllib.request.urlopen(f"{stack.service(name).url}/metrics", timeout=5) as answer:
        return answer.read().decode()


def test_a_forged_move_of_a_district_moves_nothing():
    """An org.changed as the directory would have sent it, but for its id."""
    with Stack(settings={"BIHUAN_EVENT_WAIT_SECONDS": "1"}) as stack:
        world = World(stack)
        world.calendar(2026)
        issue = world.issue()
        before = snapshot(stack)
        tenant, scope, other = stack.psql("""select a.id, a.scope, b.scope || '0099' from bihuan.api_tenant a,
        bihuan.api_tenant b
            where a.code = '310117' and b.code = '310112'""").strip().split("\t")
        client, stream = stack.redis_client(), "bihuan:events:directory"
        entry = client.xadd(stream, {"e": json.dumps({
            "specversion": "1.0", "id": FORGED, "source": "/bihuan/directory", "type": "cn.bihuan.org.changed.v1",
            "subject": tenant,
            "time": "2026-07-01T08:00:00.000000+08:00", "sequence": "000000000999", "tenantid": tenant, "scope": other,
            "data": {
                "tenant_id": tenant, "kind": "DISTRICT", "change": "TRANSFER", "code": "310117", "name": "松江区",
                "scope": other,
                "old_scope": scope, "effective_date": "2026-07-01"}})})
        for name in ("issues", "indicators"):
            stack.until(lambda: 'bihuan_event_hints_dropped_total{reason="unknown"} 1' in metrics(stack, name))
            assert client.xpending(stream, name)["pending"] == 0
        client.xdel(stream, entry)  # what is on the streams is compared with the contract in the end
        assert changes(before, snapshot(stack)) == {}
        assert stack.psql(f"select count(*) from bihuan.inbox where event_id = '{FORGED}'").strip() == "0"
        assert world.office.get(f"/issues/{issue['id']}").status_code == 200
        assert world.who("310112", "DIST_OFFICE").get(f"/issues/{issue['id']}").status_code == 404


def test_an_id_that_the_log_does_not_know_has_no_effect_and_leaves_nothing(probe):
    before, dropped, dead = probe.effects(), probe.dropped("unknown"), probe.redis.xlen(DEAD_STREAM)
    probe.announce(str(uuid.uuid4()))
    probe.wait(lambda: probe.dropped("unknown") == dropped + 1, "the drop")
    assert all_acknowledged(probe)
    assert (probe.effects(), probe.failures(), probe.redis.xlen(DEAD_STREAM)) == (before, [], dead)
    assert '"event.hint_dropped"' in probe.services[0].log_tail(200)


def test_the_log_says_what_happened_and_not_the_entry(probe):
    """Another payload, subject, sequence, tenant and time for an event that exists."""
    aggregate = str(uuid.uuid4())
    event = probe.log(aggregate, number=7)
    probe.announce(event, data={"number": 666, "act": "fail"}, sequence="000000000099", tenantid=FORGED, time="never",
                   scope=5)
    probe.wait(lambda: effect(probe, event), "the effect")
    assert effect(probe, event) == [(aggregate, 1, 7)]
    assert probe.failures() == []


def test_an_event_of_another_producer_or_type_is_not_taken_for_one_of_ours(probe):
    before, refused, unknown = probe.effects(), probe.dropped("refused"), probe.dropped("unknown")
    foreign, other = probe.log(producer="issues"), probe.log(kind="probe.other")
    probe.announce(foreign, source="/bihuan/issues")
    probe.announce(foreign)
    probe.announce(other)
    probe.wait(lambda: probe.dropped("refused") == refused + 2 and probe.dropped("unknown") == unknown + 1, "the drops")
    assert probe.effects() == before
    assert probe.value("select count(*) from inbox where event_id in (%s, %s)", foreign, other) == 0


def test_a_producer_cannot_make_what_is_not_his_to_make():
    """The role of one service writes into the log in its own name only, and nobody subscribes to that from it."""
    with Stack(services=("directory", "issues"),
               settings={"BIHUAN_EVENT_WAIT_SECONDS": "1", "BIHUAN_RECONCILE_SECONDS": "1"}) as stack:
        insert = """insert into bihuan.event_log (position, id, producer, type, version, aggregate_id, sequence,
        tenant_id, scope, at, data, published_at)
            values (1000000000, '{}', '{}', 'org.changed', 1, gen_random_uuid(), 1, gen_random_uuid(), '0001', now(), '{{}}', now())"""
        with pytest.raises(ServerError, match="row-level security"):
            stack.psql(insert.format(FORGED, "directory"), role="bihuan_indicators")
        stack.psql(insert.format(FORGED, "indicators"), role="bihuan_indicators")
        stack.redis_client().xadd("bihuan:events:indicators", {"e": json.dumps({
            "id": FORGED, "source": "/bihuan/indicators", "type": "cn.bihuan.org.changed.v1"})})
        stack.until(lambda: 'bihuan_event_hints_dropped_total{reason="refused"} 1' in metrics(stack, "issues"))
        # An entry that says it is of a type which the service takes from that producer: the log knows better.
        stack.redis_client().xadd("bihuan:events:indicators", {"e": json.dumps({
            "id": FORGED, "source": "/bihuan/indicators", "type": "cn.bihuan.indicator.redline_breach.v1"})})
        stack.until(lambda: 'bihuan_event_hints_dropped_total{reason="refused"} 2' in metrics(stack, "issues"))
        assert stack.psql("select count(*) from bihuan.event_failure").strip() == "0"


def test_what_is_no_event_is_dropped_and_stops_nothing(probe):
    before, dropped, dead = probe.effects(), probe.dropped("malformed"), probe.redis.xlen(DEAD_STREAM)
    garbage = ({"e": "{"}, {"e": "[]"}, {"e": '{"specversion":"1.0"}'}, {"x": "no e at all"}, {"e": "\x00\xff"},
               {"e": "[" * 100000},
               {"e": json.dumps({"id": "'; drop table inbox; --", "source": "/bihuan/probe",
                                 "type": "cn.bihuan.probe.noted.v1"})},
               {"e": json.dumps({"id": [FORGED], "source": "/bihuan/probe", "type": "cn.bihuan.probe.noted.v1"})})
    for fields in garbage:
        probe.redis.xadd(STREAM, fields)
    probe.emit(5)
    probe.settle(before + 5)
    probe.wait(lambda: probe.dropped("malformed") == dropped + len(garbage), "the drops")
    probe.wait(lambda: all_acknowledged(probe), "acknowledgements")
    assert probe.redis.xlen(DEAD_STREAM) == dead


def test_types_and_versions_that_nobody_asked_for_are_passed_over(probe):
    before = probe.effects()
    for kind in ("cn.bihuan.probe.other.v1", "cn.bihuan.probe.noted.v2", "org.else.v1"):
        probe.announce(FORGED, type=kind)
    probe.emit(1)
    probe.settle(before + 1)
    assert probe.effects() == before + 1


@pytest.mark.alone
def test_thousands_of_forged_ids_do_not_hold_up_what_is_real(probe):
    before, dropped = probe.effects(), probe.dropped("unknown")
    pipe = probe.redis.pipeline()
    entry = {"specversion": "1.0", "source": "/bihuan/probe", "type": "cn.bihuan.probe.noted.v1"}
    for _ in range(5000):
        pipe.xadd(STREAM, {"e": json.dumps(entry | {"id": str(uuid.uuid4())})})
    pipe.execute()
    start = time.monotonic()
    for _ in range(20):
        probe.emit(5)
    probe.settle(before + 100)
    assert time.monotonic() - start < 20
    probe.wait(lambda: probe.dropped("unknown") == dropped + 5000, "the drops", seconds=60)
    assert all_acknowledged(probe) and probe.failures() == []


def test_a_row_that_is_not_visible_yet_is_waited_for_and_that_is_no_try():
    with Probe(settings=BY_ENTRY | {"BIHUAN_EVENT_WAIT_SECONDS": "600"}) as patient:
        with psycopg2.connect(f"{patient.stack.postgres.conninfo} user=postgres") as connection:
            event = patient.log(number=3, connection=connection)
            patient.announce(event)
            for others in range(1, 11):  # go on meanwhile
                patient.emit(1)
                patient.settle(others)
            assert all_acknowledged(patient) and effect(patient, event) == []
        patient.wait(lambda: effect(patient, event), "the effect")
        connection.close()
        assert patient.failures() == []


def test_a_second_effect_cannot_be_had_when_the_inbox_has_forgotten(own):
    """The inbox keeps 40 days; what lies before the mark of the comparison was decided, whatever points to it."""
    event = own.rows("select event_id::text from probe_effect")[0][0]
    entry = own.redis.xrange(STREAM)[0][1]
    own.wait(lambda: own.value("""select l.xid < c.compared_xid from event_log l, event_cursor c
                                   where l.id = %s and c.service = 'probe'""", event), "the mark")
    own.rows("delete from inbox where event_id = %s", event)
    again = own.metric(SEEN)
    own.redis.xadd(STREAM, entry)
    own.wait(lambda: own.metric(SEEN) == again + 1, "the repeat")
    assert len(effect(own, event)) == 1


def test_an_entry_cannot_have_a_dead_event_tried_again(own):
    dead = own.emit(1, act="fail")[0]
    own.wait(lambda: [(f[0], f[1]) for f in own.failures()] == [("dead", 5)], "death")
    again = own.metric(SEEN)
    own.announce(dead)
    own.wait(lambda: own.metric(SEEN) == again + 1, "the repeat")
    assert [(f[0], f[1]) for f in own.failures()] == [("dead", 5)]


def test_entries_out_of_order_do_not_turn_the_order_of_an_aggregate(probe):
    """The entry of the first event is lost; that of the third comes alone."""
    aggregate = str(uuid.uuid4())
    events = [probe.log(aggregate, sequence, number=sequence) for sequence in (1, 2, 3)]
    probe.announce(events[2])
    probe.wait(lambda: effect(probe, events[2]), "the effect")
    assert probe.rows("select number from probe_effect where aggregate_id = %s order by id", aggregate) == [(1,), (2,),
            (3,)]


def test_what_a_long_transaction_published_is_found_although_later_ones_were_compared(own):
    with psycopg2.connect(f"{own.stack.postgres.conninfo} user=postgres") as long:
        early = own.log(number=1, connection=long)  # its published_at is now, and nobody sees it
        for number in (2, 3):  # each is missed for a second, then taken from the log
            later = own.log(number=number)
            own.wait(lambda: effect(own, later), "the later event")
        assert effect(own, early) == []
    own.wait(lambda: effect(own, early), "the early event")
    long.close()
    own.wait(lambda: own.value("""select l.xid < c.compared_xid from event_log l, event_cursor c
                                   where l.id = %s and c.service = 'probe'""", early), "the mark behind it")
    own.check()


def test_a_dump_restored_into_a_server_that_counts_anew_loses_nothing(own):
    """The mark, and the transactions of what was restored, lie in the future of this server."""
    own.stop()
    own.stack.psql("""update bihuan.event_log set xid = '18000000000000000001';
        update bihuan.event_cursor set compared_xid = '18000000000000000000' where service = 'probe'""")
    missed = own.log(number=4)
    own.stack.psql(f"update bihuan.event_log set xid = '18000000000000000002' where id = '{missed}'")
    own.start()
    own.emit(2)
    own.settle(4)
    lost = own.log(number=5)
    own.wait(lambda: effect(own, lost), "the comparison")
    assert own.effects() == 5


def test_a_dump_restored_into_a_server_that_counted_further_loses_nothing(own):
    """The mark is of another cluster: whatever it says, the inbox alone tells."""
    own.wait(lambda: own.value("select cluster is not null from event_cursor where service = 'probe'"), "the cluster")
    own.stop()
    lost = own.log(number=6)
    own.stack.psql("update bihuan.event_cursor set compared_xid = pg_current_xact_id(), cluster = cluster + 1 where service = 'probe'")
    own.start()
    own.wait(lambda: effect(own, lost), "the comparison")


def test_redis_wiped_loses_and_doubles_nothing_and_takes_the_forged_along(own):
    before = own.effects()
    own.announce(str(uuid.uuid4()))
    own.stop()
    own.emit(5)
    own.stack.stop_redis()
    own.stack.start_redis(wipe=True)
    own.start()
    own.settle(before + 5)
    assert own.effects() == before + 5
