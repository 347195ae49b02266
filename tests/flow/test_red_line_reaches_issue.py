# SPDX-License-Identifier: MIT
"""The breach of a red line goes from the value to the issue that is about it: once, with its facts, whatever fails
between; and of two who
freeze a value at once, one does."""
import concurrent.futures

import pytest

from support.issues import World, derive_unit, etag, ok, refused
from support.replica import Replica
from support.values import Values


def linked(world, *codes, **fields):
    issue = world.issue(**fields)
    ok(world.office.put(f"/issues/{issue['id']}/indicators", {"indicators": list(codes)},
                        headers=etag(issue["row_version"])))
    return issue


@pytest.fixture
def flow(lone_stack):
    world = World(lone_stack)
    world.calendar(2026)
    values = Values(lone_stack)
    values.target("WAT-AREA", "MONOTONE", qualifiers=["MONOTONE"])
    values.frozen("WAT-AREA", "2025", "41.20")
    return lone_stack, world, values


def test_a_breach_shows_on_the_issues_that_are_about_it(flow):
    """TV-42, and on."""
    stack, world, values = flow
    about, other = linked(world, "WAT-AREA", "WAT-BO-N"), linked(world, "WAT-BO-N")
    city = world.issue(by=world.city, feedback=world.feedback(by=world.city, source_level="MUNICIPAL"))
    ok(world.city.put(f"/issues/{city['id']}/indicators", {"indicators": ["WAT-AREA"]},
                      headers=etag(city["row_version"])))
    closed = linked(world, "WAT-AREA")
    world.act(closed, "CANCEL", world.office, doc_no="1号")
    made = values.entered("WAT-AREA", "2026", "41.19")
    stack.until(lambda: world.read(about)["breaches"])
    breach, = world.read(about)["breaches"]
    alert, = values.alerts(indicator="WAT-AREA")
    assert breach == {"indicator": "WAT-AREA", "tenant": breach["tenant"], "period": "2026", "value": "41.19",
                      "limit_value": "41.2",
                      "target_type": "MONOTONE", "red_line_class": None, "revision": 1, "value_id": made["id"],
                      "alert_id": alert["id"],
                      "on_date": world.today()}
    assert breach["tenant"]["code"] == "310117"
    assert ok(world.office.get(f"/issues/{about['id']}/history"))["breaches"] == [breach]
    links = ok(world.office.get(f"/issues/{about['id']}/indicators"))["items"]
    assert [(x["indicator"], x["breaches"], x["last_breach_on"]) for x in links] == [("WAT-AREA", 1, world.today()),
            ("WAT-BO-N", 0, None)]
    assert world.read(city, world.city)["breaches"] == [breach]  # the district lies in the city's area
    assert world.read(other)["breaches"] == [] and world.read(closed)["breaches"] == []
    stack.until(lambda: any(e["action"] == "issue.redline_breach" for e in ok(world.who("310117", "AUDITOR").get(
        f"/audit-entries?object_kind=issue&object_id={about['id']}"))["items"]))
    # Another figure that breaks the line again is another breach.
    values.entered("WAT-AREA", "2026", "41.18", reason="复测")
    stack.until(lambda: len(world.read(about)["breaches"]) == 2)
    assert [b["revision"] for b in world.read(about)["breaches"]] == [1, 2]


def test_a_breach_elsewhere_does_not(flow):
    stack, world, values = flow
    about = linked(world, "WAT-AREA", "ECO-ERL-A")
    minhang = values.who("310112", "DIST_OFFICE")
    ok(minhang.post("/targets", {"indicator": "ECO-ERL-A", "target_type": "GE", "value": "9"}), 201)
    made = ok(minhang.post("/values", {"indicator": "ECO-ERL-A", "period": "2026", "value": "2"}), 201)
    stack.until(lambda: [e for e in stack.events("indicators") if e["data"]["value_id"] == made["id"]])
    values.entered("WAT-AREA", "2026", "41.19")
    stack.until(lambda: world.read(about)["breaches"])
    assert [b["tenant"]["code"] for b in world.read(about)["breaches"]] == ["310117"]


