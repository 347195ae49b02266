# SPDX-License-Identifier: MIT
"""Monitored objects: attributes by kind, dates, place, history of stages, import, and who sees them."""
import csv
import itertools

import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.stack import DEMO

numbers = itertools.count(1)
KINDS = {
    "AIR_STATION": {"station_type": "EVALUATION", "air_class": 2},
    "WATER_SECTION": {"assess_level": "NATIONAL", "body_type": "RIVER", "target_class": 3, "baseline_class": 6,
                      "chainage_m": 1200},
    "WATER_BODY": {"body_type": "LAKE", "is_small": True, "chief_post": "镇长", "length_km": "4.6"},
    "PARCEL": {"farmland_grade": "LIGHT", "farmland_measure": "SAFE_USE", "measure_since": "2025-03-01",
               "produce_complies": True, "area_m2": "31500.5"},
    "CONTAMINATED_SITE": {"site_stage": "SUSPECTED", "stage_since": "2025-01-01", "area_m2": "900",
                          "planned_use": "CLASS_1", "is_redeveloped": False},
    "PLANT": {"has_water_line": True, "has_sludge_line": False, "has_odour_line": True, "capacity": "6.5"},
    "PROTECTED_AREA": {"area_kind": "WATER_SOURCE_1", "area_level": "MUNICIPAL", "area_m2": "2150000",
                       "polygon_ref": "GIS-17"},
    "ENTERPRISE": {"is_heavy_metal": True, "discharge_standard": "GB8978-1996"},
    "MIX_POINT": {"premises": "RESIDENTIAL", "rebuilt_on": "2026-05-06"},
}


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture(scope="module")
def water(stack):
    return stack.api("310117-SW", "MONITOR_INPUT")


def body(kind="AIR_STATION", **more):
    return {"kind": kind, "name": f"对象{next(numbers)}", "valid_from": "2020-01-01"} | KINDS[kind] | more


def make(caller, kind="AIR_STATION", **more):
    return ok(caller.post("/objects", body(kind, **more)), 201)


def change(caller, made, **fields):
    return caller.patch(f"/objects/{made['id']}", fields, headers=etag(made["row_version"]))


def listed(caller, query=""):
    return [o["id"] for o in ok(caller.get(f"/objects?limit=200{query}"))["items"]]


# ---- what an object says


@pytest.mark.parametrize("kind", KINDS)
def test_an_object_of_each_kind_is_entered_and_read(stack, office, kind):
    sent = body(kind, lng="121.228", lat="31.0310", datum="WGS84", address="试验路1号", source="demo",
                external_id=f"one-{kind}")
    answer = office.post("/objects", sent)
    made = ok(answer, 201)
    assert answer.headers["Location"] == f"/v1/objects/{made['id']}" and answer.headers["ETag"] == '"1"'
    assert {name: made[name] for name in KINDS[kind]} == KINDS[kind]
    others = {name for k in KINDS for name in KINDS[k]} - set(KINDS[kind])
    assert all(made[name] is None for name in others)
    assert (made["lng"], made["lat"], made["tenant"]["code"], made["valid_to"]) == ("121.228", "31.031", "310117", None)
    assert ok(office.get(f"/objects/{made['id']}")) == made and made["id"] in listed(office, f"&kind={kind}")
    trail = ok(stack.api("310117", "AUDITOR").get(f"/audit-entries?object_kind=object&object_id={made['id']}"))["items"]
    assert [e["action"] for e in trail] == ["object.create"]


