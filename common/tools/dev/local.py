#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The private stack of `./dev up` under .local/: local.py up BUILD [--empty] | down [--wipe] | reload BUILD."""
import argparse
import os
import pathlib
import shlex
import signal
import subprocess
import sys

import entrance
import servers

LOCAL = servers.ROOT / ".local"
LOADER = servers.ROOT / "tests" / "demo" / "load_demo.py"
DEMO_MARK = "the demo is loaded"
SHOWN_TENANT = ("310117", "DIST_OFFICE")


def say(text):
    print(f"\033[1m==>\033[0m {text}", file=sys.stderr)


class Local:
    """All servers of this checkout, kept between commands."""

    def __init__(self, build):
        self.directory = servers.working_directory(LOCAL / "var")
        self.port = int(os.environ.get("BIHUAN_HTTP_PORT", "8080"))
        self.ports = {name: self.port + servers.PORT_OFFSETS[name] for name in servers.service_names()}
        self.postgres = servers.Postgres(self.directory)
        self.redis = servers.Redis(self.directory)
        self.nginx = servers.Nginx(self.directory, self.port)
        self.environment = servers.common_environment(self.postgres, self.redis, self.directory)
        self.services = [
            servers.Service(name, self.directory, build, self.environment | {"BIHUAN_PORT": str(port)})
            for name, port in self.ports.items()]
        self.control = pathlib.Path(build) / "bin" / "bihuanctl"

    def ctl(self, *arguments, **options):
        done = subprocess.run([self.control, *map(str, arguments)], env=self.environment, **options)
        if done.returncode:
            raise servers.ServerError(f"bihuanctl {' '.join(map(str, arguments))} failed; ./dev down --wipe starts afresh")
        return done

    def write_settings(self):
        """.local/env: what ./dev token, psql and demo need to find this stack."""
        names = [name for name in self.environment if name.startswith("BIHUAN_")]
        lines = [f"export {name}={shlex.quote(self.environment[name])}" for name in sorted(names)]
        lines += [f"export BIHUAN_URL=http://127.0.0.1:{self.port}",
                  f"export BIHUAN_LOGS={shlex.quote(str(self.directory))}"]
        (LOCAL / "env").write_text("\n".join(lines) + "\n")

    def start_stores(self):
        say(f"PostgreSQL and Redis in {self.directory}")
        self.postgres.create()
        self.postgres.launch()
        self.redis.launch()

    def migrate(self):
        say("migrating")
        self.ctl("migrate")
        if not self.ctl("keys", "list", stdout=subprocess.PIPE).stdout.strip():
            self.ctl("keys", "rotate")

    def query(self, sql):
        return self.postgres.run("psql", "-XqAt", "-c", sql, f"{self.postgres.conninfo} user=postgres").stdout.strip()

    def run_loader(self, *options):
        """Over HTTP, as any client would."""
        subprocess.run([sys.executable, LOADER, f"http://127.0.0.1:{self.port}", self.control, *options], check=True,
                       env=self.environment)

    def load_demo(self):
        """Once: the database bears the mark, and what people change afterwards is theirs."""
        if self.query("select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()") == DEMO_MARK:
            say("the demo was loaded before; ./dev demo --reload adds what is missing")
            return
        say("loading the demo: tenants of Shanghai, calendars, standards, monitored objects, the reference plan and its targets")
        self.run_loader()
        self.query(f"comment on database bihuan is '{DEMO_MARK}'")

    def reload(self):
        if not all(service.pid for service in self.services):
            raise servers.ServerError("not all of it is up; run ./dev up")
        say("adding what is missing of the demo; what differs is told and stays")
        self.run_loader("--reload")

    def start_services(self):
        for service in self.services:
            say(f"{service.name}: {'started' if service.launch() else 'already running'} on {service.url}")
        for service in self.services:
            service.wait_ready(service.ready)

    def start_entrance(self):
        routes = {s.name: [r["path"] for r in s.dump()["routes"]] for s in self.services}
        nginx = servers.Nginx(self.directory, self.port)
        nginx.launch(entrance.nginx_configuration(nginx.data, self.port, self.ports, routes))

    def up(self, empty):
        self.start_stores()
        self.write_settings()
        self.migrate()
        self.start_services()
        self.start_entrance()
        if not empty:
            self.load_demo()
        self.greet(empty)

    def greet(self, empty):
        url = f"http://127.0.0.1:{self.port}"
        print(f"\nReady: {url}/v1  (services: {', '.join(f'{n} {p}' for n, p in self.ports.items())})")
        if empty:
            return
        token = self.ctl("token", *SHOWN_TENANT, stdout=subprocess.PIPE, text=True).stdout.strip()
        print(f"A token of {' '.join(SHOWN_TENANT)}, fifteen minutes:\n{token}\nTry:\n"
              f"""  curl -fsS -H "Authorization: Bearer $(./dev token {' '.join(SHOWN_TENANT)})" '{url}/v1/issues?limit=5'""")

    def down(self):
        self.nginx.stop(signal.SIGQUIT)
        for server in (*reversed(self.services), self.redis, self.postgres):
            server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("verb", choices=("up", "down", "reload"))
    parser.add_argument("build")
    parser.add_argument("--empty", action="store_true", help="up: without the demo")
    parser.add_argument("--wipe", action="store_true", help="down: delete .local/ too")
    args = parser.parse_args()
    try:
        if args.verb == "up":
            Local(args.build).up(args.empty)
        elif args.verb == "reload":
            Local(args.build).reload()
        elif (LOCAL / "var").exists():
            Local(args.build).down()
        if args.wipe:
            servers.remove_working_directory(LOCAL / "var")
            servers.remove_working_directory(LOCAL)
    except (servers.ServerError, subprocess.CalledProcessError) as error:
        sys.exit(f"dev: {error}")


if __name__ == "__main__":
    main()
