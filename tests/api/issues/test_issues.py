# SPDX-License-Identifier: MIT
"""Feedback, issues and parties over HTTP."""
import pytest

from support.issues import UNITS, World, etag, ok, refused


def test_a_feedback_starts_the_clocks_of_plan_and_report(world):
    feedback = world.feedback(feedback_date="2026-08-10", expected_issue_count=3)
    assert (feedback["plan_due"], feedback["report_due"]) == ("2026-09-20", "2027-02-10")  # BV-1: a make-up Sunday
    assert feedback["tenant"]["code"] == "310117"
    read = ok(world.office.get(f"/feedbacks/{feedback['id']}"))
    assert (read["issue_count"], read["expected_issue_count"]) == (0, 3)


def test_a_limit_in_a_year_without_calendar_is_provisional(world):
    feedback = world.feedback(feedback_date="2026-08-31")
    assert (feedback["report_due"], feedback["due_provisional"]) == ("2027-03-01", True)  # BV-3


def test_a_feedback_is_changed_with_its_version(world):
    feedback = world.feedback()
    path = f"/feedbacks/{feedback['id']}"
    assert ok(world.office.patch(path, {"title": "改"}, headers=etag(1)))["title"] == "改"
    refused(world.office.patch(path, {"title": "再改"}, headers=etag(1)), 412, "stale-version")
    refused(world.office.patch(path, {"title": "再改"}), 428)
    refused(world.who("310104", "DIST_OFFICE").get(path), 404)


def test_an_issue_is_registered_with_a_number_and_read_back(world):
    feedback = world.feedback()
    issue = world.issue(feedback, serial_no="7")
    assert issue["state"] == "REGISTERED" and issue["light"] == "GREEN" and issue["closing_level"] == "DISTRICT"
    assert issue["code"].startswith("WT-310117-")
    read = world.read(issue)
    assert read["original_text"].startswith("部分河道") and read["parties"] == [] and read["closure"] is None
    refused(world.office.post("/issues", {k: v for k, v in issue.items() if k in ("title",)}), 422)
    again = {"feedback_id": feedback["id"], "serial_no": "7", "title": "重号", "original_text": "x", "category": "DUST",
             "element": "AIR", "severity": "GENERAL", "term_class": "SHORT"}
    refused(world.office.post("/issues", again), 409, "duplicate")


def test_numbers_have_no_gap_after_a_refused_one(world):
    feedback = world.feedback()
    first, second = (int(world.issue(feedback)["code"][-4:]) for _ in range(2))
    assert second == first + 1


def test_a_number_has_four_digits_or_as_many_as_it_takes(world, stack):
    world.issue()
    for last, ending in ((41, "-0042"), (9998, "-9999"), (12344, "-12345")):
        stack.psql(f"update bihuan.issue_code_counter set last = {last} where region = '310117'")
        assert world.issue()["code"] == f"WT-310117-{world.today()[:4]}{ending}"


def test_only_the_office_of_a_level_registers(world):
    body = {"feedback_id": world.feedback()["id"], "serial_no": "1", "title": "x", "original_text": "x",
            "category": "DUST",
            "element": "AIR", "severity": "GENERAL", "term_class": "SHORT"}
    refused(world.leader.post("/issues", body), 403)
    refused(world.who("310104", "DIST_OFFICE").post("/issues", body), 422)  # cannot even see the feedback


def test_the_original_text_is_immutable(world, stack):
    issue = world.issue()
    refused(world.office.patch(f"/issues/{issue['id']}", {"original_text": "x"}, headers=etag(1)), 422)
    with pytest.raises(Exception, match="immutable"):
        stack.psql(f"update bihuan.issue set original_text = 'x' where id = '{issue['id']}'")


def test_own_fields_are_changed_by_who_may(world):
    issue = world.issue()
    path = f"/issues/{issue['id']}"
    changed = ok(world.office.patch(path, {"severity": "MAJOR", "root_cause": None}, headers=etag(1)))
    assert changed["severity"] == "MAJOR" and changed["row_version"] == 2
    refused(world.office.patch(path, {"severity": "MAJOR"}, headers=etag(1)), 412)
    refused(world.leader.patch(path, {"severity": "GENERAL"}, headers=etag(2)), 404)
    world.parties(issue)
    refused(world.leader.patch(path, {"severity": "GENERAL"}, headers=etag(3)), 403)
    assert ok(world.leader.patch(path, {"root_cause": "管网混接"}, headers=etag(3)))["root_cause"] == "管网混接"