@pytest.mark.parametrize("kind, fields, pointer, code", [
    ("AIR_STATION", {"station_type": None}, "/station_type", "required"),
    ("AIR_STATION", {"target_class": 3}, "/target_class", "not-allowed"),
    ("WATER_SECTION", {"target_class": 6}, "/target_class", "range"),
    ("WATER_SECTION", {"baseline_class": 7}, "/baseline_class", "range"),
    ("WATER_SECTION", {"body_id": "00000000-0000-7000-8000-000000000000"}, "/body_id", "unknown-reference"),
    ("PARCEL", {"area_m2": "0"}, "/area_m2", "range"),
    ("PARCEL", {"area_m2": "-1"}, "/area_m2", "range"),
    ("PARCEL", {"area_m2": "1.001"}, "/area_m2", "format"),
    ("PARCEL", {"area_m2": "1e5"}, "/area_m2", "format"),
    ("PARCEL", {"lng": "121.2"}, "/datum", "required"),
    ("PARCEL", {"lng": "181", "lat": "31", "datum": "WGS84"}, "/lng", "range"),
    ("PARCEL", {"lng": "121", "lat": "31", "datum": "BJ54"}, "/datum", "enum"),
    ("PARCEL", {"valid_to": "2019-12-31"}, "/valid_to", "range"),
    ("PARCEL", {"tenant": "310112-NYNC"}, "/tenant", "unknown-tenant"),
    ("PARCEL", {"farmland_measure": None}, "/farmland_measure", "required"),
    ("PARCEL", {"farmland_measure": "PLOUGHED"}, "/farmland_measure", "enum"),
    ("PARCEL", {"measure_since": "2199-01-01"}, "/measure_since", "range"),
    ("WATER_BODY", {"produce_complies": True}, "/produce_complies", "not-allowed"),
    ("CONTAMINATED_SITE", {"stage_since": "2199-01-01"}, "/stage_since", "range"),
    ("PLANT", {"has_odour_line": None}, "/has_odour_line", "required"),
    ("PROTECTED_AREA", {"kind": "POND"}, "/kind", "enum"),
    ("ENTERPRISE", {"closed_on": "2199-01-01"}, "/closed_on", "range"),
    ("ENTERPRISE", {"closed_on": "2019-12-31"}, "/closed_on", "range"),
    ("ENTERPRISE", {"area_id": "00000000-0000-7000-8000-000000000000"}, "/area_id", "unknown-reference"),
    ("PLANT", {"closed_on": "2026-01-01"}, "/closed_on", "not-allowed"),
    ("CONTAMINATED_SITE", {"transferred_on": "2199-01-01"}, "/transferred_on", "range"),
    ("CONTAMINATED_SITE", {"survey_approved_on": "2199-01-01"}, "/survey_approved_on", "range"),
    ("PARCEL", {"transferred_on": "2026-01-01"}, "/transferred_on", "not-allowed"),
    ("MIX_POINT", {"premises": None}, "/premises", "required"),
    ("MIX_POINT", {"premises": "RURAL"}, "/premises", "enum"),
    ("MIX_POINT", {"rebuilt_on": "2199-01-01"}, "/rebuilt_on", "range"),
    ("ENTERPRISE", {"premises": "MUNICIPAL"}, "/premises", "not-allowed"),
])
def test_what_does_not_belong_to_the_kind_is_refused_with_its_field(stack, office, kind, fields, pointer, code):
    before = snapshot(stack)
    sent = {name: value for name, value in (body(kind) | fields).items() if value is not None}
    said = refused(office.post("/objects", sent), 422)
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in said["errors"]}, said
    assert changes(before, snapshot(stack)) == {}


def test_a_number_of_a_source_is_given_once(office):
    make(office, source="oa", external_id="A-1")
    refused(office.post("/objects", body(source="oa", external_id="A-1")), 409, "duplicate")
    make(office, source="ob", external_id="A-1")


def test_a_section_lies_at_a_water_body_that_its_office_sees(stack, office, water):
    river = make(office, "WATER_BODY", tenant="310117-SW", body_type="RIVER")
    section = make(office, "WATER_SECTION", body_id=river["id"])
    assert listed(office, f"&body_id={river['id']}") == [section["id"]]
    elsewhere = make(stack.api("310112", "DIST_OFFICE"), "WATER_BODY")
    said = refused(change(office, section, body_id=elsewhere["id"]), 422)
    assert said["errors"][0]["pointer"] == "/body_id"
    assert ok(change(office, section, body_id=None))["body_id"] is None


