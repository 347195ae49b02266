#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads by primary key through row-level security: common/db against pgbench with the same SQL, interleaved, medians.

    BIHUAN_PRESET=release tests/load/db_reads.py [REPETITIONS]
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

PROGRAM = ROOT / "build" / os.environ.get("BIHUAN_PRESET", "release") / "bin" / "load_db_reads"
SECONDS = 3
CLIENTS = 16
# (name, threads, connections)
VARIANTS = (("8 threads", 8, 11), ("16 threads", 16, 19))
SCHEMA = """
create role tester login nosuperuser nobypassrls;
create table item (id int primary key, scope text collate "C" not null, title text not null, status text not null,
                   severity smallint not null, due_date date, created_at timestamptz not null, body text not null,
                   amount numeric(14,2), tenant_id uuid not null, version bigint not null, detail jsonb not null);
alter table item enable row level security;
alter table item force row level security;
create policy item_tenant on item
 using (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true));
create index item_scope on item (scope, id);
grant select on item to tester;
insert into item select i, '31CTSONG' || lpad((i % 500)::text, 4, '0'), 'title of item ' || i, 'OPEN', i % 5, '2026-01-01',
  '2026-01-01 00:00:00+08', repeat('text ', 20), i, gen_random_uuid(), 1, '{"a": 1}' from generate_series(1, 100000) i;
vacuum analyze item;
"""
SCRIPT = """\\set id random(1, 100000)
\\startpipeline
select set_config('app.lo', '31CT', true), set_config('app.hi', '31CT~', true);
select * from item where id = :id;
\\endpipeline
"""


def pgbench(postgres, script):
    out = postgres.run("pgbench", "-n", "-h", postgres.sockets, "-U", "tester", "-M", "prepared", "-c", CLIENTS, "-j", 2, "-T",
                       SECONDS, "-f", script, "bihuan").stdout
    return float(re.search(r"tps = ([\d.]+)", out)[1])


def ours(postgres, threads, connections):
    return float(subprocess.run([PROGRAM, f"{postgres.conninfo} user=tester", str(threads), str(connections), str(SECONDS)],
                                check=True, capture_output=True, text=True).stdout)


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
        script = directory / "read.sql"
        script.write_text(SCRIPT)
        rates = {"pgbench": []} | {name: [] for name, *_ in VARIANTS}
        for _ in range(repetitions):
            rates["pgbench"].append(pgbench(postgres, script))
            for name, threads, connections in VARIANTS:
                rates[name].append(ours(postgres, threads, connections))
        base = statistics.median(rates["pgbench"])
        for name, values in rates.items():
            median = statistics.median(values)
            print(f"{name:24} {median:9.0f}/s {median / base:6.2f}   {' '.join(f'{v:.0f}' for v in values)}")
    finally:
        postgres.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
