# SPDX-License-Identifier: MIT
"""Observations from end to end: years of real stations with their gaps, sent twice, and an import that is killed in its
middle."""
import collections
import contextlib
import csv
import decimal
import lzma
import pathlib
import re
import threading

import psycopg2
import pytest
import requests

from support.issues import ok
from support.stack import KEEPS_FREED, ROOT

AIR = pathlib.Path(ROOT).parent / "shared" / "data" / "air"
ITEMS = {"PM2.5": "pm25", "PM10": "pm10", "SO2": "so2", "NO2": "no2", "CO": "co", "O3": "o3"}
HEADER = "object,item,averaging,observed_at,value\n"
PART = 150_000
TEXT = {"Content-Type": "text/csv"}
STATION = {"kind": "AIR_STATION", "valid_from": "2010-01-01", "station_type": "EVALUATION", "air_class": 2,
           "source": "real"}


def caller(stack):
    return stack.api("310117-STHJ", "MONITOR_INPUT")


def send(api, rows):
    return api.post("/observations/import?mode=commit&source=real&units=co:ug/m3",
                    data=(HEADER + "".join(rows)).encode(), headers=TEXT,
                    timeout=300)


# ---- real stations


def readings(file):
    """(item, time, value as it stands there) of each hour and pollutant."""
    with lzma.open(file, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            at = f"{row['year']}-{int(row['month']):02}-{int(row['day']):02} {int(row['hour']):02}:00"
            for name, item in ITEMS.items():
                yield item, at, row[name]


def expected(file):
    """{(item, flag): [rows, sum]} counted without the service; CO in mg/m3."""
    counted = collections.defaultdict(lambda: [0, decimal.Decimal(0)])
    for item, _, value in readings(file):
        of = counted[item, "MISSING" if value == "NA" else "VALID"]
        of[0] += 1
        if value != "NA":
            of[1] += decimal.Decimal(value) / (1000 if item == "co" else 1)
    return {key: (n, total) for key, (n, total) in counted.items()}


def stored(stack, station):
    lines = stack.psql(f"""select item, flag, count(*), coalesce(sum(value),
    0) from bihuan.observation where object_id = '{station['id']}'
                           group by 1, 2""").splitlines()
    return {(item, flag): (int(n), decimal.Decimal(total)) for item, flag, n,
            total in (line.split("\t") for line in lines)}


def load(api, name, file):
    """Sends a file in parts; what the reports counted together."""
    rows = [f"real:{name},{item},1H,{at},{value}\n" for item, at, value in readings(file)]
    total = collections.Counter()
    for at in range(0, len(rows), PART):
        report = ok(send(api, rows[at:at + PART]))
        total.update(report["stats"] | {"missing": report["missing"]})
    return total


@pytest.mark.parametrize("file", sorted(AIR.glob("*.csv.xz")) or [None], ids=lambda f: f.name.split(".")[0]
                         if f else "absent")
def test_a_real_station_comes_in_with_its_gaps_and_once(stack, file):
    if not file:
        pytest.skip("no ../shared/data/air: real stations were not imported")
    api, name = caller(stack), file.name.split(".")[0]
    station = ok(api.post("/objects", STATION | {"name": name, "external_id": name}), 201)
    wanted = expected(file)
    rows = sum(n for n, _ in wanted.values())
    first = load(api, name, file)
    assert (first["total"], first["created"], first["rejected"]) == (rows, rows, 0)
    assert first["missing"] == sum(n for (_, flag), (n, _) in wanted.items() if flag == "MISSING") > 0
    assert stored(stack, station) == wanted
    again = load(api, name, file)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, rows)
    assert stored(stack, station) == wanted


# ---- memory


def peak_kib(service):
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{service.pid}/status").read_text())[1])


@pytest.mark.skipif(KEEPS_FREED, reason="a sanitizer keeps what was freed")
def test_the_memory_of_an_import_does_not_depend_on_its_length(lone_stack):
    api = caller(lone_stack)
    ok(api.post("/objects", STATION | {"name": "站", "external_id": "M"}), 201)

    def peak(years):
        rows = [f"real:M,{item},1H,{y}-{m:02}-{d:02} {h:02}:00,1.5\n" for y in range(2010, 2010 + years)
                for m in range(1, 13)
                for d in range(1, 29) for h in range(24) for item in ITEMS.values()]
        report = ok(api.post("/observations/import?mode=validate&source=real", data=(HEADER + "".join(rows)).encode(),
                             headers=TEXT, timeout=300))
        assert report["stats"]["created"] == len(rows)
        return peak_kib(lone_stack.services["indicators"])
    short, long = peak(1), peak(8)
    assert long - short < 4096, f"{short} KiB, then {long} KiB for eight times the rows"


# ---- a crash


@contextlib.contextmanager
def held_row(stack, station):
    """A row of the import that another transaction has written and does not end."""
    connection = psycopg2.connect(f"{stack.postgres.conninfo} user=postgres")
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute("select bihuan.ensure_month_partition('bihuan.observation', '2025-02-01')")
        connection.commit()
        cursor.execute("""insert into bihuan.observation select id, 'so2', '1H', '2025-02-28 23:00+08', 'real', 1, 'VALID', 1, now(), 'x',
                          tenant_id, scope from bihuan.monitored_object where id = %s""", (station["id"],))
        yield
        connection.rollback()


def test_an_import_killed_in_its_middle_leaves_nothing_half(lone_stack):
    stack, failed = lone_stack, []
    api = caller(stack)
    station = ok(api.post("/objects", STATION | {"name": "站", "external_id": "K"}), 201)
    rows = [f"real:K,{item},1H,2025-0{m}-{d:02} {h:02}:00,1.5\n" for m in (1, 2) for d in range(1, 29)
            for h in range(24)
            for item in ITEMS.values()]

    def importing():
        try:
            send(api, rows)
        except requests.RequestException as error:
            failed.append(error)
    sender = threading.Thread(target=importing)
    with held_row(stack, station):
        sender.start()
        stack.held_up("insert into observation ")  # it has put the rows before the held one
        stack.kill("indicators")
        sender.join(30)
    assert failed
    stack.until(lambda: stack.psql("select count(*) from pg_stat_activity where usename = 'bihuan_indicators'").strip()
                == "0")
    assert stack.psql("select count(*) from bihuan.observation").strip() == "0"
    assert stack.psql("select count(*) from bihuan.audit_entry where action = 'observation.import'").strip() == "0"
    stack.start("indicators")
    assert ok(send(api, rows))["stats"]["created"] == len(rows)
