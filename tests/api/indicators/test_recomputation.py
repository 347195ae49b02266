# SPDX-License-Identifier: MIT
"""Evaluation again: exactly what a change touches is computed anew, and it is what computing from scratch gives."""
import random

import pytest

from support import bodies
from support.issues import etag, ok
from support.observed import ITEMS, Observed
from support.stack import ROOT

TV14 = {"pm25": 58, "pm10": 96, "so2": 8, "no2": 44, "co": "0.9", "o3": 142}


@pytest.fixture(scope="module")
def observed(stack):
    return Observed(stack)


def found(office, query):
    return ok(office.get(f"/evaluations?limit=200&{query}"))["items"]


def of_day(office, station, day):
    return {e["standard_version"]: e for e in found(office, f"object_id={station}&kind=AIR_DAY&from={day}&to={day}")}


def later_edition():
    """The rows of HJ633-2026 until 2034, and the same as an edition that follows it."""
    head, *rows = (ROOT / "services" / "indicators" / "standards" / "HJ633-2026.csv").read_text(encoding="utf-8").splitlines()
    edition = next(row for row in rows if row.startswith("HJ633-2026,EDITION"))
    ended = edition.removesuffix(",") + ",2034-12-31"
    new = [row.replace("HJ633-2026", "HJ633-2035") for row in rows if row != edition]
    new.insert(0, ",".join([*edition.replace("HJ633-2026", "HJ633-2035").split(",")[:-2], "2035-01-01", ""]))
    return "\n".join([head, ended, *(row for row in rows if row != edition), *new]).encode()


def test_a_new_edition_is_a_change_of_data(lone_stack):
    observed = Observed(lone_stack)
    station = observed.station()
    observed.day(station, "2026-05-04", **TV14)
    observed.settle()
    ok(lone_stack.api("310000", "PLATFORM_ADMIN").post("/standards/import?mode=commit", data=later_edition(),
                                                       headers=bodies.CSV))
    observed.settle()
    assert {code: e["aqi"] for code, e in of_day(observed.office, station, "2026-05-04").items()} == {
        "HJ633-2012": 85, "HJ633-2026": 96, "HJ633-2035": 96}


def test_what_cannot_be_computed_does_not_keep_others(lone_stack):
    observed = Observed(lone_stack)
    station, body = observed.station(), observed.body()
    point = observed.section(body_id=body, assess_level="NONE")
    lone_stack.psql(f"""
        insert into bihuan.monitored_object (id, tenant_id, scope, kind, name, valid_from, assess_level, body_type,
        body_id, created_by, created_at, updated_at)
        select gen_random_uuid(), tenant_id, scope, kind, 'point ' || n, valid_from, assess_level, body_type, body_id,
        'test', now(), now()
          from bihuan.monitored_object, generate_series(1, 200) n where id = '{point}'""")
    points = lone_stack.psql(f"select id from bihuan.monitored_object where body_id = '{body}'").split()
    observed.put([(p, "do", "SAMPLE", "2026-05-04T09:00+08:00", "LAB", "1", "VALID") for p in points])
    observed.day(station, "2026-05-04", **TV14)
    lone_stack.until(lambda: len(of_day(observed.office, station, "2026-05-04")) == 2)
    waiting = "select count(*) from bihuan.evaluation_dirty where not_before > now()"
    lone_stack.until(lambda: lone_stack.psql(waiting).strip() == "201")
    lone_stack.psql(f"update bihuan.monitored_object set body_id = null where body_id = '{body}' and name like 'point %'")
    lone_stack.clock.move(hours=1)
    observed.settle()
    assert [e["figures"]["points"] for e in found(observed.office, f"object_id={body}&kind=BLACK_ODOUR")] == [1]


def district_figure(stack, code, year):
    return stack.psql(f"""select trim_scale(v.value_raw) from bihuan.indicator_value v
    join bihuan.api_tenant t on t.id = v.tenant_id
        where t.code = '310117' and v.indicator_code = '{code}' and v.period_start = '{year}-01-01' and v.superseded_at is null
        order by v.standard_version limit 1""").strip()