def test_it_arrives_once_though_queue_and_consumer_die(flow):
    stack, world, values = flow
    about = linked(world, "WAT-AREA")
    stack.kill("issues")
    stack.stop_redis()
    values.entered("WAT-AREA", "2026", "41.19")
    stack.start_redis(wipe=True)
    stack.start("issues")
    stack.until(lambda: world.read(about)["breaches"])
    stack.ctl("events", "replay", "issues", check=False)
    assert len(world.read(about)["breaches"]) == 1


def test_of_two_who_freeze_at_once_one_does(flow):
    stack, _, values = flow
    with Replica(stack, "indicators") as other:
        twin = Values(other)
        for period in range(2000, 2008):
            made = values.entered("INF-STP-CAP", str(period), "5")
            version = values.act(made, "REVIEW")["row_version"]

            def freeze(side, subject):
                caller = side.who("310117-SW", "MONITOR_REVIEW", subject=subject)
                return caller.post(f"/values/{made['id']}/transitions", {"action": "FREEZE"}, headers=etag(version))
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                answers = [f.result() for f in [pool.submit(freeze, values, "reviewer-1"),
                                                pool.submit(freeze, twin, "reviewer-2")]]
            statuses = sorted(a.status_code for a in answers)
            assert statuses[0] == 200 and statuses[1] in (409, 412), [a.text for a in answers]
            rows = ok(values.review.get(f"/values/{made['id']}/revisions"))["items"]
            assert [r["action"] for r in rows] == ["ENTER", "REVIEW", "FREEZE"]
            stack.until(lambda:
                        stack.psql(f"select count(*) from bihuan.outbox where aggregate_id = '{made['id']}'").strip()
                        == "0")
            assert len([e for e in stack.events("indicators") if e["data"]["value_id"] == made["id"]]) == 1


def test_of_two_entries_at_once_one_is_first(flow):
    stack, _, values = flow
    with Replica(stack, "indicators") as other:
        twin = Values(other)
        for period in range(2000, 2006):
            def enter(side, figure):
                body = {"tenant": "310117", "indicator": "RES-WATER-T", "period": str(period), "value": figure,
                        "reason": "另一数据源"}
                return side.entry.post("/values", body)
            with concurrent.futures.ThreadPoolExecutor(2) as pool:
                answers = [f.result() for f in [pool.submit(enter, values, "1"), pool.submit(enter, twin, "2")]]
            assert sorted(a.status_code for a in answers) in ([200, 201], [201, 409], [201, 412]), [a.text
                    for a in answers]
            listed = ok(values.office.get(f"/values?indicator=RES-WATER-T&period={period}"))["items"]
            assert len(listed) == 1


def test_of_a_value_and_a_target_at_once_one_finds_the_other(flow):
    stack, _, values = flow
    codes = ("RES-WATER-T", "RES-POL-T-COD", "RES-POL-T-TP")
    with Replica(stack, "indicators") as other, concurrent.futures.ThreadPoolExecutor(2 * len(codes)) as pool:
        twin = Values(other)
        for caller in (values, twin):
            assert caller.office  # each has its person before they race
        for year in range(2000, 2016):
            def enter(code, year=year):
                return values.entered(code, str(year), "2", by=values.office)

            def aim(code, year=year):
                return twin.target(code, "LE", value="1", year=year)
            both = [(pool.submit(enter, code), pool.submit(aim, code)) for code in codes]
            wanted = {(value.result()["id"], target.result()["id"]) for value, target in both}
            alerts = [a for a in values.alerts(open="true") if a["period"] == str(year)]
            assert {(a["value_id"], a["target_id"]) for a in alerts} == wanted and len(alerts) == len(codes), year


def linked_to(world, issue, *codes, by=None):
    version = world.read(issue, by or world.office)["row_version"]
    return ok((by or world.office).put(f"/issues/{issue['id']}/indicators", {"indicators": list(codes)},
                                       headers=etag(version)))["items"]


def breaches(world, issue, by=None):
    return world.read(issue, by or world.office)["breaches"]


