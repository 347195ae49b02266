# SPDX-License-Identifier: MIT
"""Effects that take longer than a statement of a request may, or wait for what others hold: they hold up nobody."""
import contextlib
import time
import uuid

import psycopg2
import pytest

from support.probe import Probe
from support.relay import Relay

pytestmark = pytest.mark.long

HELD = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%4712%' and pid <> pg_backend_pid()"
PATIENT = {"BIHUAN_STATEMENT_TIMEOUT_MS": "300", "BIHUAN_WORK_STATEMENT_TIMEOUT_MS": "120000"}


@contextlib.contextmanager
def held_lock(probe):
    """Effects that are `held` wait while this lasts; yields the connection, whose rollback() lets them go."""
    with psycopg2.connect(f"{probe.stack.postgres.conninfo} user=postgres") as holder, holder.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(4712)")
        yield holder
        holder.rollback()


def patience(probe, n):
    """Waits until `n` effects wait in all patience: beyond what a request's statement may take."""
    query = HELD + " and now() - query_start > interval '1 s'"
    probe.wait(lambda: int(probe.stack.psql(query)) >= n, "effects that wait")


def behind_relay(probe):
    """Starts it anew with a relay between it and its database, which is returned."""
    probe.stop()
    path = Relay(probe.stack.postgres.sockets / ".s.PGSQL.5432")
    probe.services[0].environment |= {"BIHUAN_PG": f"host=127.0.0.1 port={path.port} dbname=bihuan"}
    probe.start()
    return path


def ends_in_time(probe):
    """Of itself, long before it would be killed."""
    began = time.monotonic()
    probe.stop()
    assert time.monotonic() - began < 20


def test_an_effect_has_the_time_of_long_work():
    """A move of a very large tenant takes longer than a request may."""
    with Probe(settings={"BIHUAN_STATEMENT_TIMEOUT_MS": "100"}) as own:
        own.emit(1, act="slow")
        own.settle(1)
        assert own.effects() == 1 and own.services[0].log_tail(200).count("event.failed") == 0
        own.told('bihuan_events_consumed_total{type="probe.noted",result="slow"}', [1])


def test_an_event_does_not_die_of_time():
    """Its statement is cut off each time; it is tried until there is time enough, and others go on."""
    with Probe(settings={"BIHUAN_STATEMENT_TIMEOUT_MS": "100", "BIHUAN_WORK_STATEMENT_TIMEOUT_MS": "100",
                         "BIHUAN_EVENT_RETRY_MS": "5"}) as own:
        slow = own.emit(1, act="slow")[0]
        own.wait(lambda: own.services[0].log_tail(400).count("57014") >= 6, "tries")
        own.emit(2)
        own.wait(lambda: own.effects() == 2, "effects of others")
        assert [(f[0], f[1], f[3]) for f in own.failures()] == [("retry", 0, slow)]
        own.stop()
        own.services[0].environment |= {"BIHUAN_WORK_STATEMENT_TIMEOUT_MS": "5000"}
        own.start()
        own.settle(3)
        assert own.effects() == 3 and own.failures() == []


def test_effects_that_wait_for_a_lock_hold_up_no_others():
    """Two processes, and more such aggregates than processes."""
    with Probe(processes=2, settings=PATIENT | {"BIHUAN_EVENT_RETRY_MS": "5"}) as pair, held_lock(pair) as lock:
        aggregates = [str(uuid.uuid4()) for _ in range(3)]
        for aggregate in aggregates:
            pair.emit(1, aggregate, act="held")
        pair.emit(2, aggregates[0])
        patience(pair, 2)
        for n in range(5, 16, 5):
            pair.emit(5)
            pair.wait(lambda n=n: pair.effects() == n, "effects of others", seconds=10)
        assert {(f[0], f[1]) for f in pair.failures()} == {("retry", 0), ("waiting", 0)}
        lock.rollback()
        pair.settle(20)
        assert pair.effects() == 20 and pair.failures() == []


def test_a_process_ends_while_an_effect_waits():
    """What it began is undone, is no try, and is done by who comes next."""
    with Probe(settings=PATIENT) as own, held_lock(own) as lock:
        own.emit(1, act="held")
        patience(own, 1)
        ends_in_time(own)
        assert [f[:2] for f in own.failures()] == [("retry", 0)]
        own.wait(lambda: own.stack.psql(HELD).strip() == "0", "the statement's end", seconds=10)
        own.start()
        lock.rollback()
        own.settle(1)
        assert own.effects() == 1


