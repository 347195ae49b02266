# SPDX-License-Identifier: MIT
"""A year of hours of fifty stations, from observations to daily indices, districts and annual figures."""
import subprocess
import time
import urllib.request

from bed import ROOT, Bed, interleaved, median, say, servers

STATIONS, YEAR, REPETITIONS = 50, 2025, 3
STANDARDS = sorted((ROOT / "services" / "indicators" / "standards").glob("*.csv"))

STATIONS_SQL = f"""
insert into bihuan.monitored_object (id, tenant_id, scope, kind, name, valid_from, station_type, air_class, created_by,
created_at, updated_at)
select ('019b0009-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, t.id, t.scope, 'AIR_STATION', 'station ' || n, '{YEAR}-01-01',
       'EVALUATION', 2, 'bench', now(), now()
  from generate_series(0, {STATIONS - 1}) n
  join lateral (select id, scope from bihuan.tenant where kind = 'DISTRICT' order by scope
                offset n % (select count(*) from bihuan.tenant where kind = 'DISTRICT') limit 1) t on true
"""
MONTHS_SQL = f"""
select bihuan.ensure_month_partition('bihuan.observation', m::date)
  from generate_series(date '{YEAR}-01-01', date '{YEAR}-12-31', interval '1 month') m
"""
# In the order in which they would come: hour by hour.
OBSERVATIONS_SQL = f"""
insert into bihuan.observation (object_id, item, averaging, observed_at, source, flag, received_at, entered_by,
tenant_id, scope, value)
select o.id, i.item, '1H', h.at, 'AUTO', 'VALID', h.at, 'bench', o.tenant_id, o.scope,
       round((i.mean * (0.5 + random()))::numeric, case i.item when 'co' then 1 else 0 end)
  from generate_series(timestamptz '{YEAR}-01-01 00:00+08', timestamptz '{YEAR}-12-31 23:00+08', interval '1 hour') h(at)
 cross join (select id, tenant_id, scope from bihuan.monitored_object where kind = 'AIR_STATION') o
 cross join (values ('so2', 8), ('no2', 34), ('co', 1), ('pm10', 52), ('pm25', 33), ('o3', 90)) i(item, mean)
"""
RANGE = "select set_config('app.lo', '', false), set_config('app.hi', '~', false)"
ROWS = ("copy (select object_id, item, observed_at, source, value from bihuan.observation where averaging = '1H' "
        "and observed_at >= '{0}-01-01 00:00+08' and observed_at < '{1}-01-01 00:00+08') to stdout").format(YEAR,
                YEAR + 1)
MARK = """insert into bihuan.evaluation_dirty (object_id, scope, day)
    select o.id, o.scope, d from bihuan.monitored_object o cross join
    generate_series(date '{0}-01-01', date '{0}-12-31', interval '1 day') d where o.kind = 'AIR_STATION'""".format(YEAR)


def load_standards(bed, service):
    token = bed.token("310000", "PLATFORM_ADMIN")
    for file in STANDARDS:
        url = f"http://127.0.0.1:{service.address[1]}/v1/standards/import?mode=commit"
        head = {"Authorization": f"Bearer {token}", "Content-Type": "text/csv"}
        urllib.request.urlopen(urllib.request.Request(url, file.read_bytes(), head), timeout=30).close()


def prepare(bed, service):
    load_standards(bed, service)
    if bed.psql("select count(*) from bihuan.observation") == str(STATIONS * 6 * 365 * 24):
        return
    say(f"observations of {STATIONS} stations for a year, once")
    bed.psql(STATIONS_SQL)
    bed.psql(MONTHS_SQL)
    bed.psql(OBSERVATIONS_SQL)
    bed.psql("vacuum analyze bihuan.observation")


def stream(bed):
    """Seconds in which psql reads those rows, as the service's role under row-level security."""
    started = time.monotonic()
    subprocess.run([servers.PG_BIN / "psql", f"{bed.postgres.conninfo} user=bihuan_indicators", "-XqAt", "-c", RANGE,
                    "-c", ROWS],
                   check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def settle(bed):
    """Until nothing is left to compute."""
    while bed.psql("select exists (select from bihuan.evaluation_dirty)") == "t":
        time.sleep(0.05)


def evaluate(bed):
    """Seconds from marking all days until nothing is left to do, with nothing computed before."""
    bed.psql("truncate bihuan.evaluation")
    started = time.monotonic()
    bed.psql(MARK)
    settle(bed)
    seconds = time.monotonic() - started
    days = int(bed.psql("select count(*) from bihuan.evaluation where kind = 'AIR_DAY' and aqi is not null and object_id is not null"))
    if days != STATIONS * 365 * 2:
        raise servers.ServerError(f"{days} days have an index, {STATIONS * 365 * 2} should have")
    return seconds


def year():
    with Bed("thousand") as bed:
        service = bed.serve("indicators")
        prepare(bed, service)
        values = interleaved(REPETITIONS, psql=lambda: stream(bed), evaluated=lambda: evaluate(bed))
        return median(values["evaluated"]) / median(values["psql"]), {
            name: " ".join(f"{v:.1f} s" for v in list_) for name, list_ in values.items()}
