# SPDX-License-Identifier: MIT
"""Targets: figures by type, masked figures, versions, and who sets them for whom."""
import itertools

import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot

years = itertools.count(2030)


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture(scope="module")
def city(stack):
    return stack.api("310000", "CITY_OFFICE")


def body(**more):
    return {"indicator": "ECO-FOREST-R", "target_type": "GE", "value": "18", "year": next(years)} | more


def change(caller, target, version=None, **fields):
    return caller.patch(f"/targets/{target['id']}", {"reason": "年度调整"} | fields,
                        headers=etag(version or target["row_version"]))


# ---- what a target says


def test_a_target_is_set_and_read(stack, office):
    sent = body(indicator="AIR-AQIR-Y", value="80.50", qualifiers=["STRIVE", "ABOUT", "STRIVE"], tolerance="0.5",
                clause="S-014", text="优良率")
    answer = office.post("/targets", sent)
    made = ok(answer, 201)
    assert answer.headers["Location"] == f"/v1/targets/{made['id']}" and answer.headers["ETag"] == '"1"'
    assert (made["value"], made["tolerance"], made["qualifiers"]) == ("80.5", "0.5", ["STRIVE", "ABOUT"])
    assert made["tenant"]["code"] == "310117" and made["indicator"]["unit"] == "%" and made["standard_version"] is None
    listed = ok(office.get(f"/targets?indicator=AIR-AQIR-Y&year={sent['year']}&count=exact"))
    assert [t["id"] for t in listed["items"]] == [made["id"]] and listed["total"] == 1
    trail = ok(stack.api("310117", "AUDITOR").get(f"/audit-entries?object_kind=target&object_id={made['id']}"))["items"]
    assert [e["action"] for e in trail] == ["target.create"]


def test_a_masked_figure_stays_empty_until_it_is_known(office):
    made = ok(office.post("/targets", {"indicator": "AIR-PM25-Y", "target_type": "UNSET",
                                       "text": "PM2.5年均浓度力争达到x微克/立方米以下"}), 201)
    assert made["value"] is None and made["year"] is None
    known = ok(change(office, made, target_type="LE", value="30", year=next(years), reason="市里下达"))
    assert (known["target_type"], known["value"], known["row_version"]) == ("LE", "30", 2)


@pytest.mark.parametrize("fields, pointer, code", [
    ({"value": "101"}, "/value", "range"),
    ({"value": "-1"}, "/value", "range"),
    ({"target_type": "COUNT_ZERO", "value": "1"}, "/value", "range"),
    ({"target_type": "MONOTONE"}, "/value", "not-allowed"),
    ({"complete_by": "2027-12-31"}, "/complete_by", "not-allowed"),
    ({"base_year": 2020}, "/base_year", "not-allowed"),
    ({"target_type": "BASELINE_GE", "value": None, "base_value": "17"}, "/base_year", "required"),
    ({"tolerance": "1"}, "/tolerance", "not-allowed"),
    ({"standard_version": "GB3838-2002"}, "/standard_version", "family"),
    ({"standard_version": "NO-SUCH"}, "/standard_version", "unknown-reference"),
    ({"indicator": "NO-SUCH"}, "/indicator", "unknown-reference"),
    ({"tenant": "310112"}, "/tenant", "unknown-tenant"),
    ({"tenant": "999999"}, "/tenant", "unknown-tenant"),
    ({"clause": "S-1-4"}, "/clause", "check"),
    ({"value": "1e2"}, "/value", "format"),
    ({"value": "0.0000001"}, "/value", "format"),
    ({"value": "9" * 40}, "/value", "format"),
    ({"qualifiers": ["MAYBE"]}, "/qualifiers/0", "enum"),
    ({"target_type": "GT"}, "/target_type", "enum"),
    ({"year": 1999}, "/year", "range"),
])
def test_what_does_not_go_together_is_refused_with_its_field(stack, office, fields, pointer, code):
    before = snapshot(stack)
    sent = {name: value for name, value in (body() | fields).items() if value is not None}
    said = refused(office.post("/targets", sent), 422)
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in said["errors"]}, said
    assert changes(before, snapshot(stack)) == {}