def test_a_process_ends_beside_a_database_that_fell_silent():
    """It waits for no answer to its statement, nor to any goodbye."""
    with Probe(settings=PATIENT) as own, held_lock(own):
        path = behind_relay(own)
        own.emit(1, act="held")
        patience(own, 1)
        path.silent.set()
        ends_in_time(own)
        path.close()


def test_a_process_ends_beside_a_database_that_lets_it_in_and_says_nothing():
    """A connection that is being opened is of no pool yet, so nobody can cut it off."""
    with Probe(settings=PATIENT) as own, held_lock(own):
        path = behind_relay(own)
        path.mute = b"set statement_timeout = 120000"  # the patient thread's
        own.emit(1, act="held")
        own.wait(lambda: path.muted > 0, "a connection that is opened")
        ends_in_time(own)
        path.close()


# But for one that was due at the start and is at it already.
DUE = """update bihuan.job_run set due_at = '-infinity' where (service, job) in (
    select service, job from bihuan.job_run where service = 'probe' for update skip locked)"""


def test_a_job_that_is_cut_off_at_the_end_is_as_due_as_before():
    with Probe(settings=PATIENT) as own:
        own.stack.psql("""create function bihuan.held() returns trigger language plpgsql as
            $$ begin perform pg_advisory_xact_lock_shared(4712); return new; end $$;
            create trigger held before insert on bihuan.probe_run for each row execute function bihuan.held()""")
        with held_lock(own):
            own.stack.psql(DUE)
            own.wait(lambda: own.stack.psql("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and "
                                            "query like '%probe_run%' and pid <> pg_backend_pid()").strip() == "1",
                     "a job that waits")
            own.stop()
            assert own.stack.psql("select sum(failures) from bihuan.job_run where service = 'probe' "
                                  "and job not like 'platform.%'").strip() == "0"


def test_killing_in_the_middle_of_a_handler_is_made_good():
    """The events may have come by their stream or by the log: the lock tells that one is being handled, an entry that is
    not acknowledged does not."""
    with Probe() as own, held_lock(own) as lock:
        own.emit(5, act="held")
        own.wait(lambda: int(own.stack.psql(HELD)) > 0, "an effect that waits")
        own.services[0].kill()
        lock.rollback()
        own.start()
        own.settle(5)
        assert own.effects() == 5


def test_what_a_killed_process_held_is_free_soon():
    """Its session would wait for the lock for minutes, holding the inbox row of its event."""
    with Probe(settings=PATIENT) as own, held_lock(own):
        own.emit(1, act="held")
        patience(own, 1)
        own.services[0].kill()
        own.wait(lambda: own.stack.psql(HELD).strip() == "0", "the session's end", seconds=10)
        own.start()


def test_an_operator_ends_what_never_ends_by_itself():
    """It is seen, it can be tried at once, and it can be given up: then it has no effect, and those behind it go on."""
    aggregate = str(uuid.uuid4())
    pause = {"BIHUAN_EVENT_RETRY_MS": "1000", "BIHUAN_WORK_STATEMENT_TIMEOUT_MS": "500"}
    with Probe(settings=PATIENT | pause) as own, held_lock(own) as lock:
        held, = own.emit(1, aggregate, act="held")
        own.emit(2, aggregate)
        attempts = "select attempts from event_failure where event_id = %s"
        own.wait(lambda: own.rows(attempts, held) == [(2,)], "a try in all patience")  # the next is a minute off
        own.wait(lambda: [own.metric(f'bihuan_events_failing{{state="{s}"}}') for s in ("retry", "waiting", "dead")]
                 == [1, 2, 0] and own.metric("bihuan_events_failing_oldest_seconds") > 0, "gauges")
        listed = own.stack.ctl("events", "dead", "--service", "probe")
        assert "attempts" in listed and held in listed
        assert own.stack.ctl("events", "retry", held).startswith("1 ")
        own.wait(lambda: own.rows(attempts, held) == [(3,)], "a try at once")
        own.stop()
        own.services[0].environment |= {"BIHUAN_WORK_STATEMENT_TIMEOUT_MS": "60000"}
        own.start()
        own.stack.ctl("events", "retry", held)
        patience(own, 1)
        assert own.stack.ctl("events", "give-up", "--service", "probe", held).startswith("1 ")
        own.wait(lambda: own.effects() == 2, "those behind it")
        lock.rollback()
        own.wait(lambda: own.stack.psql(HELD).strip() == "0", "the try's end")
        own.emit(1)
        own.settle(3)
        (state, _, reason, event_id), = own.failures()
        assert (state, event_id) == ("dead", held) and "given up by an operator" in reason and own.effects() == 3
        assert own.stack.ctl("events", "retry", held).startswith("1 ")
        own.wait(lambda: own.effects() == 4 and own.failures() == [], "healing")