def test_an_enterprise_lies_in_a_protected_area_that_its_office_sees(stack, office):
    area = make(office, "PROTECTED_AREA", tenant="310117-GHZY", area_kind="WATER_SOURCE_2")
    inside = make(office, "ENTERPRISE", tenant="310117-STHJ", area_id=area["id"])
    assert inside["area_id"] == area["id"] and listed(office, f"&area_id={area['id']}") == [inside["id"]]
    elsewhere = make(stack.api("310112", "DIST_OFFICE"), "PROTECTED_AREA")
    for no_area in (elsewhere, make(office, "WATER_BODY")):
        said = refused(change(office, inside, area_id=no_area["id"]), 422)
        assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/area_id", "unknown-reference")]
    assert ok(change(office, inside, area_id=None))["area_id"] is None and listed(office,
            f"&area_id={area['id']}") == []


def test_the_enterprises_of_an_area_are_listed_as_closed_and_not(office):
    area = make(office, "PROTECTED_AREA", area_kind="WATER_SOURCE_2")["id"]
    open_, closing = (make(office, "ENTERPRISE", area_id=area) for _ in range(2))
    closed = ok(change(office, closing, closed_on="2026-03-15"))
    assert closed["closed_on"] == "2026-03-15"
    assert listed(office, f"&area_id={area}&is_closed=true") == [closed["id"]]
    assert listed(office, f"&area_id={area}&is_closed=false") == [open_["id"]] and area not in listed(office,
            "&is_closed=false")
    for day, there in (("2026-03-14", []), ("2026-03-15", [closed["id"]])):
        assert listed(office, f"&area_id={area}&is_closed=true&as_of={day}") == there
    again = ok(change(office, closed, closed_on=None))
    assert again["closed_on"] is None and len(listed(office, f"&area_id={area}&is_closed=false")) == 2


def test_mixing_points_are_listed_by_where_they_are(office):
    street, quarter = (make(office, "MIX_POINT", premises=where, rebuilt_on="2026-01-05")
                       for where in ("MUNICIPAL", "RESIDENTIAL"))
    for where, there, elsewhere in (("MUNICIPAL", street, quarter), ("RESIDENTIAL", quarter, street)):
        found = listed(office, f"&premises={where}")
        assert there["id"] in found and elsewhere["id"] not in found
    changed = ok(change(office, street, premises="RESIDENTIAL", rebuilt_on=None))
    assert (changed["premises"], changed["rebuilt_on"]) == ("RESIDENTIAL", None)
    assert ok(change(office, changed, rebuilt_on="2026-02-01"))["premises"] == "RESIDENTIAL"


# ---- changes and history


def test_an_object_is_changed_under_its_version(office):
    made = make(office, "WATER_SECTION", address="旧址")
    changed = ok(change(office, made, target_class=2, address=None, valid_to="2026-12-31"))
    assert (changed["target_class"], changed["address"], changed["valid_to"], changed["row_version"]) == (2, None,
            "2026-12-31", 2)
    refused(change(office, made, target_class=4), 412, "stale-version")
    refused(office.patch(f"/objects/{made['id']}", {"target_class": 4}), 428)
    said = refused(change(office, changed, target_class=None, air_class=1), 422)
    assert {(e["pointer"], e["code"]) for e in said["errors"]} == {("/target_class", "required"),
                                                                   ("/air_class", "not-allowed")}
    assert ok(office.get(f"/objects/{made['id']}"))["row_version"] == 2


def test_a_site_keeps_its_stages(office):
    made = make(office, "CONTAMINATED_SITE")
    second = ok(change(office, made, site_stage="INVESTIGATION", stage_since="2025-06-01"))
    third = ok(change(office, second, planned_use="CLASS_2"))
    last = ok(change(office, third, site_stage="RISK_ASSESSMENT"))  # of the same day: the stage is corrected
    assert [(s["stage"], s["since"]) for s in last["stages"]] == [("SUSPECTED", "2025-01-01"),
                                                                  ("RISK_ASSESSMENT", "2025-06-01")]
    assert make(office)["stages"] == []


def test_a_parcel_keeps_its_measures(office):
    made = make(office, "PARCEL", farmland_measure="NONE", produce_complies=False)
    second = ok(change(office, made, farmland_measure="SAFE_USE", measure_since="2026-02-01"))
    last = ok(change(office, second, produce_complies=True))  # of the same day: corrected
    assert [(m["measure"], m["since"], m["produce_complies"]) for m in last["measures"]] == [
        ("NONE", "2025-03-01", False), ("SAFE_USE", "2026-02-01", True)]
    assert make(office)["measures"] == []