def test_parties_are_replaced_as_a_whole_and_kept_by_date(world):
    issue = world.issue()
    before = world.parties(issue)
    assert len(before["items"]) == 7
    world.parties(issue, coop="310117-NYNC")
    now = ok(world.office.get(f"/issues/{issue['id']}/parties"))["items"]
    assert {p["tenant"]["code"] for p in now if p["role"] == "COOP_UNIT"} == {"310117-NYNC"}
    refused(world.who("310117-CG", "UNIT_ADMIN").get(f"/issues/{issue['id']}"), 404)
    ok(world.who("310117-NYNC", "UNIT_ADMIN").get(f"/issues/{issue['id']}"))


@pytest.mark.parametrize("units, code", [
    ({"supervise": "310117-SW"}, "supervise-is-resp"), ({"lead": "310104-SW"}, "unknown-tenant"),
    ({"lead": "310117"}, "cannot-sign"), ({"resp": "310117"}, "cannot-sign"),
    ({"supervise": "310000-STHJ"}, "unknown-tenant"),
    ({"lead": "no-such"}, "unknown-tenant")])
def test_a_wrong_set_of_parties_is_refused(world, units, code):
    issue = world.issue()
    units = {"lead": "310117-SW", "resp": "310117-SW", "supervise": "310117-STHJ"} | units
    parties = [{"role": role, "tenant": units[key]} for role, key in
               (("LEAD_UNIT", "lead"), ("RESP_UNIT", "resp"), ("SUPERVISE_UNIT", "supervise"))]
    problem = refused(world.office.put(f"/issues/{issue['id']}/parties", {"parties": parties}, headers=etag(1)), 422)
    assert code in {e["code"] for e in problem["errors"]}, problem


def test_lists_filter_page_and_count(world):
    feedback = world.feedback()
    issues = [world.issue(feedback, category=c) for c in ("DUST", "SEWAGE", "DUST", "WASTE", "DUST")]
    base = f"/issues?feedback_id={feedback['id']}"
    first = ok(world.office.get(base + "&limit=2&count=exact"))
    assert [i["id"] for i in first["items"]] == [issues[4]["id"], issues[3]["id"]] and first["total"] == 5
    second = ok(world.office.get(base + f"&limit=2&cursor={first['next_cursor']}"))
    assert [i["id"] for i in second["items"]] == [issues[2]["id"], issues[1]["id"]]
    assert len(ok(world.office.get(base + "&category=DUST"))["items"]) == 3
    assert len(ok(world.office.get(base + "&state=REGISTERED&light=GREEN"))["items"]) == 5
    assert ok(world.office.get(base + "&overdue=true"))["items"] == []
    assert len(ok(world.office.get(base + "&q=" + issues[0]["code"]))["items"]) == 1
    assert len(ok(world.office.get(base + "&q=河道黑臭"))["items"]) == 5
    assert len(ok(world.office.get(base + f"&as_of={world.today()}&state=REGISTERED"))["items"]) == 5
    assert ok(world.office.get(base + f"&as_of={world.today(-1)}"))["items"] == []
    refused(world.office.get("/issues?stat=x"), 400, "bad-query")
    refused(world.who("310104", "DIST_OFFICE").get(base + f"&limit=2&cursor={first['next_cursor']}"), 400, "bad-cursor")


def test_a_party_lists_what_it_was_granted_and_nothing_else(world):
    mine, other = world.issue(), world.issue()
    world.parties(mine)
    ids = {i["id"] for i in ok(world.leader.get("/issues?limit=200"))["items"]}
    assert mine["id"] in ids and other["id"] not in ids
    assert {i["id"] for i in ok(world.city.get("/issues?limit=200"))["items"]} >= {mine["id"], other["id"]}
    ids = {i["id"] for i in ok(world.office.get("/issues?limit=200&subtree=310117-SW&role=LEAD_UNIT"))["items"]}
    assert mine["id"] in ids and other["id"] not in ids
    assert ok(world.who("310104", "DIST_OFFICE").get("/issues"))["items"] == []


