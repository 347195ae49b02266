# SPDX-License-Identifier: MIT
"""Private servers: each a child process with a pid file and a log, ended by that pid and by nothing else.

Used by `./dev up` (data kept, processes outlive the command) and by tests/support/stack.py (thrown away).
PostgreSQL and nginx refuse or drop root, so a root user's run as accounts of their packages, in a directory these can
reach. """
import json
import os
import pathlib
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
PG_BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
SOCKET_PATH_MAX = 80  # of a directory; a whole socket path may have 107 bytes


class ServerError(Exception):
    """A server that does not start or stop; the text ends with the tail of its log."""


def unprivileged(account):
    """Popen arguments that make a root user's child run as `account`; none for anyone else."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def reachable(directory, account):
    """Whether `account` can get into the directory."""
    test = subprocess.run(["test", "-x", directory], cwd="/", **unprivileged(account))
    return test.returncode == 0


def working_directory(wanted):
    """`wanted`, or a link of that name to a directory elsewhere, when servers could not use it in its place."""
    wanted = pathlib.Path(wanted)
    if wanted.exists():
        return wanted.resolve()
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if wanted.is_symlink():  # its target was cleaned away
        wanted.unlink()
    if len(str(wanted)) < SOCKET_PATH_MAX and reachable(wanted.parent, "postgres"):
        wanted.mkdir()
    else:
        wanted.symlink_to(tempfile.mkdtemp(prefix="bihuan.", dir="/var/tmp"))
    wanted.chmod(0o755)
    return wanted.resolve()


def remove_working_directory(wanted):
    wanted = pathlib.Path(wanted)
    if wanted.exists():
        shutil.rmtree(wanted.resolve())
    if wanted.is_symlink():
        wanted.unlink()


def wait_until(condition, seconds, what):
    """Polls; the only place that waits for a server."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            raise ServerError(f"{what}: not within {seconds} s")
        time.sleep(0.02)


def answers(address):
    """Whether something accepts connections at a unix path or a (host, port)."""
    family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex(address) == 0


def birth(pid):
    """When the process was started (clock ticks since boot), or None: tells a pid from its reuse, and from a zombie."""
    try:
        state, *fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state == "Z" else int(fields[18])


class Process:
    """One server: `<name>.pid` ("pid birth", then what it was started with) and `<name>.log` in a directory."""

    def __init__(self, name, directory):
        self.name = name
        self.pid_file = pathlib.Path(directory) / f"{name}.pid"
        self.log_file = pathlib.Path(directory) / f"{name}.log"
        self.child = None
        self.begun_at = 0  # bytes of the log before its last start

    def recorded(self):
        """(pid, stamp) of the running process, or (None, None)."""
        try:
            first, _, stamp = self.pid_file.read_text().partition("\n")
            pid, born = map(int, first.split())
        except (OSError, ValueError):
            return None, None
        if self.child and self.child.pid == pid:
            self.child.poll()  # reaps it
        return (pid, stamp) if birth(pid) == born else (None, None)

    @property
    def pid(self):
        return self.recorded()[0]

    def start(self, argv, env=None, stamp="", **options):
        with open(self.log_file, "ab") as log:
            self.begun_at = log.tell()
            self.child = subprocess.Popen(
                list(map(str, argv)), env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=options.pop("cwd", "/"), start_new_session=True, **options)
        self.pid_file.write_text(f"{self.child.pid} {birth(self.child.pid) or 0}\n{stamp}")

    def wait_ready(self, condition, seconds=30):
        def settled():
            return self.pid is None or condition()
        try:
            wait_until(settled, seconds, self.name)
        except ServerError as error:
            raise ServerError(f"{error}\n{self.log_tail()}") from None
        if self.pid is None:
            raise ServerError(f"{self.name} ended at once\n{self.log_tail()}")

    def log_tail(self, lines=15):
        if not self.log_file.exists():
            return ""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])

    def has_said(self, text):
        """Since its last start; those that an earlier one left behind may write there too."""
        return text.encode() in self.log_file.read_bytes()[self.begun_at:]

    def send(self, number):
        pid = self.pid
        if pid:
            os.kill(pid, number)

    def stop(self, number=signal.SIGTERM, seconds=30):
        """Asks, waits, and when that does not help, kills."""
        self.send(number)
        try:
            wait_until(lambda: self.pid is None, seconds, f"{self.name} ending")
        except ServerError:
            self.kill()
        if self.child:
            self.child.wait(10)  # its threads may outlive its first one for a moment
        self.pid_file.unlink(missing_ok=True)

    def kill(self):
        self.send(signal.SIGKILL)
        wait_until(lambda: self.pid is None, 10, f"{self.name} dying")