def test_a_target_names_the_edition_of_its_figure_and_the_edition_stays(stack, office):
    platform = stack.api("310000", "PLATFORM_ADMIN")
    made = ok(office.post("/targets", body(indicator="WAT-SEC-ATT-R", value="85", standard_version="GB3838-2002")), 201)
    assert made["standard_version"] == "GB3838-2002"
    served = ok(office.get("/standards/GB3838-2002"))
    head = f"edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to\nGB3838-2002,EDITION,,,,,GB3838,,{served['title']},2002-06-01,\n"
    before = snapshot(stack)
    for rows in ("", "GB3838-2002,LIMIT,cod,,1,LE,,14,,,\n"):
        answer = platform.post("/standards/import?mode=commit", data=(head + rows).encode(),
                               headers={"Content-Type": "text/csv"})
        assert answer.status_code in (409, 422) and "in-use" in answer.text
    assert changes(before, snapshot(stack)) == {}


def test_one_target_of_a_type_for_a_year(office):
    sent = body()
    ok(office.post("/targets", sent), 201)
    refused(office.post("/targets", sent), 409, "duplicate")
    ok(office.post("/targets", {"indicator": sent["indicator"], "year": sent["year"], "target_type": "MONOTONE"}), 201)
    external = {"source": "oa", "external_id": "T-1"}
    ok(office.post("/targets", body() | external), 201)
    refused(office.post("/targets", body() | external), 409, "duplicate")


# ---- versions


def test_a_change_keeps_what_it_replaces(stack, office):
    made = ok(office.post("/targets", body(qualifiers=["ABOUT"], tolerance="1", text="约18%")), 201)
    second = ok(change(office, made, value="19"))
    third = ok(change(office, second, qualifiers=[], tolerance="0", text=None, reason="去掉左右"))
    assert (third["value"], third["qualifiers"], third["tolerance"], third["text"], third["row_version"]) == ("19", [],
            "0", None, 3)
    versions = ok(office.get(f"/targets/{made['id']}"))["versions"]
    assert [(v["row_version"], v["value"], v["reason"]) for v in versions] == [(1, "18", None), (2, "19", "年度调整"),
            (3, "19", "去掉左右")]
    assert versions[0]["superseded_at"] == versions[1]["recorded_at"] and versions[2]["superseded_at"] is None
    assert versions[0]["text"] == "约18%" and third["reason"] == "去掉左右"
    assert [t["value"] for t in ok(office.get(f"/targets?year={made['year']}"))["items"]] == ["19"]


def test_as_of_shows_a_target_as_it_was(lone_stack):
    office = lone_stack.api("310117", "DIST_OFFICE")
    made = ok(office.post("/targets", body()), 201)
    first_day = made["recorded_at"][:10]
    lone_stack.clock.move(days=3)
    changed = ok(change(office, made, value="20"))
    second_day = changed["recorded_at"][:10]

    def value(day):
        return [t["value"] for t in ok(office.get(f"/targets?as_of={day}&count=exact"))["items"]]
    assert value(first_day) == ["18"] and value(second_day) == ["20"] and value("2020-01-01") == []


def test_two_changes_from_one_version_are_told_apart(office):
    made = ok(office.post("/targets", body()), 201)
    ok(change(office, made, value="19"))
    refused(change(office, made, value="20"), 412, "stale-version")
    refused(office.patch(f"/targets/{made['id']}", {"reason": "x"}), 428)
    said = refused(change(office, made, version=2, value="200"), 422)
    assert said["errors"][0]["pointer"] == "/value"
    assert ok(office.get(f"/targets/{made['id']}"))["row_version"] == 2
    other = ok(office.post("/targets", body()), 201)
    refused(change(office, other, year=made["year"]), 409, "duplicate")


# ---- who


