#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A throw-away stack: own PostgreSQL, Redis, services on free ports and a clock that tests move.

    with Stack() as stack: stack.api("310117", "DIST_OFFICE").get("/issues")

The migrated data directory with the demo's tenants and calendars is made once a run (template.py) and copied for each
stack. From a shell: `stack.py [--demo] [--no-services] -- COMMAND...` runs a command with the stack's settings in its
environment. """
import argparse
import datetime
import itertools
import json
import os
import pathlib
import random
import re
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

import redis

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / d) for d in ("tests", "tests/demo", "common/tools/dev")]

import entrance  # noqa: E402
import load_demo  # noqa: E402
import servers  # noqa: E402
from client import Tokens  # noqa: E402
from support import template  # noqa: E402
from support.api import Api, Recorder  # noqa: E402

BUILD = ROOT / "build" / os.environ.get("BIHUAN_PRESET", "dev")
KEEPS_FREED = BUILD.name in ("asan", "tsan")  # a sanitizer keeps what was freed: memory says nothing then
DEMO = ROOT / "services" / "ctl" / "demo"
RECORDED = ROOT / "build" / "recorded"
FAST = ("fsync=off", "full_page_writes=off", "max_wal_size=4GB", "max_connections=200",
        "track_activity_query_size=8kB")
REPORT = re.compile(r"(ERROR|WARNING): (Address|Leak|Thread)Sanitizer|runtime error: |Assertion .* failed")
STREAM = "bihuan:events:"
DAY_US = 86_400_000_000
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


# Below the ports that the kernel gives to clients (32768 and up), from a place that differs by process: suites run side
# by side.
PORTS = itertools.cycle(range(10_000, 32_000))
for _ in range(random.randrange(22_000)):
    next(PORTS)


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_ports(count):
    """Ports nobody listens on now; a process is not given one twice before all were tried."""
    return list(itertools.islice(filter(is_free, PORTS), count))


def ahead_us():
    """How far clocks begin before the real one: to the next noon of Shanghai from when the run began, in all its
    processes. So no
    midnight comes while it lasts, and the jobs of the night are due when a test moves its clock by whole days."""
    if "BIHUAN_TEST_AHEAD_US" not in os.environ:
        now = datetime.datetime.now(SHANGHAI)
        noon = now.replace(hour=12, minute=0, second=0, microsecond=0)
        noon += datetime.timedelta(days=noon < now)
        os.environ["BIHUAN_TEST_AHEAD_US"] = str((noon - now) // datetime.timedelta(microseconds=1))
    return int(os.environ["BIHUAN_TEST_AHEAD_US"])


def today(days=0):
    """The day in Shanghai that stacks begin on, or that many later."""
    now = datetime.datetime.now(SHANGHAI) + datetime.timedelta(microseconds=ahead_us(), days=days)
    return now.date()


class Clock:
    """The file the services read their offset from."""

    def __init__(self, file, offset_us=None):
        self.file = pathlib.Path(file)
        self.offset_us = ahead_us() if offset_us is None else offset_us
        self.file.write_bytes(struct.pack("<q", self.offset_us))

    def now_us(self):
        """The services' time, microseconds since 1970."""
        return time.time_ns() // 1000 + self.offset_us

    def set(self, moment):
        """Puts the clock to a moment, so that a run does not depend on the day it is made."""
        self.offset_us = int(moment.timestamp() * 1_000_000) - time.time_ns() // 1000
        self.move()

    def move(self, days=0, hours=0, minutes=0, seconds=0):
        self.offset_us += days * DAY_US + (hours * 3600 + minutes * 60 + seconds) * 1_000_000
        with self.file.open("r+b") as file:  # in place: the services have it mapped
            file.write(struct.pack("<q", self.offset_us))


# What stacks start from: "empty" (migrated), "tenants", "demo"; and the services that fill() asks.
CONTENTS = {"empty": (), "tenants": ("directory",), "demo": None}