class Postgres(Process):
    """PostgreSQL on a unix socket of its own, superuser `postgres`, no network."""

    def __init__(self, directory, settings=()):
        super().__init__("postgres", directory)
        self.data = pathlib.Path(directory) / "pg"
        self.sockets = pathlib.Path(directory) / "pgsock"
        self.settings = settings

    @property
    def conninfo(self):
        return f"host={self.sockets} dbname=bihuan"

    def run(self, program, *arguments, check=True, **options):
        """Runs one of PostgreSQL's programs as the account that owns the data."""
        return subprocess.run([PG_BIN / program, *map(str, arguments)], check=check, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              **unprivileged("postgres"), **options)

    def own(self, path, mode=0o700):
        path.mkdir(exist_ok=True)
        path.chmod(mode)
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")

    def create(self):
        """Makes an empty cluster with the database `bihuan`, unless there is one."""
        self.own(self.sockets)
        if (self.data / "PG_VERSION").exists():
            return
        self.own(self.data)
        made = self.run("initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8",
                        "--no-sync", check=False)
        if made.returncode:
            raise ServerError(f"initdb\n{made.stdout}")
        self.launch()
        self.run("createdb", "-h", self.sockets, "-U", "postgres", "bihuan")

    def launch(self, seconds=60):
        """Starts it; the children of a killed postmaster may still be leaving, so a few tries are allowed."""
        options = [o for s in ("listen_addresses=", f"unix_socket_directories={self.sockets}", *self.settings)
                   for o in ("-c", s)]
        limit = time.monotonic() + seconds
        while self.pid is None:
            self.start([PG_BIN / "postgres", "-D", self.data, *options], **unprivileged("postgres"))
            try:
                self.wait_ready(self.ready, seconds)
            except ServerError:
                if time.monotonic() > limit or not self.has_said("pre-existing shared memory"):
                    raise

    def ready(self):
        return self.run("pg_isready", "-q", "-h", self.sockets, check=False).returncode == 0

    def stop(self, number=signal.SIGINT, seconds=60):
        """Fast shutdown: sessions are cut, data are safe."""
        super().stop(number, seconds)


class Redis(Process):
    """Redis on a unix socket, with a password in a file and an append-only file when `durable`."""

    def __init__(self, directory, durable=True):
        super().__init__("redis", directory)
        self.data = pathlib.Path(directory) / "redis"
        self.socket = self.data / "redis.sock"
        self.password_file = pathlib.Path(directory) / "redis.password"
        self.durable = durable

    @property
    def address(self):
        return f"unix:{self.socket}"

    @property
    def environment(self):
        """What a service is told."""
        return {"BIHUAN_REDIS": self.address,
                "BIHUAN_REDIS_PASSWORD_FILE": secret_file(self.password_file.parent, self.password_file.name)}

    @property
    def password(self):
        return pathlib.Path(self.environment["BIHUAN_REDIS_PASSWORD_FILE"]).read_text().strip()

    def launch(self):
        pid, stamp = self.recorded()
        if pid and stamp == str(self.password_file):
            return
        self.stop()  # one of before, that asks for no password
        self.data.mkdir(exist_ok=True)
        configuration = self.data / "redis.conf"  # not the command line, which everybody can read
        configuration.touch(0o600)
        configuration.write_text("\n".join((
            "port 0", f"unixsocket {self.socket}", f"dir {self.data}", 'save ""', f"requirepass {self.password}",
            f"appendonly {'yes' if self.durable else 'no'}", "")))
        self.start(["/usr/bin/redis-server", configuration], stamp=str(self.password_file))
        self.wait_ready(lambda: self.socket.exists() and answers(str(self.socket)))