def test_a_role_is_that_of_the_party_named(world):
    issue = world.issue()
    world.parties(issue)

    def listed(query):
        return issue["id"] in {i["id"] for i in ok(world.office.get(f"/issues?limit=200&{query}"))["items"]}
    assert listed("party=310117-STHJ&role=SUPERVISE_UNIT") and listed("party=310117-SW&role=LEAD_UNIT")
    assert not listed("party=310117-STHJ&role=LEAD_UNIT"), "another's role"
    assert listed("role=LEAD_UNIT") and not listed("party=310117-LHSR")


def with_person(world, issue, name, **units):
    """Its parties with another responsible person, as somebody would send them."""
    units = UNITS | units
    return world.office.put(f"/issues/{issue['id']}/parties", {"parties": [
        {"role": "LEAD_UNIT", "tenant": units["lead"]}, {"role": "RESP_UNIT", "tenant": units["resp"]},
        {"role": "SUPERVISE_UNIT", "tenant": units["supervise"]}, {"role": "COOP_UNIT", "tenant": units["coop"]},
        {"role": "RESP_PERSON", "tenant": units["resp"], "person_name": name}]},
        headers=etag(world.read(issue)["row_version"]))


def persons(world, issue):
    return [p["person_name"] for p in ok(world.office.get(f"/issues/{issue['id']}/parties"))["items"] if p["person_name"]]


def test_officials_change_in_every_open_state_and_units_while_work_goes_on(world):
    issue = world.applied()
    ok(with_person(world, issue, "新任局长"))
    assert persons(world, issue) == ["新任局长"]
    refused(with_person(world, issue, "新任局长", coop="310117-ZJ"), 409, "state-conflict")
    world.act(issue, "SUSPEND", world.office, reason="诉讼中止", reason_code="LEGAL", until=world.today(20))
    ok(with_person(world, issue, "再任局长"))
    refused(with_person(world, issue, "再任局长", lead="310117-ZJ"), 409, "state-conflict")
    refused(with_person(world, world.closed(), "新任局长"), 409, "state-conflict")


def test_a_long_term_issue_changes_its_units_too(world):
    issue = world.rectifying(term_class="LONG_TERM")
    world.verify(issue, goal_no=1)
    world.act(issue, "KEEP_LONG_TERM", world.office)
    ok(with_person(world, issue, "新任局长", coop="310117-ZJ"))
    assert "310117-ZJ" in {p["tenant"]["code"] for p in world.read(issue)["parties"]} and persons(world, issue) == ["新任局长"]


def test_who_idles_is_open(lone_stack):
    world = World(lone_stack)
    idle, cancelled, merged = (world.issue() for _ in range(3))
    world.act(cancelled, "CANCEL", world.office, doc_no="撤〔2026〕1号")
    world.act(merged, "MERGE", world.office, doc_no="并〔2026〕1号", merged_into=idle["id"])
    lone_stack.clock.move(days=40)
    assert [i["id"] for i in ok(world.office.get("/issues?idle_days=30"))["items"]] == [idle["id"]]


def test_a_day_knows_who_was_a_party_then(lone_stack):
    """Who was one, is none for a while and is one again saw it in his first time, and not between."""
    world = World(lone_stack)
    world.calendar(2026, 2027)
    issue, unit, days = world.assigned(), world.who("310117-CG", "UNIT_LEADER"), []
    for coop in ("310117-CG", "310117-LHSR", "310117-CG"):
        world.parties(issue, coop=coop)
        lone_stack.clock.move(days=5)
        days.append(world.today())
        lone_stack.clock.move(days=5)

    def told(day):
        return (len(ok(unit.get(f"/issues?as_of={day}"))["items"]),
                ok(unit.get(f"/boards/rectification?as_of={day}"))["total"])

    assert [told(day) for day in days] == [(1, 1), (0, 0), (1, 1)]
