# SPDX-License-Identifier: MIT
"""A quarter of hourly air observations in one request, against psql copying the stored rows into a table like
theirs."""
import datetime
import http.client
import json
import pathlib
import random
import re
import subprocess
import time

import servers
from bed import ROOT, Bed, interleaved, median
from evaluate import settle

STATIONS, ITEMS, DAYS, REPETITIONS = 15, ("so2", "no2", "co", "o3", "pm10", "pm25"), 90, 5
FIRST, MONTHS = datetime.datetime(2025, 1, 1), ("2025-01-01", "2025-02-01", "2025-03-01")
DISTRICT = "310101"
# The same table without policies; partitions and key alike.
FLAT = """set search_path = bihuan; drop table if exists observation_flat;
create table observation_flat (like observation including all) partition by range (observed_at);
""" + "".join(f"""create table observation_flat_{m} partition of observation_flat
    for values from (timestamp '{day}' at time zone 'Asia/Shanghai') to ((date '{day}' + interval '1 month') at time zone 'Asia/Shanghai');
""" for m, day in enumerate(MONTHS))


def lines(days=DAYS):
    """By the hour, as stations send: object,item,averaging,observed_at,value."""
    chosen = random.Random(5)
    for hour in range(days * 24):
        at = (FIRST + datetime.timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M")
        for station in range(STATIONS):
            for item in ITEMS:
                value = f"{chosen.randint(1, 30) / 10:g}" if item == "co" else chosen.randint(1, 300)
                yield f"bench:AIR-{station},{item},1H,{at},{value}"


def prepare(bed):
    bed.ctl("import", "standards", *sorted((ROOT / "services" / "indicators" / "standards").glob("*.csv")))
    bed.psql(f"""set search_path = bihuan;
        insert into monitored_object (id, tenant_id, scope, kind, name, valid_from, station_type, air_class, source,
        external_id, created_by,
                                      created_at, updated_at)
        select gen_random_uuid(), t.id, t.scope, 'AIR_STATION', 'bench', '2020-01-01', 'EVALUATION', 2, 'bench', 'AIR-' || n, 'bench', now(), now()
          from api_tenant t, generate_series(0, {STATIONS - 1}) n where t.code = '{DISTRICT}-D1'
        on conflict do nothing""")
    bed.psql(FLAT)


def peak_mib(pid):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def send(service, token, body):
    """Seconds of one import that must create all of its rows."""
    connection = http.client.HTTPConnection("127.0.0.1", service.address[1], timeout=300)
    started = time.monotonic()
    connection.request("POST", "/v1/observations/import?mode=commit&source=bench", body,
                       {"Content-Type": "text/csv", "Authorization": f"Bearer {token}"})
    answer = connection.getresponse()
    text = answer.read()
    took = time.monotonic() - started
    connection.close()
    if answer.status != 200:
        raise servers.ServerError(f"{answer.status} {text[:1000]}\n{service.log_tail(4)}")
    return took, json.loads(text)["stats"]


def body_of(rows):
    return ("object,item,averaging,observed_at,value\n" + "\n".join(rows) + "\n").encode()


def import_memory():
    """Each length on a process of its own, whose peak is that of the one request."""
    peaks, detail = [], {}
    with Bed("sixteen") as bed:
        prepare(bed)
        for days in (DAYS, 4 * DAYS):
            bed.psql("truncate bihuan.observation")
            body = body_of(lines(days))
            with bed.served("indicators", quiet=True) as service:
                rest = peak_mib(service.pid)
                _, stats = send(service, bed.token(f"{DISTRICT}-D1", "MONITOR_INPUT"), body)
                peaks.append(peak_mib(service.pid))
            detail[f"{stats['created']} rows"] = f"{len(body) / 2**20:.1f} MiB of body, {rest:.0f} MiB at rest, {peaks[-1]:.1f} MiB at the peak"
            bed.psql("truncate bihuan.evaluation_dirty")
        bed.psql("truncate bihuan.observation")
    return peaks[1] / peaks[0], detail


def observations_import():
    rows = list(lines())
    body = body_of(rows)
    with Bed("sixteen") as bed:
        prepare(bed)
        bed.psql("truncate bihuan.observation")
        service = bed.serve("indicators", quiet=True)
        token = bed.token(f"{DISTRICT}-D1", "MONITOR_INPUT")
        before = peak_mib(service.pid)
        send(service, token, body)
        peak = peak_mib(service.pid)
        settle(bed)
        file = bed.directory / "observations.txt"
        bed.psql(f"\\copy (select * from bihuan.observation order by observed_at, object_id, item) to '{file}'")
        again, stats = send(service, token, body)
        if stats["unchanged"] != len(rows):
            raise servers.ServerError(f"the same again: {stats}")

        def through_http():
            bed.psql("truncate bihuan.observation")
            took, stats = send(service, token, body)
            settle(bed)
            if stats["created"] != len(rows):
                raise servers.ServerError(str(stats))
            return len(rows) / took

        def by_copy():
            bed.psql("truncate bihuan.observation_flat")
            started = time.monotonic()
            subprocess.run([servers.PG_BIN / "psql", f"{bed.postgres.conninfo} user=postgres", "-qXc",
                            f"\\copy bihuan.observation_flat from '{file}'"], check=True)
            return len(rows) / (time.monotonic() - started)
        values = interleaved(REPETITIONS, http=through_http, copy=by_copy)
        bed.psql("drop table bihuan.observation_flat; truncate bihuan.observation")
        return median(values["http"]) / median(values["copy"]), {
            name: " ".join(f"{v / 1000:.0f}k/s" for v in list_) for name, list_ in values.items()} | {
            "rows": len(rows), "body": f"{len(body) / 2**20:.1f} MiB",
            "the same again": f"{len(rows) / again / 1000:.0f}k/s",
            "memory": f"{before:.0f} MiB at rest, {peak:.0f} MiB at the peak of a request"}
