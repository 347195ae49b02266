# SPDX-License-Identifier: MIT
"""Values that follow from the register of objects: safe farmland, safe sites, river chiefs, capacity of plants."""
import itertools
from datetime import datetime, timedelta, timezone

import pytest

from support.callers import Signer
from support.issues import etag, ok, refused
from support.snapshot import MARKS, changes, snapshot

districts = iter(("310101", "310104", "310105", "310106", "310107", "310109", "310110", "310113", "310114", "310115",
                  "310116", "310118", "310120", "310151"))
numbers = itertools.count(1)
SHANGHAI = timezone(timedelta(hours=8))
FARM = {"kind": "PARCEL", "farmland_grade": "LIGHT", "farmland_measure": "SAFE_USE", "measure_since": "2026-01-01",
        "produce_complies": True, "area_m2": "10000"}
SITE = {"kind": "CONTAMINATED_SITE", "site_stage": "RELEASED", "stage_since": "2025-06-01", "planned_use": "CLASS_1",
        "is_redeveloped": True, "area_m2": "900"}
BODY = {"kind": "WATER_BODY", "body_type": "RIVER", "chief_post": "镇长"}
PLANT = {"kind": "PLANT", "has_water_line": True, "has_sludge_line": True, "has_odour_line": True, "capacity": "6.5"}


class Register:
    """The objects of one district, and what follows from them."""

    def __init__(self, stack, district):
        self.stack, self.district = stack, district
        self.office = stack.api(district, "DIST_OFFICE")

    def day(self, days=0):
        """A day of the stack's clock, from today."""
        return (datetime.now(SHANGHAI) + timedelta(microseconds=self.stack.clock.offset_us, days=days)).date()

    def quarter(self):
        return f"{self.day():%Y}-Q{(self.day().month + 2) // 3}"

    def add(self, fields, **more):
        sent = {"name": f"对象{next(numbers)}", "valid_from": "2020-01-01"} | fields | more
        return ok(self.office.post("/objects", {name: v for name, v in sent.items() if v is not None}), 201)

    def change(self, made, **fields):
        return ok(self.office.patch(f"/objects/{made['id']}", fields, headers=etag(made["row_version"])))

    def values(self, indicator, caller=None, tenant=None):
        """{period: value} of an indicator, with nothing left to count."""
        self.stack.until(lambda: self.stack.psql(MARKS).strip() == "0", 30)
        rows = ok((caller or self.office).get(f"/values?indicator={indicator}&limit=200"))["items"]
        return {v["period"]: v for v in rows if v["tenant"]["code"] == (tenant or self.district)}


@pytest.fixture
def register(stack):
    return Register(stack, next(districts))


def figure(value):
    return value["value"], value["numerator"], value["denominator"], value["validity"], value["computed_by"]


def parts(value):
    return value["numerator"], value["denominator"]


# ---- what follows from the objects


def test_farmland_is_safe_under_the_measure_of_its_grade(register):
    # TV-39 in hectares
    register.add(FARM, farmland_grade="SLIGHT", farmland_measure="PROTECTED", produce_complies=None, area_m2="1200000")
    register.add(FARM, area_m2="52000000")
    register.add(FARM, produce_complies=False, area_m2="1000000")
    register.add(FARM, farmland_grade="MEDIUM", farmland_measure="NONE", area_m2="2000000")
    register.add(FARM, farmland_grade="HEAVY", farmland_measure="CONTROLLED", area_m2="3800000")
    register.add(FARM, farmland_grade="CLEAN", farmland_measure="NONE", area_m2="70000000.25")
    values = register.values("SOIL-FARM-R")
    assert {period: figure(v) for period, v in values.items()} == {"2026": ("95", "5700", "6000", "VALID", "ENGINE")}
    assert (values["2026"]["status"], values["2026"]["reason"], values["2026"]["standard_version"]) == ("PROVISIONAL",
            "computed from the register", None)


def test_sites_are_safe_when_they_left_the_list_for_their_planned_use(register):
    register.add(SITE, area_m2="90000")
    register.add(SITE, area_m2="4000", site_stage="EFFECT_ASSESSMENT")
    register.add(SITE, area_m2="6000", planned_use=None)
    register.add(SITE, area_m2="50000", is_redeveloped=False)
    assert {p: figure(v) for p, v in register.values("SOIL-SITE-R").items()} == {"2026": ("90", "9", "10", "VALID",
            "ENGINE")}


def test_bodies_have_a_chief_by_the_quarter(register):
    for chief in ("镇长", None, "区长", "街道办事处主任"):
        register.add(BODY, chief_post=chief)
    assert {p: figure(v) for p, v in register.values("WAT-CHIEF-R").items()} == {register.quarter(): ("75", "3", "4",
            "VALID", "ENGINE")}


def test_capacities_of_plants_are_added(register):
    register.add(PLANT, capacity="15.25")
    register.add(PLANT)
    register.add(PLANT, capacity=None, sludge_capacity="90")
    assert {p: figure(v) for p, v in register.values("INF-STP-CAP").items()} == {"2026": ("21.75", None, None, "VALID",
            "ENGINE")}