# ---- lists


def test_lists_are_filtered_dated_and_paged(office):
    old = make(office, "PLANT", name="旧厂", valid_from="2001-01-01", valid_to="2010-12-31", source="list",
               external_id="P-77")
    new = make(office, "PLANT", name="新厂", valid_from="2011-01-01")
    assert {old["id"], new["id"]} <= set(listed(office, "&kind=PLANT"))
    for day, seen, gone in (("2010-12-31", old, new), ("2011-01-01", new, old)):
        found = listed(office, f"&as_of={day}")
        assert seen["id"] in found and gone["id"] not in found
    assert listed(office, "&q=新厂") == [new["id"]] and listed(office, "&q=P-77") == [old["id"]]
    section = make(office, "WATER_SECTION", assess_level="MUNICIPAL")
    assert section["id"] in listed(office, "&assess_level=MUNICIPAL") and section["id"] not in listed(office,
            "&assess_level=NATIONAL")
    page = ok(office.get("/objects?kind=PLANT&limit=1&count=exact"))
    assert page["total"] >= 2 and len(page["items"]) == 1
    following = ok(office.get(f"/objects?kind=PLANT&limit=1&cursor={page['next_cursor']}"))
    assert following["items"][0]["id"] < page["items"][0]["id"]
    refused(office.get(f"/objects?kind=PARCEL&limit=1&cursor={page['next_cursor']}"), 400, "bad-cursor")
    for query in ("premises=RURAL", "is_closed=perhaps", "area_id=x", "kind=POND", "q=", "body_id=x",
                  "assess_level=CITY", "as_of=soon", "nothing=1"):
        refused(office.get(f"/objects?{query}"), 400, "bad-query")


# ---- who


def test_an_object_is_seen_by_its_tenant_and_those_above(stack, office, water):
    made = make(water, "PLANT")
    assert made["tenant"]["code"] == "310117-SW"
    city = stack.api("310000", "CITY_OFFICE")
    assert made["id"] in listed(office) and made["id"] in listed(city,
                                                                 "&subtree=310117-SW") and made["id"] not in listed(city, "&subtree=310112")
    assert ok(change(office, made, name="区里改名"))["name"] == "区里改名"
    for caller in (stack.api("310112", "DIST_OFFICE"), stack.api("310117-STHJ", "MONITOR_INPUT")):
        refused(caller.get(f"/objects/{made['id']}"), 404)
        refused(change(caller, made | {"row_version": 2}, name="x"), 404)
        assert made["id"] not in listed(caller)
    refused(office.get("/objects?subtree=310112"), 404)
    refused(stack.api("310117003", "UNIT_ADMIN").post("/objects", body()), 403)
    refused(stack.api().get("/objects"), 401)


# ---- import


HEADER = (DEMO / "objects.csv").read_text(encoding="utf-8").splitlines()[0]


def load(caller, *rows, mode="commit"):
    lines = [HEADER, *(",".join(row.get(name, "") for name in HEADER.split(",")) for row in rows)]
    return caller.post(f"/objects/import?mode={mode}", data="\n".join(lines).encode(),
                       headers={"Content-Type": "text/csv"})


def row(kind="WATER_SECTION", number=None, **more):
    attributes = {name: str(value).lower() if isinstance(value, bool) else str(value) for name,
                  value in KINDS[kind].items()}
    return {"kind": kind, "source": "csv", "external_id": number or f"N-{next(numbers)}", "name": "导入",
            "valid_from": "2020-01-01"} | attributes | more


def counts(answer):
    stats = ok(answer)["stats"]
    return stats["created"], stats["updated"], stats["unchanged"]