def test_a_breach_that_is_open_shows_when_the_issue_is_linked(flow):
    """The same facts as on an issue that was linked before, in the tenant's own area only, and once."""
    stack, world, values = flow
    before, after = linked(world, "WAT-AREA"), world.issue()
    city = world.issue(by=world.city, feedback=world.feedback(by=world.city, source_level="MUNICIPAL"))
    values.entered("WAT-AREA", "2026", "41.19")
    values.target("AIR-HPD-D", "COUNT_ZERO", year=2026)
    values.entered("AIR-HPD-D", "2026", "2", by=values.office)  # an exceedance, and no red line
    stack.until(lambda: breaches(world, before))
    links = linked_to(world, after, "WAT-AREA", "AIR-HPD-D")
    assert [(x["indicator"], x["breaches"], x["last_breach_on"]) for x in links] == [("AIR-HPD-D", 0, None),
            ("WAT-AREA", 1, world.today())]
    assert breaches(world, after) == breaches(world, before) and breaches(world, after)[0]["value"] == "41.19"
    assert ok(world.office.get(f"/issues/{after['id']}/history"))["breaches"] == breaches(world, before)
    trail = f"/audit-entries?object_kind=issue&object_id={after['id']}"
    stack.until(lambda: "issue.redline_breach" in {e["action"]
                                                   for e in ok(world.who("310117", "AUDITOR").get(trail))["items"]})
    linked_to(world, city, "WAT-AREA", by=world.city)  # the district lies in the city's area
    assert breaches(world, city, world.city) == breaches(world, before)
    linked_to(world, after)
    linked_to(world, after, "WAT-AREA")
    assert len(breaches(world, after)) == 1
    stack.ctl("events", "replay", "issues", check=False)
    # A later breach comes by its event; one that is over is not looked up.
    values.entered("WAT-AREA", "2026", "41.18", reason="复测")
    stack.until(lambda: len(breaches(world, after)) == 2)
    late = world.issue()
    linked_to(world, late, "WAT-AREA")
    assert [b["value"] for b in breaches(world, late)] == ["41.18"]
    values.entered("WAT-AREA", "2026", "41.3", reason="再次复测")
    over = world.issue()
    assert linked_to(world, over, "WAT-AREA")[0]["breaches"] == 0 and breaches(world, over) == []


def test_a_breach_that_is_open_elsewhere_does_not_show(flow):
    """Of the city, of another district and of a street, each on the issues of its own area and above."""
    stack, world, values = flow
    places = {"310000": "9", "310112": "8", "310117001": "7"}
    for tenant, limit in places.items():
        values.target("RES-WATER-T", "LE", by=values.city, value=limit, year=2026, tenant=tenant)
        values.entered("RES-WATER-T", "2026", "10", by=values.city, tenant=tenant)
    parent = world.assigned()
    street, other = ok(world.office.post(f"/issues/{parent['id']}/derive",
                                         {"tenants": [derive_unit("310117001"), derive_unit("310117002")],
                                          "due_date": world.today(60)}), 201)["items"]
    city = world.issue(by=world.city, feedback=world.feedback(by=world.city, source_level="MUNICIPAL"))

    def limits(issue, by):
        linked_to(world, issue, "RES-WATER-T", by=by)
        return sorted(b["limit_value"] for b in breaches(world, issue, by))
    assert limits(street, world.office) == ["7"] and limits(other, world.office) == [] and limits(parent,
            world.office) == ["7"]
    assert limits(city, world.city) == ["7", "8", "9"]


