# SPDX-License-Identifier: MIT
"""The trap service on a PostgreSQL and Redis of its own, and sockets that speak HTTP as badly as a test wants.

    with Traps() as traps: traps.get("/v1/hello")
"""
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import tempfile

import requests

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "common" / "tools" / "dev")]

import servers  # noqa: E402
from support import template  # noqa: E402
from support.stack import BUILD, FAST, Clock, free_ports  # noqa: E402

BINARY = BUILD / "bin" / "bihuan-trapd"
ISSUER, AUDIENCE = "https://traps.test", "traps"

# Two districts beside each other, one of which has a street and a department; and a district that is no more.
TENANTS = {
    "310000": ("CITY", "0001", None),
    "310117": ("DISTRICT", "00010001", None),
    "310118": ("DISTRICT", "00010002", None),
    "310117001": ("STREET", "000100010001", None),
    "310117-STHJ": ("DEPARTMENT", "00010001000A", None),
    "310119": ("DISTRICT", "00010003", "2020-06-01"),
}

SCHEMA = """
set search_path = bihuan, pg_temp;
create table trap_note (
    id uuid primary key, tenant_id uuid not null, scope scope_path not null, text text not null,
    row_version bigint not null default 1);
call tenant_wall('trap_note');
grant select, insert, update, delete on trap_note to bihuan_issues;
create sequence trap_tries;
grant usage on sequence trap_tries to bihuan_issues;
create function trap_contend(n bigint) returns bigint language plpgsql as $$
begin
    if nextval('trap_tries') <= n then
        raise exception 'lost' using errcode = '40001';
    end if;
    return n;
end $$;
"""


def tenant_id(code):
    return "01900000-0000-7000-8000-%012d" % (list(TENANTS).index(code) + 1)


def tenant_rows():
    for code, (kind, scope, closed) in TENANTS.items():
        parent = next((c for c, (_, s, _x) in TENANTS.items() if s == scope[:-4]), None)
        dept = "'STHJ'" if kind == "DEPARTMENT" else "null"
        closed_on = f"'{closed}'" if closed else "null"
        yield (f"insert into tenant (id, kind, parent_id, scope, dept_code, opened_on, closed_on, created_at) values "
               f"('{tenant_id(code)}', '{kind}', {repr(tenant_id(parent)) if parent else 'null'}, '{scope}', {dept}, "
               f"'2000-01-01', {closed_on}, now());")
        yield (f"insert into tenant_version (tenant_id, valid_from, valid_to, code, name) values "
               f"('{tenant_id(code)}', '2000-01-01', {closed_on}, '{code}', '租户 {code}');")


class Trapd(servers.Service):
    """One process of the trap service."""

    def __init__(self, name, directory, environment):
        super().__init__(name, directory, BUILD, environment)
        self.binary = BINARY

    def ready(self):
        return servers.http_status(f"{self.url}/readyz") == 200


