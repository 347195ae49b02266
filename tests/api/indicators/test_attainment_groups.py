# SPDX-License-Identifier: MIT
"""Packages of indicators and composite rules: the targets of one tenant by group, and the joint verdict (双达标)."""
import pytest

from support.issues import etag, ok, refused
from support.values import Values

WATER, ODOUR = "INF-STP-OUT-R", "INF-STP-ODOR-R"
STREET = "310117001"


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


def groups(caller, year, **query):
    answer = ok(caller.get("/attainment/groups", params={"year": year} | query))
    return {g["code"]: g for g in answer["groups"]}


def dual(caller, year, **query):
    return groups(caller, year, **query)["STP_DUAL"]


def entered(values, year, water, odour):
    for indicator, period, figure in ((WATER, f"{year}-12", water), (ODOUR, f"{year}-Q4", odour)):
        if figure:
            values.entered(indicator, period, figure, by=values.office)


def test_a_group_shows_what_the_list_does(values):
    values.target("WAT-SEC-ATT-R", value="85", year=2101)
    values.target("SOIL-FARM-R", value="95", year=2101)
    values.target("WAT-AREA", "MONOTONE", year=2101)
    values.target("ECO-FOREST-R", value="18", year=2101)  # of no package
    rows = {r["indicator"]["code"]: r for r in ok(values.office.get("/attainment?year=2101&limit=200"))["items"]
            if r["tenant"]["code"] == "310117"}
    found = groups(values.office, 2101)
    assert [r["indicator"]["code"] for r in found["CLEAR_WATER"]["targets"] if r["year"] == 2101] == ["WAT-AREA",
            "WAT-SEC-ATT-R"]
    assert [r["indicator"]["code"] for r in found["PURE_SOIL"]["targets"]] == ["SOIL-FARM-R"]
    for group in found.values():
        assert all(r == rows[r["indicator"]["code"]] for r in group["targets"])
        assert group["total"] == len(group["targets"]) == sum(group[v] for v in ("attained", "not_attained", "at_risk",
                "no_data",
                                                                                  "not_comparable", "unset"))
    soil = found["PURE_SOIL"]
    assert (soil["name"], soil["is_composite"], soil["verdict"], soil["no_data"]) == ("净土", False, None, 1)
    assert soil["without_target"] == ["SOIL-NCP-R", "SOIL-SITE-R", "SOIL-SURVEY-R"]


@pytest.mark.parametrize("year, water, odour, verdict, counts", [
    (2001, "100", "100", "ATTAINED", (2, 0, 0)), (2002, "100", "99", "NOT_ATTAINED", (1, 1, 0)),
    (2003, "98", None, "NOT_ATTAINED", (0, 1, 1)),
    (2004, "100", None, "NO_DATA", (1, 0, 1)), (2005, None, None, "NO_DATA", (0, 0, 2))])
def test_a_composite_is_attained_only_as_a_whole(values, year, water, odour, verdict, counts):
    for indicator in (WATER, ODOUR):
        values.target(indicator, value="100", year=year)
    entered(values, year, water, odour)
    found = dual(values.office, year)
    assert (found["name"], found["is_composite"], found["verdict"], found["without_target"]) == ("污水厂双达标", True,
            verdict, [])
    assert (found["attained"], found["not_attained"], found["no_data"]) == counts and found["total"] == 2


def test_a_composite_without_all_its_targets_is_not_set(values):
    assert (dual(values.office, 2010)["verdict"], dual(values.office, 2010)["total"]) == ("UNSET", 0)
    made = values.target(WATER, value="100", year=2010)
    entered(values, 2010, "100", "100")
    found = dual(values.office, 2010)
    assert (found["verdict"], found["attained"], found["without_target"]) == ("UNSET", 1, [ODOUR])
    ok(values.office.patch(f"/targets/{made['id']}", {"target_type": "LE", "value": "90", "reason": "改"},
                           headers=etag(1)))
    assert dual(values.office, 2010)["verdict"] == "NOT_ATTAINED"


def test_it_is_of_one_tenant(values):
    here = values.target(WATER, value="100", year=2011)
    street = values.target(WATER, value="90", year=2011, tenant=STREET)
    ids = lambda caller, **query: [r["target_id"] for r in dual(caller, 2011, **query)["targets"]]
    assert ids(values.office) == ids(values.city, tenant="310117") == [here["id"]]
    assert ids(values.office, tenant=STREET) == ids(values.who(STREET, "UNIT_ADMIN")) == [street["id"]]
    assert ids(values.city) == []
    answer = ok(values.city.get(f"/attainment/groups?year=2011&tenant={STREET}"))
    assert (answer["tenant"]["code"], answer["year"]) == (STREET, 2011)
    by_id = ok(values.city.get(f"/attainment/groups?year=2011&tenant={answer['tenant']['id']}"))
    assert by_id == answer


def test_a_department_sees_what_it_answers_for_in_its_region(values):
    for indicator in (WATER, ODOUR):
        values.target(indicator, value="100", year=2012)
    values.target("INF-SEW-R", value="95", year=2012)
    entered(values, 2012, "100", "100")
    environment, water = values.who("310117-STHJ", "MONITOR_INPUT"), values.who("310117-SW", "MONITOR_INPUT")
    assert dual(environment, 2012) == dual(values.office, 2012) and dual(environment, 2012)["verdict"] == "ATTAINED"
    # The water department answers for neither of them, and cannot tell.
    assert [dual(water, 2012)[name] for name in ("verdict", "total", "without_target")] == [None, 0, []]
    assert "INF-SEW-R" in [r["indicator"]["code"] for r in groups(water, 2012)["CLEAR_WATER"]["targets"]]
    assert "INF-SEW-R" not in [r["indicator"]["code"] for r in groups(environment, 2012)["CLEAR_WATER"]["targets"]]
    # Asked of itself alone it has no targets.
    assert dual(environment, 2012, tenant="310117-STHJ")["verdict"] == "UNSET"


def test_it_stands_as_of_a_day(values):
    values.target(WATER, value="100", year=2013)
    assert dual(values.office, 2013)["total"] == 1
    answer = ok(values.office.get("/attainment/groups?year=2013&as_of=2020-01-01"))
    assert answer["as_of"] == "2020-01-01" and all(g["total"] == 0 for g in answer["groups"])


def test_a_tenant_out_of_reach_is_none(values):
    for caller, tenant in ((values.office, "310112"), (values.office, "310000"), (values.entry, "310117"),
                           (values.office, "999999")):
        problem = refused(caller.get(f"/attainment/groups?year=2026&tenant={tenant}"), 422, "validation")
        assert [e["pointer"] for e in problem["errors"]] == ["?tenant"]
    refused(values.office.get("/attainment/groups"), 400, "bad-query")
    refused(values.office.get("/attainment/groups?year=2026&element=AIR"), 400, "bad-query")