def test_a_part_reads_the_breaches_of_its_own_area_only(flow):
    """Told or looked up, on the page, in the history and in the count: a street of one district reads nothing of another
    at the city's issue, and a department what it measures itself, but nothing else of its region."""
    stack, world, values = flow
    city = world.issue(by=world.city, feedback=world.feedback(by=world.city, source_level="MUNICIPAL"))
    district, street = linked(world, "RES-WATER-T"), "310117001"
    world.parties(city, by=world.city, lead=street, resp=street)
    world.parties(district)
    places = {"310000": "9", "310112": "8", street: "7", "310117": "6"}

    def broken(tenant):
        values.target("RES-WATER-T", "LE", by=values.city, value=places[tenant], year=2026, tenant=tenant)
        by = values.entry if tenant == "310117" else values.city
        values.entered("RES-WATER-T", "2026", "10", by=by, tenant=tenant)

    def limits(issue, by):
        seen = sorted(b["limit_value"] for b in world.read(issue, by)["breaches"])
        past = ok(by.get(f"/issues/{issue['id']}/history"))["breaches"]
        link, = ok(by.get(f"/issues/{issue['id']}/indicators"))["items"]
        assert sorted(b["limit_value"] for b in past) == seen and link["breaches"] == len(seen)
        assert (link["last_breach_on"] is None) == (not seen)
        return seen
    broken("310000")
    broken(street)
    linked_to(world, city, "RES-WATER-T", by=world.city)
    broken("310112")
    broken("310117")
    stack.until(lambda: len(world.read(city, world.city)["breaches"]) == 4 and breaches(world, district))
    assert limits(city, world.city) == ["6", "7", "8", "9"]
    assert limits(city, world.who(street, "UNIT_ADMIN")) == ["7"]
    stack.until(lambda: len(breaches(world, district)) == 2)
    assert limits(district, world.office) == ["6", "7"]
    assert limits(district, world.admin) == ["6"]  # of 310117-SW, which entered it
    assert limits(district, world.supervisor) == []


def test_a_breach_that_is_still_to_be_told_shows_once(flow):
    """Looked up when the link was made, and told after that."""
    stack, world, values = flow
    about = world.issue()
    stack.stop_redis()
    made = values.entered("WAT-AREA", "2026", "41.19")
    assert linked_to(world, about, "WAT-AREA")[0]["breaches"] == 1
    stack.start_redis()
    other = world.issue()
    stack.until(lambda: stack.psql(f"select count(*) from bihuan.outbox where aggregate_id = '{made['id']}'").strip()
                == "0")
    event = stack.psql(f"select id from bihuan.event_log where aggregate_id = '{made['id']}' and type = 'indicator.redline_breach'").strip()
    stack.until(lambda:
                stack.psql(f"select count(*) from bihuan.inbox where service = 'issues' and event_id = '{event}'").strip() == "1")
    assert len(breaches(world, about)) == 1 and breaches(world, other) == []


def test_a_body_that_moves_takes_its_breaches(flow):
    """To another district, whose office sees and judges them from then on; the one before sees none of it."""
    stack, world, values = flow
    platform, code = values.who("310000", "PLATFORM_ADMIN"), "310117K60"
    ok(platform.post("/tenants", {"code": code, "kind": "DEVZONE", "parent": "310117", "name": "开发区",
                                  "valid_from": "2020-01-01"}), 201)
    target = values.target("RES-WATER-T", "LE", value="1", year=2026, tenant=code)
    made = values.entered("RES-WATER-T", "2026", "2", by=values.office, tenant=code)
    issue = world.issue(world.feedback(tenant=code), tenant=code)
    assert linked_to(world, issue, "RES-WATER-T")[0]["breaches"] == 1
    ok(platform.post("/region-changes", {"approval_doc": "沪府〔2026〕1号", "effective_date": "2026-01-01",
                                         "kind": "TRANSFER", "tenant": code,
                                         "new_parent": "310112", "new_code": "310112K60"}), 201)
    new = values.who("310112", "DIST_OFFICE")
    stack.until(lambda: new.get(f"/issues/{issue['id']}").status_code == 200 and values.alerts(by=new, open="true"))
    assert len(world.read(issue, new)["breaches"]) == 1 and values.alerts() == []
    refused(values.office.get(f"/values/{made['id']}"), 404)
    version = ok(new.get(f"/targets/{target['id']}"))["row_version"]
    ok(new.patch(f"/targets/{target['id']}", {"value": "1.5", "reason": "调整"}, headers=etag(version)))
    assert [(a["limit_value"], a["ended_at"] is None) for a in values.alerts(by=new)] == [("1.5", True), ("1", False)]
    stack.until(lambda: len(world.read(issue, new)["breaches"]) == 2)
    assert [b["tenant"]["code"] for b in world.read(issue, new)["breaches"]] == [code, "310112K60"]
    again = values.entered("RES-WATER-T", "2026", "1", by=new, tenant="310112K60", reason="复测")
    assert again["id"] == made["id"] and values.alerts(by=new, open="true") == []
