# SPDX-License-Identifier: MIT
"""The probe service (tests/support/probe/) on a stack: events go in by the platform's own statement, effects are
counted.

    with Probe() as probe: probe.emit(3); probe.settle(3)
"""
import itertools
import json
import pathlib
import re
import subprocess
import threading
import time
import urllib.request
import uuid

import psycopg2

import servers
from support.stack import BUILD, Stack, free_ports

SCHEMA = pathlib.Path(__file__).parent / "probe" / "schema.sql"
BINARY = BUILD / "bin" / "bihuan-probe"
TENANT = "00000000-0000-7000-8000-000000000001"
STREAM, DEAD_STREAM = "bihuan:events:probe", "bihuan:dead:probe"
positions = itertools.count(10**12)  # of events that no outbox numbered
QUICK = {"BIHUAN_EVENT_RETRY_MS": "20", "BIHUAN_RECONCILE_SECONDS": "1", "BIHUAN_LOG_LEVEL": "debug"}


def statement(name):
    """A statement of the binary as (text with $n, parameter names)."""
    listed = json.loads(subprocess.run([BINARY, "--dump-statements"], check=True, capture_output=True).stdout)
    found = next(s for s in listed if s["name"] == name)
    return found["sql"], found["params"]


class Probe:
    """A stack with `processes` probes on it; the first is probe.services[0]."""

    def __init__(self, processes=1, settings=None):
        self.stack = Stack("empty", services=())
        self.environment = self.stack.environment | QUICK | (settings or {})
        self.processes = processes
        self.services = []
        self.connection = None

    def __enter__(self):
        self.stack.__enter__()
        try:
            self.stack.psql(SCHEMA.read_text())
            for number, port in enumerate(free_ports(self.processes)):
                directory = self.stack.directory / f"probe-{number}"
                directory.mkdir()
                self.services.append(servers.Service("probe", directory, BUILD,
                                                     self.environment | {"BIHUAN_PORT": str(port)}))
            self.start()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        if self.connection:
            self.connection.close()
        try:
            self.stop()
        finally:
            self.stack.__exit__(None, None, None)

    def start(self):
        for service in self.services:
            service.launch()
        for service in self.services:
            service.wait_ready(service.ready)

    def stop(self):
        """Ends the probes; one that ended badly, or made a sanitizer speak, fails the test."""
        wrong = [w for w in map(self.stack.end, self.services) if w]
        assert not wrong, "\n".join(wrong)

    # ---- the database as the probe sees it

    def connect(self):
        connection = psycopg2.connect(f"{self.stack.postgres.conninfo} user=bihuan_probe")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("set app.lo = ''; set app.hi = '~'")
        return connection

    def rows(self, sql, *values):
        """Rows as the probe's own role; a connection that broke is opened anew."""
        for last in (False, True):
            try:
                self.connection = self.connection or self.connect()
                with self.connection.cursor() as cursor:
                    cursor.execute(sql, values)
                    return cursor.fetchall() if cursor.description else []
            except (psycopg2.OperationalError, psycopg2.InterfaceError):
                self.connection = None
                if last:
                    raise

    def value(self, sql, *values):
        return self.rows(sql, *values)[0][0]

    @property
    def redis(self):
        return self.stack.redis_client()

    # ---- events

    def emit(self, count=1, aggregate=None, act="note", connection=None, first=0, extra=None):
        """`count` units of work with one event each, its payload with `extra` fields; the ids of the events."""
        sql, names = statement("outbox_insert")
        aggregate = aggregate or str(uuid.uuid4())
        positional = re.sub(r"\$(\d+)", r"%(p\1)s", sql.replace("%", "%%"))
        own = connection or self.connect()
        ids = []
        with own.cursor() as cursor:
            for number in range(first, first + count):
                ids.append(str(uuid.uuid4()))
                values = {"event_id": ids[-1], "event_type": "probe.noted", "event_version": 1,
                          "aggregate_id": aggregate,
                          "event_tenant_id": TENANT, "event_scope": "0001", "event_at": "2026-07-01T08:00:00+08:00",
                          "event_traceparent": None,
                          "event_data": json.dumps({"number": number, "act": act} | (extra or {}))}
                cursor.execute(positional, {f"p{i}": values[name] for i, name in enumerate(names, 1)})
        if not connection:
            own.close()
        return ids

    def log(self, aggregate=None, sequence=1, number=0, producer="probe", kind="probe.noted", connection=None,
            event_id=None):
        """Writes an event into the log alone, as a relay whose entry Redis lost; its id."""
        event_id = event_id or str(uuid.uuid4())
        values = (next(positions), event_id, producer, kind, aggregate or str(uuid.uuid4()), sequence, TENANT,
                  json.dumps({"number": number}))
        sql = """insert into bihuan.event_log (position, id, producer, type, version, aggregate_id, sequence, tenant_id,
        scope, at, data, published_at)
                 values (%s, %s, %s, %s, 1, %s, %s, %s, '0001', '2026-07-01T08:00:00+08:00', %s, now())"""
        own = connection or psycopg2.connect(f"{self.stack.postgres.conninfo} user=postgres")
        with own.cursor() as cursor:
            cursor.execute(sql, values)
        if not connection:
            own.commit()
            own.close()
        return event_id

    def announce(self, event_id, stream=STREAM, **attributes):
        """An entry of the stream as anybody who can write to Redis may make it."""
        event = {"specversion": "1.0", "id": event_id, "source": "/bihuan/probe", "type": "cn.bihuan.probe.noted.v1",
                 "subject": str(uuid.uuid4()), "time": "2026-07-01T08:00:00.000000+08:00", "sequence": "000000000001",
                 "tenantid": TENANT,
                 "scope": "0001", "datacontenttype": "application/json",
                 "data": {"number": 0, "act": "note"}} | attributes
        self.redis.xadd(stream, {"e": json.dumps(event)})

    def dropped(self, reason):
        return self.metric(f'bihuan_event_hints_dropped_total{{reason="{reason}"}}')

    def effects(self):
        return self.value("select count(*) from probe_effect")

    def settle(self, effects, seconds=30):
        """Waits until so many effects happened and nothing is on its way."""
        def settled():
            return (self.effects() >= effects and self.value("select count(*) from outbox") == 0
                    and self.value("select count(*) from event_failure where state <> 'dead'") == 0)
        try:
            servers.wait_until(settled, seconds, "events")
        except servers.ServerError as error:
            raise AssertionError(f"{error}: {self.effects()} of {effects} effects, {self.value('select count(*) from outbox')} in "
                                 f"the outbox, failures {self.failures()}\n{self.services[0].log_tail(8)}") from None
        self.check()

    def check(self):
        """Each event had its effect once, and each aggregate's effects came in the order of their sequence."""
        assert self.rows("select event_id, count(*) from probe_effect group by 1 having count(*) > 1") == []
        disorder = self.rows("""select aggregate_id, sequence, before from (
            select *, lag(sequence) over (partition by aggregate_id order by id) as before from probe_effect) e
             where before >= sequence""")
        assert disorder == []

    def failures(self):
        return self.rows("select state, tries, reason, event_id from event_failure order by aggregate_id, sequence")

    def metric(self, name, service=0):
        """The sum of a metric over its labels that contain nothing more than asked for."""
        with urllib.request.urlopen(f"{self.services[service].url}/metrics", timeout=5) as answer:
            lines = answer.read().decode().splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))

    def told(self, name, values):
        """Waits until the processes tell these figures, in any order. They count what they did behind its commit, which
        is seen before."""
        self.wait(lambda: sorted(self.metric(name, i) for i in range(len(values))) == sorted(values), f"{name} {values}")

    def wait(self, condition, what, seconds=20):
        servers.wait_until(condition, seconds, what)


class Load:
    """Emits events from several threads until told to stop; counts those that were committed."""

    def __init__(self, probe, threads=3, pause=0.002):
        self.probe, self.pause = probe, pause
        self.ending = threading.Event()
        self.done = [0] * threads
        self.threads = [threading.Thread(target=self.run, args=(i,)) for i in range(threads)]

    def run(self, index):
        connection, aggregate = None, str(uuid.uuid4())
        while not self.ending.is_set():
            try:
                connection = connection or self.probe.connect()
                self.probe.emit(10, aggregate, connection=connection, first=self.done[index])
                self.done[index] += 10
            except psycopg2.Error:  # the unit of work did not commit all: what did is counted from the database
                connection = None
            self.ending.wait(self.pause)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        for thread in self.threads:
            thread.join()

    def emitted(self):
        """Events that were committed, wherever they are now."""
        return self.probe.value("select coalesce(sum(last), 0) from event_sequence")

    def wait_for(self, more, seconds=30):
        start = sum(self.done)
        limit = time.monotonic() + seconds
        while sum(self.done) < start + more and time.monotonic() < limit:
            self.ending.wait(0.02)
