#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Units of work through row-level security: common/db against pgbench with the same SQL, interleaved, medians.

    BIHUAN_PRESET=release tests/load/db_units.py [REPETITIONS]
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "common" / "tools" / "dev"))

import servers  # noqa: E402

PROGRAM = ROOT / "build" / os.environ.get("BIHUAN_PRESET", "release") / "bin" / "load_db_units"
SECONDS = 2
CLIENTS = 16
THREADS = (8, 16)
WALL = "using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true))"
SCHEMA = f"""
create role tester login nosuperuser nobypassrls;
create table item (id int primary key, scope text collate "C" not null, title text not null, status text not null,
                   severity smallint not null, due_date date, created_at timestamptz not null, body text not null,
                   amount numeric(14,2), tenant_id uuid not null, version bigint not null, detail jsonb not null);
create index item_scope on item (scope, id);
create table created (id uuid primary key, scope text collate "C" not null, title text not null, tenant_id uuid not null,
                      detail jsonb not null);
create index created_scope on created (scope, id);
create table outbox (position bigint generated always as identity primary key, id uuid not null, scope text not null,
                     data jsonb not null);
create table audit (id uuid primary key, scope text collate "C" not null, detail jsonb not null);
alter table item enable row level security;
alter table item force row level security;
create policy item_tenant on item {WALL};
alter table created enable row level security;
alter table created force row level security;
create policy created_tenant on created {WALL};
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_tenant on audit {WALL};
grant select, insert on item, created, outbox, audit to tester;
insert into item select i, '31CTSONG' || lpad((i % 500)::text, 4, '0'), 'title of item ' || i, 'OPEN', i % 5, '2026-01-01',
  '2026-01-01 00:00:00+08', repeat('text ', 20), i, gen_random_uuid(), 1, '{{"a": 1}}' from generate_series(1, 100000) i;
vacuum analyze item;
"""
RANGE = "select set_config('app.lo', '31CT', true), set_config('app.hi', '31CT~', true);"
DETAIL = """'{"a": 1, "b": "text of the detail"}'"""
SCRIPTS = {
    "read": f"""\\set id random(1, 100000)
\\startpipeline
{RANGE}
select * from item where id = :id;
\\endpipeline
""",
    # Two round trips, as a handler that needs the answer of its insert.
    "create": f"""\\set n random(1, 1000000000000)
\\startpipeline
begin;
{RANGE}
insert into created (id, scope, title, tenant_id, detail)
  values (gen_random_uuid(), '31CTSONG0001', 'title of an item', gen_random_uuid(), {DETAIL}) returning id, title;
\\endpipeline
\\startpipeline
insert into outbox (id, scope, data) values (gen_random_uuid(), '31CTSONG0001', {DETAIL});
insert into audit (id, scope, detail) values (gen_random_uuid(), '31CTSONG0001', {DETAIL});
commit;
\\endpipeline
""",
}


def pgbench(postgres, script):
    out = postgres.run("pgbench", "-n", "-h", postgres.sockets, "-U", "tester", "-M", "prepared", "-c", CLIENTS, "-j",
                       2, "-T",
                       SECONDS, "-f", script, "bihuan").stdout
    return float(re.search(r"tps = ([\d.]+)", out)[1])


def ours(postgres, kind, threads):
    return float(subprocess.run([PROGRAM, f"{postgres.conninfo} user=tester", kind, str(threads), str(threads + 3),
                                 str(SECONDS)],
                                check=True, capture_output=True, text=True).stdout)


def compare(postgres, directory, kind, repetitions):
    script = directory / f"{kind}.sql"
    script.write_text(SCRIPTS[kind])
    rates = {"pgbench": []} | {f"{threads} threads": [] for threads in THREADS}
    for _ in range(repetitions):
        rates["pgbench"].append(pgbench(postgres, script))
        for threads in THREADS:
            rates[f"{threads} threads"].append(ours(postgres, kind, threads))
    base = statistics.median(rates["pgbench"])
    for name, values in rates.items():
        median = statistics.median(values)
        print(f"{kind:8} {name:12} {median:9.0f}/s {median / base:6.2f}   {' '.join(f'{v:.0f}' for v in values)}")


def main():
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    directory = pathlib.Path(tempfile.mkdtemp(prefix="bihuan-load.", dir="/var/tmp"))
    directory.chmod(0o755)
    postgres = servers.Postgres(directory, ("shared_buffers=512MB", "max_connections=60"))
    try:
        postgres.create()
        postgres.launch()
        subprocess.run([servers.PG_BIN / "psql", f"{postgres.conninfo} user=postgres", "-qX", "-v", "ON_ERROR_STOP=1"],
                       input=SCHEMA, text=True, check=True)
        for kind in SCRIPTS:
            compare(postgres, directory, kind, repetitions)
    finally:
        postgres.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