@pytest.mark.parametrize("beside", ["waiting", "put off"])
def test_figures_of_places_come_whatever_else_is_marked(lone_stack, beside):
    """A year's last marks are of an outfall, in another batch than the station's; or of a station that cannot be
    computed."""
    observed = Observed(lone_stack)
    station = observed.station()
    other = observed.station(station_type="ROADSIDE") if beside == "put off" else observed.made(
        {"kind": "ENTERPRISE", "is_heavy_metal": False, "discharge_standard": "GB8978-1996"})
    observed.day(station, "2025-12-31", **TV14)
    observed.settle()
    assert district_figure(lone_stack, "AIR-HPD-D", 2025) == "0"
    lone_stack.psql(f"""begin;
        update bihuan.observation set value = 400 where object_id = '{station}' and item = 'pm25';
        insert into bihuan.evaluation_dirty (object_id, scope, day, not_before)
        select o.id, o.scope, d.day::date, d.later
          from (values ('{station}'::uuid, '2025-12-31', null::timestamptz),
                       ('{other}', '2025-06-01', {"null" if beside == "waiting" else "now() + interval '1 hour'"})) d(id, day, later)
          join bihuan.monitored_object o on o.id = d.id;
        commit""")
    lone_stack.until(lambda: district_figure(lone_stack, "AIR-HPD-D", 2025) == "1")


def touched(observed, before):
    """{subject: {(kind, first day)}} of the results that are not as they were."""
    found = {}
    for key, revision in observed.revisions().items():
        if revision != before.get(key):
            found.setdefault(key[0], set()).add((key[1], key[3]))
    return found


def test_late_data_touches_its_day_month_and_year_and_those_above(lone_stack):
    observed = Observed(lone_stack)
    first, second = observed.station(), observed.station()
    for day in ("2025-12-31", "2026-01-01", "2026-01-02", "2026-03-01"):
        for station in (first, second):
            observed.day(station, day, **TV14)
    observed.settle()
    before = observed.revisions()
    observed.put([(first, "pm25", "1H", f"2026-01-01T{hour:02}:00+08:00", "AUTO", 300, "VALID") for hour in range(24)])
    observed.settle()
    changed = touched(observed, before)
    expected = {("AIR_DAY", "2026-01-01"), ("AIR_MONTH", "2026-01-01"), ("AIR_YEAR", "2026-01-01"),
                ("AIR_YEAR_DAYS", "2026-01-01")}
    # the station, its district, the city
    assert second not in changed and first in changed and list(changed.values()) == [expected] * 3


def test_what_comes_out_as_before_keeps_its_revision(observed):
    station = observed.station()
    observed.day(station, "2026-05-12", **TV14)
    observed.settle()
    before = observed.revisions()
    observed.day(station, "2026-05-12", **TV14)
    observed.settle()
    assert observed.revisions() == before


@pytest.mark.parametrize("seed", range(3))
def test_computing_again_and_again_equals_computing_from_scratch(lone_stack, seed):
    chosen = random.Random(seed)
    observed = Observed(lone_stack)
    stations = [observed.station() for _ in range(3)] + [observed.station(station_type="ROADSIDE", air_class=1)]
    sections = [observed.section(target_class=3, baseline_class=5, body_id=observed.body()) for _ in range(2)]
    days = ["2024-02-29", "2024-12-31", "2025-01-01", "2025-01-02", "2025-06-30"]
    for _ in range(12):
        rows = [(chosen.choice(stations), chosen.choice(ITEMS), "1H", f"{chosen.choice(days)}T{hour:02}:00+08:00",
                 chosen.choice("AB"),
                 chosen.choice((None, chosen.randint(0, 4000) / 10)),
                 chosen.choice(("VALID", "VALID", "VALID", "MAINTENANCE")))
                for hour in range(24) for _ in range(8)]
        rows = [(*row[:6], "MISSING" if row[5] is None else row[6]) for row in rows]
        rows += [(chosen.choice(sections), item, "SAMPLE", f"{chosen.choice(days)}T09:00+08:00", "LAB",
                  chosen.randint(1, 900) / 100, "VALID")
                 for item in ("ph", "do", "nh3n", "tp")]
        observed.put(list({row[:5]: row for row in rows}.values()))
        if chosen.random() < 0.5:
            observed.settle()
    observed.settle()
    bit_by_bit = observed.results()
    observed.from_scratch()
    assert bit_by_bit and observed.results() == bit_by_bit


def test_a_changed_object_is_computed_anew(lone_stack):
    observed = Observed(lone_stack)
    first, second = observed.station(), observed.station()
    for station, pm25 in ((first, 20), (second, 40)):
        observed.day(station, "2026-05-04", **TV14 | {"pm25": pm25})
    observed.settle()
    assert found(observed.office, "kind=AIR_DAY&places=true")[0]["figures"]["concentrations"]["pm25"] == "30"
    ok(observed.office.patch(f"/objects/{second}", {"station_type": "CONTROL"}, headers=etag(1)))
    observed.settle()
    assert found(observed.office, "kind=AIR_DAY&places=true")[0]["figures"]["concentrations"]["pm25"] == "20"