class Stack:
    """Everything a test needs; see the module's text. `services` names those to start, None means all."""

    def __init__(self, content="tenants", services=None, directory=None, settings=None, recorder=None):
        self.content = content
        self.kept = directory is not None
        self.directory = pathlib.Path(directory or tempfile.mkdtemp(prefix=f"bihuan-test.{os.getpid()}.",
                                                                    dir="/var/tmp"))
        self.directory.chmod(0o755)
        self.postgres = servers.Postgres(self.directory, FAST)
        self.redis = servers.Redis(self.directory, durable=False)
        self.clock = Clock(self.directory / "clock")
        self.recorder = recorder or Recorder(RECORDED / f"{os.getpid()}.jsonl")
        self.ports = dict(zip(servers.PORT_OFFSETS, free_ports(len(servers.PORT_OFFSETS))))
        self.environment = servers.common_environment(self.postgres, self.redis, self.directory) | {
            "BIHUAN_CLOCK_FILE": str(self.clock.file)} | (settings or {})
        self.services = {
            name: servers.Service(name, self.directory, BUILD, self.environment | {"BIHUAN_PORT": str(port)})
            for name, port in self.ports.items() if name in (servers.service_names() if services is None else services)}
        self.table = None

    def __enter__(self):
        try:
            if self.content:
                source = template.template(self.content, self.make)
                template.copy(source / "pg", self.postgres.data)
                shutil.copy(source / servers.SIGNING_KEK, self.directory)
            self.postgres.create()
            self.postgres.launch()
            self.redis.launch()
            if self.content:  # a template has no schema yet; fill() starts what it needs
                self.start_services()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        try:
            self.stop_services()
            self.recorder.add_events(self.events())
        finally:
            self.redis.stop()
            self.postgres.stop()
            if not self.kept:
                shutil.rmtree(self.directory, ignore_errors=True)

    @staticmethod
    def end(service):
        """Stops a service; what was wrong with its life, if anything: a sanitizer's report, an end other than asked
        for."""
        running = service.pid is not None
        service.stop(seconds=30)
        text = service.log_tail(1_000_000)
        report = REPORT.search(text)
        if report:
            return f"{service.name}: {text[report.start():][:6000]}"
        if running and service.child.returncode != 0:
            return f"{service.name} ended with {service.child.returncode}\n{service.log_tail()}"
        return None

    def make(self, directory):
        """What stacks of this content start from."""
        with Stack(content=None, services=CONTENTS[self.content], directory=directory) as stack:
            stack.fill(self.content)

    def fill(self, content):
        self.ctl("migrate")
        self.ctl("keys", "rotate")
        # A stack may begin before today (tests/walks), and its directory is ready only with a key that signs by then.
        self.psql("update bihuan.signing_key set active_from = active_from - interval '5 years'")
        loader = load_demo.Loader(self.base_of, Tokens(BUILD / "bin" / "bihuanctl", self.environment),
                                  say=lambda line: None)
        self.start_services()
        if content == "tenants":
            loader.import_tenants()
            loader.load_calendars()
            loader.import_standards()
            loader.import_indicators()
        elif content == "demo":
            loader.load(measured=False)
        self.stop_services()
        template.strip(self.psql)

    def base_of(self, path):
        """Where the service that owns a path answers."""
        return self.service(self.owner(path)).url

    # ---- services

    def start_services(self):
        for service in self.services.values():
            service.launch()
        for service in self.services.values():
            service.wait_ready(service.ready)

    def stop_services(self):
        """Asks all to end, and reports those that did not live or end well."""
        faults = [fault for service in self.services.values() if (fault := self.end(service))]
        if faults:
            raise servers.ServerError("\n".join(faults))

    def service(self, name):
        return self.services[name]

    def kill(self, name):
        """SIGKILL, as a crash."""
        self.services[name].kill()

    def start(self, name):
        service = self.services[name]
        service.launch()
        service.wait_ready(service.ready)

    def run_job(self, job, service="issues"):
        """One run of a job to its end, whenever it would be due."""
        runs = f"select runs from bihuan.job_run where service = '{service}' and job = '{job}'"
        before = self.psql(runs)
        self.ctl("jobs", "run", service, job)
        self.until(lambda: self.psql(runs) != before)

    def restart(self, name):
        self.services[name].stop()
        self.start(name)

    def restart_pg(self, crash=False):
        if crash:
            self.postgres.kill()
        else:
            self.postgres.stop()
        self.postgres.launch()

    def stop_redis(self):
        self.redis.stop()

    def start_redis(self, wipe=False):
        if wipe:
            shutil.rmtree(self.redis.data)
        self.redis.launch()

    # ---- the queue

    def redis_client(self):
        return redis.Redis(unix_socket_path=str(self.redis.socket), password=self.redis.password, decode_responses=True)

    def events(self, producer=None):
        """The CloudEvents on the stream of a service, oldest first; of all of them without a name."""
        if not self.redis.pid:
            return []
        client = self.redis_client()
        names = [producer] if producer else list(self.services)
        return [json.loads(entry["e"]) for name in names for _, entry in client.xrange(STREAM + name)]

    def wait_for(self, condition, seconds=10, what="the condition"):
        """Polls a function until it returns something true, and returns that."""
        found = []

        def holds():
            found[:] = [condition()]
            return found[0]
        servers.wait_until(holds, seconds, what)
        return found[0]

    # ---- callers

    def ctl(self, *arguments, check=True):
        """bihuanctl; returns what it printed."""
        done = subprocess.run([BUILD / "bin" / "bihuanctl", *map(str, arguments)], env=self.environment,
                              capture_output=True, text=True)
        if check and done.returncode:
            raise servers.ServerError(f"bihuanctl {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        return done.stdout

    def token(self, tenant, *roles):
        return self.ctl("token", tenant, *roles).strip()

    def api(self, tenant=None, *roles):
        """A caller with these roles; without a tenant, one without a token."""
        return Api(self, (lambda: self.token(tenant, *roles)) if tenant else None)

    def owner(self, path):
        if self.table is None:
            routes = {name: [r["path"] for r in s.dump()["routes"]] for name, s in self.services.items()}
            self.table = entrance.prefixes(routes)
        name = entrance.owner(self.table, path.split("?")[0])
        if name is None:
            raise LookupError(f"no service has a route that begins like {path}")
        return name

    @staticmethod
    def until(true, seconds=20):
        """Asks again until `true()` is; what other processes do takes its time, but has a bound."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise AssertionError(f"not within {seconds} s")
            threading.Event().wait(0.02)

    def held_up(self, text, at_least=1, longer_ms=0, program="bihuan-"):
        """Waits until that many statements of the programs that begin so, with this in their text, wait for a lock.

        Who holds a lock holds up others than the one he means, too, such as a job that the clock begins."""
        self.until(lambda: self.waiting(text, longer_ms, program) >= at_least, 60)

    def waiting(self, text, longer_ms=0, program="bihuan-"):
        """How many they are."""
        return int(self.psql(f"""select count(*) from pg_stat_activity
            where wait_event_type = 'Lock' and starts_with(application_name, '{program}') and strpos(query, $t${text}$t$) > 0
              and now() - query_start >= interval '{longer_ms} ms'"""))

    def psql(self, sql, role="postgres"):
        """Runs SQL as a role; the rows as text, columns by tab. Other roles than postgres meet row-level security."""
        done = subprocess.run([servers.PG_BIN / "psql", f"{self.postgres.conninfo} user={role}", "-XqAtF", "\t",
                               "-v", "ON_ERROR_STOP=1", "-c", sql], capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(done.stderr.strip())
        return done.stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--content", default="tenants", choices=("empty", "tenants", "demo"))
    parser.add_argument("--no-services", action="store_true")
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    with Stack(args.content, services=() if args.no_services else None) as stack:
        urls = {f"BIHUAN_{n.upper()}_URL": s.url for n, s in stack.services.items()}
        return subprocess.run(args.command, env=stack.environment | urls).returncode


if __name__ == "__main__":
    sys.exit(main())