def test_without_anything_to_count_there_is_neither_0_nor_100(register):
    register.add(FARM, farmland_grade="CLEAN", farmland_measure="NONE")
    register.add(SITE, is_redeveloped=False)
    register.add(PLANT, capacity=None)
    assert figure(register.values("SOIL-FARM-R")["2026"]) == (None, "0", "0", "NOT_APPLICABLE", "ENGINE")
    assert figure(register.values("SOIL-SITE-R")["2026"]) == (None, "0", "0", "NOT_APPLICABLE", "ENGINE")
    assert register.values("INF-STP-CAP") == {} and register.values("WAT-CHIEF-R") == {}


def test_sites_count_by_number_where_the_edition_says_so(lone_stack):
    register = Register(lone_stack, "310117")
    register.add(SITE, area_m2="90000")
    register.add(SITE, area_m2="10000", site_stage="REMEDIATION")
    assert register.values("SOIL-SITE-R")["2026"]["value"] == "90"
    lone_stack.psql("update bihuan.standard_rule set value = 0 where name = 'sites_by_area'")
    register.add(SITE, is_redeveloped=False)
    assert figure(register.values("SOIL-SITE-R")["2026"]) == ("50", "1", "2", "VALID", "ENGINE")


# ---- where and when


def test_a_city_counts_what_its_districts_have(lone_stack):
    first, second = Register(lone_stack, "310112"), Register(lone_stack, "310117")
    first.add(PLANT)
    second.add(PLANT, tenant="310117-SW", capacity="1.5")
    city = lone_stack.api("310000", "CITY_OFFICE")
    assert first.values("INF-STP-CAP", city, "310000")["2026"]["value"] == "8"
    assert first.values("INF-STP-CAP")["2026"]["value"] == "6.5" and second.values("INF-STP-CAP")["2026"]["value"] == "1.5"
    # nothing of the other
    assert ok(first.office.get("/values?indicator=INF-STP-CAP"))["items"] == [first.values("INF-STP-CAP")["2026"]]
    [theirs] = second.values("INF-STP-CAP").values()
    refused(first.office.get(f"/values/{theirs['id']}"), 404)


def test_objects_count_from_their_first_to_their_last_day(lone_stack):
    register = Register(lone_stack, "310117")
    register.add(PLANT, capacity="1", valid_to=str(register.day()))
    register.add(PLANT, capacity="2", valid_from=str(register.day(1)))
    register.add(PLANT, capacity="4", valid_to="2025-12-31")
    assert register.values("INF-STP-CAP")["2026"]["value"] == "1"
    lone_stack.clock.move(days=1)
    lone_stack.until(lambda: register.values("INF-STP-CAP")["2026"]["value"] == "2")
    lone_stack.clock.move(days=60)
    lone_stack.until(lambda: "2027" in register.values("INF-STP-CAP"))
    values = register.values("INF-STP-CAP")
    assert {p: v["value"] for p, v in values.items()} == {"2026": "2", "2027": "2"} and values["2026"]["revision"] == 2


def test_a_year_that_is_over_is_corrected_by_the_days_of_measures(lone_stack):
    register = Register(lone_stack, "310117")
    first = register.add(FARM, farmland_measure="NONE", measure_since="2021-01-01")
    assert parts(register.values("SOIL-FARM-R")["2026"]) == ("0", "1")
    lone_stack.clock.move(days=60)
    lone_stack.until(lambda: "2027" in register.values("SOIL-FARM-R"))
    second = register.change(first, farmland_measure="SAFE_USE", measure_since="2026-12-31")
    assert {p: parts(v) for p, v in register.values("SOIL-FARM-R").items()} == {"2026": ("1", "1"), "2027": ("1", "1")}
    register.change(second, farmland_measure="NONE", measure_since="2027-01-01")
    values = register.values("SOIL-FARM-R")
    # nothing of 2021 to 2025
    assert {p: parts(v) for p, v in values.items()} == {"2026": ("1", "1"), "2027": ("0", "1")}


# ---- beside what persons do


def test_counting_again_changes_nothing(register):
    made = register.add(FARM)
    register.add(BODY)
    value = register.values("SOIL-FARM-R")["2026"]
    before = snapshot(register.stack)
    register.change(made, address="新址")
    assert "indicator_value" not in changes(before, snapshot(register.stack))
    assert register.values("SOIL-FARM-R")["2026"] == value


def test_an_object_that_is_changed_changes_the_figure(register):
    made = register.add(FARM)
    register.add(FARM)
    assert register.values("SOIL-FARM-R")["2026"]["value"] == "100"
    register.change(made, produce_complies=False)
    value = register.values("SOIL-FARM-R")["2026"]
    assert (value["value"], value["revision"]) == ("50", 2)


def test_what_persons_entered_or_voided_is_kept(lone_stack):
    register, signer = Register(lone_stack, "310117"), Signer(lone_stack)
    entry, review = (signer.api("310117-SW", role) for role in ("MONITOR_INPUT", "MONITOR_REVIEW"))
    entered = ok(entry.post("/values", {"tenant": "310117", "indicator": "INF-STP-CAP", "period": "2026",
                                        "value": "20"}), 201)
    register.add(PLANT)
    assert register.values("INF-STP-CAP")["2026"] == entered
    body = register.add(BODY)
    value = register.values("WAT-CHIEF-R")[register.quarter()]
    ok(review.post(f"/values/{value['id']}/transitions", {"action": "VOID", "reason": "名录有误"},
                   headers=etag(value["row_version"])))
    register.change(body, chief_post=None)
    kept = register.values("WAT-CHIEF-R")[register.quarter()]
    assert (kept["status"], kept["revision"]) == ("VOID", 1)
