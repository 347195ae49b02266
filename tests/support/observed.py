# SPDX-License-Identifier: MIT
"""Monitored objects with observations, and what the evaluation makes of them."""
import itertools
import json

from support import bodies
from support.issues import ok

numbers = itertools.count(1)
ITEMS = ("so2", "no2", "co", "pm10", "pm25", "o3")
HOUR = "{day}T{hour:02}:00:00+08:00"
TV14 = {"pm25": 58, "pm10": 96, "so2": 8, "no2": 44, "co": "0.9", "o3": 142}


class Observed:
    """Objects of one district, entered by its office, and what a system of the district measures there."""

    def __init__(self, stack, tenant="310117", office=None):
        self.stack, self.tenant = stack, tenant
        self.office = office or stack.api(tenant, "DIST_OFFICE")
        self.client = stack.api(tenant, "SYSTEM_CLIENT")

    def station(self, **more):
        return self.made({"kind": "AIR_STATION", "station_type": "EVALUATION", "air_class": 2} | more)

    def section(self, **more):
        return self.made({"kind": "WATER_SECTION", "assess_level": "NATIONAL", "body_type": "RIVER", "target_class": 5}
                         | more)

    def body(self, **more):
        return self.made({"kind": "WATER_BODY", "body_type": "RIVER", "is_small": True} | more)

    def made(self, fields):
        sent = {"name": f"对象{next(numbers)}", "valid_from": "2010-01-01", "tenant": self.tenant} | fields
        return ok(self.office.post("/objects", sent), 201)["id"]

    # ---- observations

    def put(self, rows):
        """(object, item, averaging, time, source, value or None, flag) a row, through the import; what is there already
        is corrected."""
        by_source = {}
        for made, item, averaging, time, source, value, flag in rows:
            by_source.setdefault(source,
                                 []).append(f"{made},{item},{averaging},{time},{'' if value is None else value},{flag}")
        for source, lines in by_source.items():
            text = "\n".join(["object,item,averaging,observed_at,value,flag", *lines])
            ok(self.client.post(f"/observations/import?mode=commit&source={source}&on_conflict=revise&reason=corrected",
                                data=text.encode(), headers=bodies.CSV))

    def fill(self, stations, value, first="2025-01-01", last="2025-12-31"):
        """Every hour from day to day, straight into the table, as an import of them would leave it; `value` is SQL over
        i.item."""
        ids = ", ".join(f"'{s}'" for s in stations)
        self.stack.psql(f"""
            select bihuan.ensure_month_partition('bihuan.observation', m::date)
              from generate_series(date_trunc('month', date '{first}'), date '{last}', interval '1 month') m;
            insert into bihuan.observation (object_id, item, averaging, observed_at, source, value, flag, received_at,
            entered_by, tenant_id, scope)
            select o.id, i.item, '1H', h, 'AUTO', {value}, 'VALID', now(), 'test', o.tenant_id, o.scope
              from bihuan.monitored_object o, unnest(array{list(ITEMS)}) i(item),
                   generate_series(timestamptz '{first} 00:00+08', timestamptz '{last} 23:00+08', interval '1 hour') h where o.id in ({ids});
            insert into bihuan.evaluation_dirty (object_id, scope, day)
            select o.id, o.scope, d from bihuan.monitored_object o, generate_series(date '{first}', date '{last}', interval '1 day') d
             where o.id in ({ids})""")

    def day(self, station, day, source="AUTO", hours=range(24), **values):
        """Every hour of a day has the values."""
        self.put([(station, item, "1H", HOUR.format(day=day, hour=hour), source, value, "VALID")
                  for item, value in values.items() for hour in hours])

    def samples(self, section, time, **values):
        self.put([(section, item, "SAMPLE", time, "LAB", value, "VALID") for item, value in values.items()])

    # ---- evaluation

    def settle(self, seconds=60):
        """Until nothing is left to compute."""
        self.stack.until(lambda: self.stack.psql("select count(*) from bihuan.evaluation_dirty").strip() == "0",
                         seconds)

    def results(self, subject=None):
        """{(subject, kind, edition, first day): (valid, aqi, level, class, attained, figures)} of a subject, or of
        all."""
        where = f"where subject_id = '{subject}'" if subject else ""
        text = self.stack.psql(f"""select jsonb_agg(jsonb_build_array(subject_id, kind, standard_version, period_start,
        valid, aqi, level, class,
            attained, figures)) from bihuan.evaluation {where}""").strip()
        return {tuple(row[:4]): tuple(row[4:]) for row in json.loads(text or "[]")}

    def revisions(self):
        text = self.stack.psql("""select jsonb_agg(jsonb_build_array(subject_id, kind, standard_version, period_start,
        revision, computed_at))
            from bihuan.evaluation""").strip()
        return {tuple(row[:4]): tuple(row[4:]) for row in json.loads(text or "[]")}

    def from_scratch(self):
        """Forgets every result and computes all of them again."""
        self.settle()
        self.stack.psql("""truncate bihuan.evaluation; insert into bihuan.evaluation_dirty (object_id, scope, day)
            select distinct object_id, scope, (observed_at at time zone 'Asia/Shanghai')::date from bihuan.observation""")
        self.settle()


# ---- alerts of objects


def alerts(observed, made, query="", by=None):
    return ok((by or observed.office).get(f"/alerts?object_id={made}&limit=200{query}"))["items"]


def told(observed, made, event="indicator.exceed.v2"):
    """The data of the events about an object, once the relay has published them."""
    outbox = f"select count(*) from bihuan.outbox where aggregate_id = '{made}'"
    observed.stack.until(lambda: observed.stack.psql(outbox).strip() == "0")
    return [e["data"] for e in observed.stack.events("indicators")
            if e["type"] == f"cn.bihuan.{event}" and e["data"]["object_id"] == made]


def named(alert):
    return {i["item"]: (i["value"], i["limit"], i.get("multiple")) for i in alert["items"]}


def found(office, query):
    """Evaluations."""
    return ok(office.get(f"/evaluations?limit=200&{query}"))["items"]