def test_a_target_is_read_below_and_changed_by_its_own_tenant_and_above(stack, office, city):
    made = ok(city.post("/targets", body(tenant="310117")), 201)
    assert made["tenant"]["code"] == "310117"
    ok(change(office, made, value="19"))
    water = stack.api("310117-SW", "MONITOR_INPUT")
    assert ok(water.get(f"/targets/{made['id']}"))["value"] == "19"
    assert made["id"] in [t["id"] for t in ok(water.get("/targets?limit=200"))["items"]]
    refused(change(water, made, version=2, value="1"), 403)
    of_the_city = ok(city.post("/targets", body()), 201)
    refused(change(office, of_the_city, value="1"), 403)
    assert of_the_city["id"] in [t["id"] for t in ok(office.get("/targets?limit=200"))["items"]]
    sibling = stack.api("310112", "DIST_OFFICE")
    refused(sibling.get(f"/targets/{made['id']}"), 404)
    refused(change(sibling, made, version=2, value="1"), 404)
    assert made["id"] not in sibling.get("/targets?limit=200").text
    refused(stack.api("310117003", "UNIT_ADMIN").post("/targets", body()), 403)


def test_a_subtree_shows_what_holds_there(stack, office, city):
    of_the_city, of_the_district = ok(city.post("/targets", body()), 201), ok(office.post("/targets", body()), 201)
    listed = [t["id"] for t in ok(city.get("/targets?subtree=310117&limit=200"))["items"]]
    assert of_the_city["id"] in listed and of_the_district["id"] in listed
    elsewhere = [t["id"] for t in ok(city.get("/targets?subtree=310112&limit=200"))["items"]]
    assert of_the_city["id"] in elsewhere and of_the_district["id"] not in elsewhere
    refused(office.get("/targets?subtree=310112"), 404)


def test_pages_are_cut_and_put_together(office):
    for _ in range(3):
        ok(office.post("/targets", body(indicator="ECO-PARK-PC", value="9")), 201)
    seen, query = [], "/targets?indicator=ECO-PARK-PC&limit=2"
    page = ok(office.get(query))
    while True:
        seen += [t["id"] for t in page["items"]]
        if not page["next_cursor"]:
            break
        page = ok(office.get(f"{query}&cursor={page['next_cursor']}"))
    assert len(seen) == 3 and seen == sorted(seen, reverse=True)
    refused(office.get("/targets?cursor=abc"), 400, "bad-cursor")
    for query in ("year=soon", "element=FIRE", "target_type=GT", "indicator=a%20b", "nothing=1"):
        refused(office.get(f"/targets?{query}"), 400, "bad-query")


def test_a_key_makes_one_target_of_two_calls(office):
    sent, key = body(), {"Idempotency-Key": "target-once"}
    first, second = (ok(office.post("/targets", sent, headers=key), 201) for _ in range(2))
    assert first["id"] == second["id"]


def test_targets_follow_a_body_that_moves(lone_stack):
    platform, city = lone_stack.api("310000", "PLATFORM_ADMIN"), lone_stack.api("310000", "CITY_OFFICE")
    ok(platform.post("/tenants", {"code": "310117K77", "kind": "DEVZONE", "parent": "310117", "name": "试验开发区",
                                  "valid_from": "2020-01-01"}), 201)
    made = ok(city.post("/targets", body(tenant="310117K77")), 201)
    ok(change(city, made, value="19"))
    ok(platform.post("/region-changes", {"kind": "TRANSFER", "tenant": "310117K77", "new_parent": "310112",
                                         "new_code": "310112K77",
                                         "effective_date": "2026-01-01", "approval_doc": "沪府〔2026〕1号"}), 201)
    there = lone_stack.api("310112", "DIST_OFFICE")
    lone_stack.until(lambda: there.get(f"/targets/{made['id']}").status_code == 200)
    moved = ok(there.get(f"/targets/{made['id']}"))
    assert moved["tenant"]["code"] == "310112K77" and len(moved["versions"]) == 2
    refused(lone_stack.api("310117", "DIST_OFFICE").get(f"/targets/{made['id']}"), 404)
