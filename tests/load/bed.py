# SPDX-License-Identifier: MIT
"""What the benchmarks run on: durable servers with a data set, services of the release build, and the two load
generators.

A data set is made once for each schema and kept under build/bench/; every server is started by and ended with the Bed.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "common" / "tools" / "dev")]

os.environ.setdefault("BIHUAN_PRESET", "release")  # what support.stack takes programs from

import servers  # noqa: E402
from support.stack import BUILD, free_ports  # noqa: E402

HERE = pathlib.Path(__file__).parent
OUT = ROOT / "build" / "bench"
CLIENTS = 16
# What every session of a service sets (common/db/pg.c), so that pgbench plans alike.
SESSION = "-c jit=off -c plan_cache_mode=force_generic_plan -c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
# Durable, as in production: a commit waits for the disk.
SETTINGS = ("shared_buffers=1GB", "max_connections=120", "max_wal_size=4GB", "track_commit_timestamp=on",
            "checkpoint_timeout=30min", "autovacuum_naptime=10s")
SIZES = {  # districts, streets and departments of each, issues
    "thousand": (4, 2, 2, 1_000),
    "sixteen": (16, 1, 1, 1_000),
    "municipality": (16, 15, 1, 1_000),
    "work": (16, 10, 10, 20_000),
    "million": (16, 200, 112, 1_000_000),
}


def say(text):
    print(f"    {text}", file=sys.stderr, flush=True)


def fingerprint():
    """Changes with the schema and with the way the data are made."""
    files = sorted((ROOT / "migrations").glob("[0-9]*.sql")) + [HERE / "dataset.sql", HERE / "bench_service.sql",
                                                                HERE / "attainment.sql"]
    return hashlib.sha256(b"".join(f.read_bytes() for f in files)).hexdigest()[:16]


def uuid_of(kind, number):
    """The ids of dataset.sql: 1 tenant, 2 feedback, 3 issue."""
    return f"019b{kind:04x}-0000-7000-8000-{number:012x}"


def cpu_seconds(pid):
    """Of a process and those of its children that have ended; 0 when it is gone."""
    try:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


class Bed:
    """One data set with its PostgreSQL, Redis and any number of services: `with Bed("work") as bed:
    bed.serve("issues")`."""

    def __init__(self, size):
        self.size = size
        self.districts, self.streets, self.departments, self.issues = SIZES[size]
        self.directory = servers.working_directory(OUT / size)
        self.postgres = servers.Postgres(self.directory, SETTINGS)
        self.redis = servers.Redis(self.directory)
        self.running = []
        self.keys = self.directory / "jwks.json"
        self.tokens = {}

    def __enter__(self):
        try:
            self.redis.launch()
            self.prepare()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, *_):
        for server in (*self.running, self.redis):
            server.stop(seconds=15)
        self.postgres.stop()
        shutil.rmtree(self.redis.data, ignore_errors=True)

    # ---- data

    def prepare(self):
        stamp = self.directory / "stamp"
        if not stamp.exists() or stamp.read_text() != fingerprint():
            self.postgres.stop()
            shutil.rmtree(self.postgres.data, ignore_errors=True)
            self.postgres.create()
            self.postgres.launch()
            self.make_data()
            stamp.write_text(fingerprint())
        self.postgres.launch()
        # The daily run looks at every open issue once; it is no part of what is measured here.
        self.psql("""insert into bihuan.job_run (service, job, due_at) select 'issues', j, 'infinity'
            from unnest(array['daily', 'due-dates', 'missed-reports', 'suspensions']) j on conflict (service, job) do update set due_at = 'infinity'""")
        self.keys.write_text(self.psql("select jsonb_build_object('keys', jsonb_agg(public_jwk)) from bihuan.signing_key"))

    def make_data(self):
        say(f"making the data set '{self.size}': {self.issues} issues, once")
        self.ctl("migrate")
        self.ctl("keys", "rotate")
        values = dict(districts=self.districts, streets=self.streets, departments=self.departments, issues=self.issues)
        self.script(HERE / "dataset.sql", **values)
        self.script(HERE / "bench_service.sql")
        if self.size == "municipality":
            self.ctl("import", "indicators", *(ROOT / "services" / "indicators" / "catalogue").glob("*.csv"))
            self.script(HERE / "attainment.sql")

    def script(self, file, **values):
        options = [o for k, v in values.items() for o in ("-v", f"{k}={v}")]
        done = subprocess.run([servers.PG_BIN / "psql", f"{self.postgres.conninfo} user=postgres", "-qX", "-v",
                               "ON_ERROR_STOP=1",
                               *options, "-f", file], capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(done.stderr)

    def psql(self, sql, role="postgres"):
        done = subprocess.run([servers.PG_BIN / "psql", f"{self.postgres.conninfo} user={role}", "-XqAt", "-v",
                               "ON_ERROR_STOP=1",
                               "-c", sql], capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(done.stderr)
        return done.stdout.strip()

    # ---- programs

    @property
    def environment(self):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "PG"))}
        return kept | self.redis.environment | {
                       "BIHUAN_PG": self.postgres.conninfo,
                       "BIHUAN_ISSUERS": f"https://bihuan.localhost bihuan {self.keys}",
                       "BIHUAN_FILES_DIR": str(self.directory),
                       # one caller is to send as much as the service can take
                       "BIHUAN_QUOTA_ADDRESS": "0", "BIHUAN_QUOTA_CLIENT": "0", "BIHUAN_QUOTA_TENANT": "0"}

    def ctl(self, *arguments):
        done = subprocess.run([BUILD / "bin" / "bihuanctl", *map(str, arguments)], env=self.environment,
                              capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(f"bihuanctl {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def token(self, code, role):
        if (code, role) not in self.tokens:
            self.tokens[code, role] = self.ctl("token", code, role, "--ttl", 86400)
        return self.tokens[code, role]

    def serve(self, name, program=None, quiet=False, **settings):
        """Starts a program of this build; its port is service.address[1]."""
        directory = self.directory / f"service-{len(self.running)}"
        directory.mkdir(exist_ok=True)
        (directory / f"{name}.log").unlink(missing_ok=True)
        port = free_ports(1)[0]
        service = servers.Service(name, directory, BUILD, self.environment | {"BIHUAN_PORT": str(port)} | settings)
        if program:
            service.binary = BUILD / "bin" / program
        self.running.append(service)
        service.launch()
        service.wait_ready(service.ready)
        if quiet:
            self.wait_quiet(service)
        return service

    def wait_quiet(self, service, seconds=120):
        """Until what an earlier load left to do in the background (sealing, events, vacuum) is done: a second with
        little work."""
        limit = time.monotonic() + seconds
        before = self.cpu(service)
        while time.monotonic() < limit:
            time.sleep(1)
            now = self.cpu(service)
            if now - before < 0.08:
                return
            before = now
        say(f"{self.size}: still busy in the background after {seconds} s")

    def cpu(self, service):
        """Processor seconds of PostgreSQL, its sessions and the service so far."""
        sessions = pathlib.Path(f"/proc/{self.postgres.pid}/task/{self.postgres.pid}/children").read_text().split()
        return sum(cpu_seconds(pid) for pid in (self.postgres.pid, service.pid, *sessions))

    def end(self, service):
        service.stop(seconds=15)
        self.running.remove(service)

    @contextlib.contextmanager
    def served(self, name, program=None, **settings):
        service = self.serve(name, program, **settings)
        try:
            yield service
        finally:
            self.end(service)

    # ---- load

    def pgbench(self, scripts, role, seconds, clients=CLIENTS, rate=None, log=None, **variables):
        """Transactions a second of pgbench, prepared, on the same socket and as the same role as the service."""
        directory = self.directory / "pgbench"
        self.postgres.own(directory, 0o755)
        for old in directory.glob("*"):
            old.unlink()
        options = []
        for number, text in enumerate(scripts):
            file = directory / f"{number}.sql"
            file.write_text(text)
            options += ["-f", file]
        options += [o for k, v in variables.items() for o in ("-D", f"{k}={v}")]
        options += ["-R", rate] if rate else []
        options += ["-l", "--log-prefix", directory / "log"] if log else []
        done = self.postgres.run("pgbench", "-n", "-h", self.postgres.sockets, "-U", role, "-M", "prepared", "-c",
                                 clients, "-j", 2, "-T",
                                 seconds, *options, "bihuan", check=False, env=os.environ | {"PGOPTIONS": SESSION})
        found = re.search(r"tps = ([\d.]+)", done.stdout)
        failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
        if done.returncode or not found or (failed and int(failed[1])) or "ERROR" in done.stdout:
            raise servers.ServerError(f"pgbench: {done.stdout[-2000:]}")
        return float(found[1])

    def pgbench_latencies(self):
        """Microseconds of each transaction of the last run with log=True."""
        lines = [line.split() for file in (self.directory / "pgbench").glob("log.*")
                 for line in file.read_text().splitlines()]
        return [int(line[2]) - (int(line[6]) if len(line) > 6 else 0) for line in lines]


def request(method, path, token=None, body=None):
    """A request as bytes, as http_load reads it."""
    payload = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: */*"]
    head += [f"Authorization: Bearer {token}"] if token else []
    head += ["Content-Type: application/json", f"Content-Length: {len(payload)}"] if payload else []
    text = "\r\n".join(head).encode() + b"\r\n\r\n" + payload
    return b"%d\n%s" % (len(text), text)


def http(service, requests, seconds=3600, count=0, clients=CLIENTS, first=0, each=False, expect=200):
    """What http_load measured; every answer must have the expected status (None: any)."""
    done = subprocess.run([BUILD / "bin" / "load_http_load", str(service.address[1]), str(clients), str(seconds),
                           str(count), str(first),
                           *(["each"] if each else [])], input=b"".join(requests), capture_output=True)
    if done.returncode:
        raise servers.ServerError(f"{done.stderr.decode()}\n{service.log_tail()}")
    result = json.loads(done.stdout)
    if expect and set(result["status"]) != {str(expect)}:
        raise servers.ServerError(f"answers {result['status']}, {expect} expected\n{service.log_tail(4)}")
    return result


def pipeline(*statements):
    return "\n".join(("\\startpipeline", *(f"{sql};" for sql in statements), "\\endpipeline")) + "\n"


def interleaved(repetitions, **sides):
    """Runs every side once unmeasured, then all in turn; {side: [value of each repetition]}."""
    for run in sides.values():
        run()
    values = {name: [] for name in sides}
    for _ in range(repetitions):
        for name, run in sides.items():
            values[name].append(run())
    return values


median = statistics.median