def test_the_demo_s_objects_are_loaded_once(stack):
    office = stack.api("310117", "DIST_OFFICE")
    with (DEMO / "objects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert counts(load(office, *rows, mode="validate")) == (len(rows), 0, 0)
    assert counts(load(office, *rows)) == (len(rows), 0, 0)
    before = snapshot(stack)
    assert counts(load(office, *rows)) == (0, 0, len(rows))
    assert changes(before, snapshot(stack)) == {}
    area = ok(office.get("/objects?q=AREA-02"))["items"][0]["id"]
    assert [len(listed(office, f"&area_id={area}&is_closed={closed}")) for closed in ("true", "false")] == [1, 1]
    sections = ok(office.get("/objects?kind=WATER_SECTION&q=SEC-&limit=200"))["items"]
    assert len(sections) == 7 and all(s["body_id"] and s["tenant"]["code"] == "310117-STHJ" for s in sections)


def test_a_row_takes_the_place_of_what_was_known(office):
    river, section = row("WATER_BODY", "R-1"), row("WATER_SECTION", "S-1", body="R-1", address="旧址")
    assert counts(load(office, river, section)) == (2, 0, 0)
    assert counts(load(office, river, section | {"target_class": "2", "address": "", "body": ""})) == (0, 1, 1)
    item = ok(office.get("/objects?q=S-1&kind=WATER_SECTION"))["items"][0]
    assert (item["target_class"], item["address"], item["body_id"], item["row_version"]) == (2, None, None, 2)
    area, works = row("PROTECTED_AREA", "A-1"), row("ENTERPRISE", "E-1", area="A-1", closed_on="2026-03-15")
    assert counts(load(office, area, works)) == (2, 0, 0) and counts(load(office, works)) == (0, 0, 1)
    assert counts(load(office, works | {"area": ""})) == (0, 1,
                                                          0) and counts(load(office,
                                                                  works | {"area": "", "closed_on": ""})) == (0, 1, 0)
    item = ok(office.get("/objects?q=E-1&kind=ENTERPRISE"))["items"][0]
    assert (item["area_id"], item["closed_on"], item["row_version"]) == (None, None, 3)
    point = row("MIX_POINT", "M-1")
    assert counts(load(office, point)) == (1, 0, 0) and counts(load(office, point)) == (0, 0, 1)
    assert counts(load(office, point | {"premises": "MUNICIPAL"})) == counts(load(office,
            point | {"premises": "MUNICIPAL", "rebuilt_on": ""})) == (0, 1, 0)
    item = ok(office.get("/objects?q=M-1&premises=MUNICIPAL"))["items"][0]
    assert (item["rebuilt_on"], item["row_version"]) == (None, 3)
    site = row("CONTAMINATED_SITE", "C-1")
    load(office, site)
    load(office, site | {"site_stage": "RELEASED", "stage_since": "2026-01-05"})
    item = ok(office.get("/objects?q=C-1&kind=CONTAMINATED_SITE"))["items"][0]
    assert [s["stage"] for s in ok(office.get(f"/objects/{item['id']}"))["stages"]] == ["SUSPECTED", "RELEASED"]


@pytest.mark.parametrize("rows, column, code", [
    ([row("PARCEL", area_m2="")], "area_m2", "required"), ([row("PARCEL", air_class="1")], "air_class", "not-allowed"),
    ([row("PARCEL", area_m2="NaN")], "area_m2", "format"), ([row("PARCEL") | {"kind": "POND"}], "kind", "enum"),
    ([row("PARCEL", external_id="")], "external_id", "required"),
    ([row("PARCEL", tenant="310112")], "tenant", "unknown-tenant"),
    ([row("WATER_SECTION", body="NO-SUCH")], "body", "unknown-reference"),
    ([row("WATER_BODY", "B-1"), row("ENTERPRISE", area="B-1")], "area", "unknown-reference"),
    ([row("PARCEL", "D-1"), row("PARCEL", "D-1")], None, "duplicate"),
    ([row("PARCEL"), row("PARCEL", valid_from="2020-13-01")], "valid_from", "format"),
])
def test_a_wrong_row_keeps_the_whole_file_out(stack, office, rows, column, code):
    before = snapshot(stack)
    report = refused(load(office, *rows), 422, "import-rejected")["report"]
    assert (column, code) in {(c["property"] or None, c["code"]) for c in report["conflicts"]}, report
    assert changes(before, snapshot(stack)) == {}


def test_an_imported_object_does_not_change_its_kind(office):
    ok(load(office, row("PARCEL", "K-1")))
    report = refused(load(office, row("PLANT", "K-1")), 422, "import-rejected")["report"]
    assert [(c["property"], c["code"]) for c in report["conflicts"]] == [("kind", "differs")]