class Nginx(Process):
    """The one entrance; its configuration is made from the routes of the services."""

    def __init__(self, directory, port):
        super().__init__("nginx", directory)
        self.data = pathlib.Path(directory) / "nginx"
        self.port = port

    def launch(self, configuration):
        self.data.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            shutil.chown(self.data, "www-data", "www-data")
        file = self.data / "nginx.conf"
        if self.pid and file.exists() and file.read_text() == configuration:
            return
        self.stop()
        file.write_text(configuration)
        self.start(["/usr/sbin/nginx", "-e", "stderr", "-p", self.data, "-c", file], **unprivileged("www-data"))
        self.wait_ready(lambda: answers(("127.0.0.1", self.port)))


class Service(Process):
    """One of our own programs."""

    def __init__(self, name, directory, build, environment):
        super().__init__(name, directory)
        self.binary = pathlib.Path(build) / "bin" / f"bihuan-{name}"
        self.environment = environment
        self.address = ("127.0.0.1", int(environment["BIHUAN_PORT"]))

    @property
    def url(self):
        return f"http://{self.address[0]}:{self.address[1]}"

    def stamp(self):
        """Changes with the program and with its settings."""
        settings = sorted((k, v) for k, v in self.environment.items() if k.startswith("BIHUAN_"))
        return f"{self.binary.stat().st_mtime_ns} {settings}"

    def spawn(self):
        self.start([self.binary], env=self.environment, stamp=self.stamp())

    def launch(self):
        """Starts it, or starts it anew when the running one is of another build or setting; True when it did."""
        pid, stamp = self.recorded()
        if pid and stamp == self.stamp():
            return False
        self.stop()
        try:  # a killed process is gone a moment before the last of its threads lets go of the port
            wait_until(lambda: not answers(self.address), 2, self.name)
        except ServerError:
            raise ServerError(f"{self.name}: port {self.address[1]} is in use by something else") from None
        self.spawn()
        return True

    def ready(self):
        return http_status(f"{self.url}/readyz") == 200

    def dump(self):
        """The tables of the program: routes, fields, problems, events, settings, metrics."""
        done = subprocess.run([self.binary, "--dump-api"], check=True, capture_output=True, env=self.environment)
        return json.loads(done.stdout)


def http_status(url):
    """The status of a GET, or 0 when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


# Ports count from the entrance's: 8080 nginx, 8081 directory, 8082 issues ...
PORT_OFFSETS = {"directory": 1, "issues": 2, "indicators": 3, "enforcement": 4, "assessment": 5}


def service_names():
    """Those that this checkout has, in the order they start in."""
    return [name for name in PORT_OFFSETS if (ROOT / "services" / name / "main.c").exists()]


SIGNING_KEK = "signing.kek"  # goes with the data directory: what it encrypted lies there


def secret_file(directory, name):
    """A file of random letters, made at its first use."""
    file = pathlib.Path(directory) / name
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32) + "\n")
    return str(file)


def common_environment(postgres, redis, directory):
    """What every service and bihuanctl are told."""
    files = pathlib.Path(directory) / "files"
    files.mkdir(exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("BIHUAN_", "PG"))}
    return kept | redis.environment | {
        "BIHUAN_PG": postgres.conninfo,
        "BIHUAN_BIND": "127.0.0.1",
        "BIHUAN_TRUSTED_PROXIES": "127.0.0.1",  # nginx
        "BIHUAN_ISSUERS": "https://bihuan.localhost bihuan database",
        "BIHUAN_FILES_DIR": str(files),
        "BIHUAN_CURSOR_KEY_FILE": secret_file(directory, "cursor.key"),
        "BIHUAN_SIGNING_KEK_FILE": secret_file(directory, SIGNING_KEK),
    }