class Traps:
    """The service with a schema and tenants; `processes` of them, with `settings` on top of the defaults."""

    def __init__(self, processes=1, **settings):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="bihuan-traps.", dir="/var/tmp"))
        self.directory.chmod(0o755)
        self.postgres = servers.Postgres(self.directory, FAST)
        self.redis = servers.Redis(self.directory, durable=False)
        self.clock = Clock(self.directory / "clock", 0)  # nothing here goes by days
        self.environment = {k: v for k, v in os.environ.items()
                            if not k.startswith(("BIHUAN_", "PG"))} | self.redis.environment | {
            "BIHUAN_PG": self.postgres.conninfo, "BIHUAN_CLOCK_FILE": str(self.clock.file),
            "BIHUAN_QUOTA_ADDRESS": "0",  # tests ask without a token, and again and again until something has happened
            "BIHUAN_ISSUERS": f"{ISSUER} {AUDIENCE} {self.directory}/jwks.json",
        } | {f"BIHUAN_{k}": str(v) for k, v in settings.items()}
        self.services = [Trapd(f"trapd-{i}", self.directory, self.environment | {"BIHUAN_PORT": str(port)})
                         for i, port in enumerate(free_ports(processes))]
        self.session = requests.Session()

    def __enter__(self):
        try:
            template.copy(template.template("traps", self.make) / "pg", self.postgres.data)
            self.postgres.create()
            self.postgres.launch()
            self.redis.launch()
            pem, _, jwks = self.run("key", "trap-1").rpartition("\n{")
            (self.directory / "key.pem").write_text(pem)
            (self.directory / "jwks.json").write_text("{" + jwks)
            for service in self.services:
                service.launch()
                service.wait_ready(service.ready)
        except BaseException:
            self.__exit__(True)
            raise
        return self

    def __exit__(self, failed=None, *_):
        self.session.close()
        for server in (*self.services, self.redis):
            server.stop(seconds=20)
        self.postgres.stop()
        ends = [(s.child.returncode, s.log_tail(60)) for s in self.services if s.child]
        shutil.rmtree(self.directory, ignore_errors=True)
        if not failed and any(code for code, _ in ends):  # a sanitizer's finding at the end, a leak say
            raise servers.ServerError(f"the service did not end well: {ends}")

    def make(self, directory):
        """What all of them start from: a cluster with schema and tenants."""
        postgres = servers.Postgres(directory, FAST)
        postgres.create()
        postgres.launch()
        try:
            self.run("migrate", f"{postgres.conninfo} user=postgres")
            self.psql(SCHEMA + "\n".join(tenant_rows()), postgres)
            template.strip(lambda sql: self.psql(sql, postgres))
        finally:
            postgres.stop()

    @property
    def service(self):
        return self.services[0]

    def run(self, *arguments):
        done = subprocess.run([BINARY, *map(str, arguments)], env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(f"{arguments[0]}: {done.stderr}")
        return done.stdout

    def psql(self, sql, postgres=None):
        conninfo = f"{(postgres or self.postgres).conninfo} user=postgres"
        done = subprocess.run([servers.PG_BIN / "psql", conninfo, "-XqAtF", "\t", "-v", "ON_ERROR_STOP=1",
                               "-c", "set search_path = bihuan, pg_temp", "-c", sql], capture_output=True, text=True)
        if done.returncode:
            raise servers.ServerError(done.stderr.strip())
        return done.stdout.strip()

    def token(self, code, roles, subject="traps", seconds=3600, scopes=None):
        more = [scopes] if scopes is not None else []
        return self.run("token", self.directory / "key.pem", "trap-1", ISSUER, AUDIENCE, subject,
                        tenant_id(code) if code in TENANTS else code, roles, seconds, *more).strip()

    # ---- HTTP in order

    def request(self, method, path, token=None, process=0, headers=None, **options):
        headers = dict(headers or {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.session.request(method, self.services[process].url + path, headers=headers, timeout=30, **options)

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, json=None, **options):
        return self.request("POST", path, json=json, **options)

    @staticmethod
    def wait_for(true, seconds=10):
        servers.wait_until(true, seconds, "the condition")

    def log(self, event=None):
        """The log lines of the first process, as objects."""
        lines = [json.loads(line) for line in self.service.log_file.read_text(errors="replace").splitlines()
                 if line.startswith("{")]
        return [line for line in lines if event in (None, line.get("event"))]

    # ---- HTTP by hand

    def connect(self, host="127.0.0.1"):
        return Raw(host, self.service.address[1])

    def raw(self, *parts):
        """Sends bytes on a connection of its own and reads one answer."""
        with self.connect() as raw:
            for part in parts:
                raw.send(part)
            return raw.answer()


class Answer:
    """A parsed answer: status, headers (lower-case names), body bytes."""

    def __init__(self, head, body):
        first, *lines = head.decode("latin-1").split("\r\n")
        self.status = int(first.split()[1])
        self.headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            self.headers[name.strip().lower()] = value.strip()
        self.body = body

    def json(self):
        return json.loads(self.body)


class Raw:
    """A socket to the service."""

    def __init__(self, host, port, timeout=15):
        self.socket = socket.create_connection((host, port), timeout=timeout)
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def reset(self):
        """Ends the connection with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def more(self):
        data = self.socket.recv(65536)
        if not data:
            raise ConnectionError("closed by the service")
        self.rest += data

    def is_closed(self):
        """Whether the service ended the connection (waits for it, up to the timeout)."""
        try:
            while self.socket.recv(65536):
                pass
            return True
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False

    def answer(self, method="GET"):
        """One answer with a Content-Length, or up to the end of the connection; interim answers are skipped."""
        while b"\r\n\r\n" not in self.rest:
            self.more()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        answer = Answer(head, b"")
        if answer.status == 100:
            return self.answer(method)
        length = int(answer.headers.get("content-length", 0)) if method != "HEAD" else 0
        while len(self.rest) < length:
            self.more()
        answer.body, self.rest = self.rest[:length], self.rest[length:]
        return answer


def request(path="/v1/hello", method="GET", *headers, body=b""):
    """A request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: traps", *headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
