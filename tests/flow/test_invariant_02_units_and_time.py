# SPDX-License-Identifier: MIT
"""Invariant 2: neighbours whose codes begin alike never match, bodies that move or merge keep their history, and
`as_of` gives the
answer of that day again."""
import json

import pytest

from support.issues import World, etag, ok, refused

KEPT = ("id", "code", "title", "tenant", "state", "light", "category", "element", "severity", "closing_level")


@pytest.fixture
def alone(lone_stack):
    made = World(lone_stack)
    made.calendar(2026)
    return made


def make(world, code, parent="310117", kind="DEVZONE", **more):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", {
        "code": code, "kind": kind, "parent": parent, "name": f"单位{code}", "valid_from": "2020-01-01"} | more), 201)


def change(world, **body):
    made = ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
        "approval_doc": "沪府〔2026〕1号", "effective_date": "2026-01-01"} | body), 201)
    assert made["state"] == "APPLIED"


def ids(answer):
    return {i["id"] for i in ok(answer)["items"]}


# ---- neighbours


def test_departments_whose_codes_begin_alike_are_apart(world):
    make(world, "310117-SWG", kind="DEPARTMENT", dept_code="SWG")
    issue = world.issue()
    world.parties(issue)  # SW leads
    near = world.who("310117-SWG", "UNIT_ADMIN")
    refused(near.get(f"/issues/{issue['id']}"), 404)
    assert ids(near.get("/issues")) == set()
    assert issue["id"] in ids(world.office.get("/issues?subtree=310117-SW&limit=200"))
    assert ids(world.office.get("/issues?subtree=310117-SWG")) == set()
    assert ids(world.office.get("/issues?party=310117-SWG")) == set()
    assert ok(world.office.get("/boards/rectification?subtree=310117-SWG"))["total"] == 0
    assert ok(world.office.get("/tenants?code=310117-SW"))["items"][0]["code"] == "310117-SW"


def test_every_sibling_in_the_tree_is_outside_of_each_other(world, stack):
    """The scopes themselves: no tenant's range holds another one that is not below it."""
    wrong = stack.psql("select a.scope, b.scope from bihuan.tenant a join bihuan.tenant b on a.id <> b.id and b.scope >= a.scope "
                       "and b.scope < a.scope || '~' where not exists (with recursive up as (select id, parent_id from bihuan.tenant where id = b.id "
                       "union all select t.id, t.parent_id from bihuan.tenant t join up on t.id = up.parent_id) select from up where id = a.id) limit 5")
    assert wrong == ""


def test_a_text_search_matches_no_part_of_another_tenants_code(world):
    theirs = world.feedback(by=world.who("310104", "DIST_OFFICE"))
    world.issue(theirs, by=world.who("310104", "DIST_OFFICE"))
    for q in ("WT-310", "WT-3101", "WT-310104"):
        assert all(i["tenant"]["code"] == "310117" for i in ok(world.office.get(f"/issues?limit=200&q={q}"))["items"])


# ---- bodies that change


def test_a_moved_body_takes_its_issues_with_their_history(alone, lone_stack):
    make(alone, "310117K50")
    feedback = alone.feedback(tenant="310117K50")
    issue = alone.issue(feedback, tenant="310117K50")
    history = alone.office.get(f"/issues/{issue['id']}/history").json()
    change(alone, kind="TRANSFER", tenant="310117K50", new_parent="310112", new_code="310112K50")
    new = alone.who("310112", "DIST_OFFICE")
    lone_stack.until(lambda: new.get(f"/issues/{issue['id']}").status_code == 200)
    refused(alone.office.get(f"/issues/{issue['id']}"), 404)
    assert new.get(f"/issues/{issue['id']}/history").json() == history
    moved = ok(new.get(f"/issues/{issue['id']}"))
    assert (moved["code"], moved["title"]) == (issue["code"], issue["title"])
    assert ids(new.get("/issues")) == {issue["id"]} and ids(alone.office.get("/issues")) == set()
    assert ok(new.get("/boards/rectification"))["total"] == 1 and ok(alone.office.get("/boards/rectification"))["total"] == 0


def test_a_merged_body_keeps_its_history_and_leads_to_its_successor(alone, lone_stack):
    old, new = make(alone, "310117K51"), make(alone, "310117K52")
    feedback = alone.feedback()
    issue = alone.issue(feedback, tenant="310117K51")
    log = lone_stack.psql(f"select * from bihuan.state_log where issue_id = '{issue['id']}'")
    change(alone, kind="MERGE", tenant="310117K51", successors=[{"tenant": "310117K52"}])
    gone = ok(alone.office.get(f"/tenants/{old['id']}"))
    assert gone["closed_on"] == "2026-01-01" and [s["tenant_id"] for s in gone["superseded_by"]] == [new["id"]]
    read = ok(alone.office.get(f"/issues/{issue['id']}"))
    assert read["code"] == issue["code"]
    kept = lone_stack.psql(f"select * from bihuan.state_log where issue_id = '{issue['id']}'")
    assert [line.split("\t")[4:9] for line in kept.splitlines()] == [line.split("\t")[4:9] for line in log.splitlines()]
    assert issue["id"] in ids(alone.office.get("/issues"))


def test_a_renamed_party_is_called_what_it_was_called_then(alone, lone_stack):
    make(alone, "310117K53")
    open_issue, closed = alone.issue(tenant="310117K53"), alone.issue(tenant="310117K53")
    alone.act(closed, "CANCEL", alone.office, doc_no="1号")
    lone_stack.psql(f"update bihuan.issue set closed_at = now() where id = '{closed['id']}'")
    change(alone, kind="RENAME", tenant="310117K53", new_name="新名开发区")
    lone_stack.until(lambda: alone.read(open_issue)["tenant"]["name"] == "新名开发区")
    assert alone.read(closed)["tenant"]["name"] == "单位310117K53"


# ---- as_of


def answers(caller, day):
    """What a district says of a day: the list, its count and the board."""
    listed, cursor = [], ""
    while cursor is not None:
        page = ok(caller.get(f"/issues?as_of={day}&limit=3{cursor}"))
        listed += [{k: i[k] for k in KEPT} for i in page["items"]]
        cursor = page["next_cursor"] and f"&cursor={page['next_cursor']}"
    by_state = {s: len(ok(caller.get(f"/issues?as_of={day}&state={s}&limit=200"))["items"])
                for s in ("REGISTERED", "ASSIGNED", "PLANNING", "RECTIFYING", "CANCELLED", "SUSPENDED")}
    board = ok(caller.get(f"/boards/rectification?as_of={day}"))
    return listed, by_state, {k: board[k] for k in ("total", "states", "lights", "categories", "tenants")}


def test_last_years_answer_is_given_again(alone, lone_stack):
    w = alone
    feedback = w.feedback()
    issues = [w.issue(feedback, category=c) for c in ("DUST", "SEWAGE", "WASTE", "DUST", "OTHER")]
    for issue in issues[:3]:
        w.parties(issue)
        w.act(issue, "ASSIGN", w.office)
    w.act(issues[0], "SIGN", w.admin)
    w.act(issues[4], "CANCEL", w.office, doc_no="1号")
    day = w.today()
    seen = {who: answers(caller, day) for who, caller in (("district", w.office), ("city", w.city), ("lead", w.leader))}
    assert len(seen["district"][0]) == 5 and seen["district"][1]["ASSIGNED"] == 2 and seen["district"][2]["total"] == 5
    now = ok(w.office.get("/boards/rectification"))
    assert {k: now[k] for k in ("total", "states", "categories")} == {k: seen["district"][2][k]
                                                                      for k in ("total", "states", "categories")}

    lone_stack.clock.move(days=370)  # a year of work
    w = World(lone_stack)
    w.act(issues[2], "SUSPEND", w.office, reason="诉讼", reason_code="LEGAL", until=w.today(30))
    w.parties(issues[3])
    w.act(issues[3], "ASSIGN", w.office)
    w.act(issues[1], "CANCEL", w.office, doc_no="2号")
    w.issue(w.feedback())
    lone_stack.ctl("jobs", "run", "issues", "daily")
    lone_stack.until(lambda: ok(w.office.get("/boards/rectification?exact=true"))["lights"].get("RED", 0) > 0)
    assert answers(w.office, w.today())[2]["total"] == 6
    for who, caller in (("district", w.office), ("city", w.city), ("lead", w.leader)):
        assert answers(caller, day) == seen[who], who
    before = ok(w.office.get(f"/boards/rectification?as_of={w.today(-371)}"))
    assert before["total"] == 0 and ok(w.office.get(f"/issues?as_of={w.today(-371)}"))["items"] == []


def whole(caller, day, query=""):
    """Everything that is said of a day, as it is sent: the list with its count, the exports, the board."""
    listed = caller.get(f"/issues?as_of={day}&limit=200&count=exact{query}")
    sheet = caller.get(f"/issues/export?as_of={day}&format=csv{query}")
    rows = caller.get(f"/issues/export?as_of={day}&format=ndjson{query}")
    board = caller.get(f"/boards/rectification?as_of={day}{query if 'subtree' in query else ''}")
    assert {a.status_code for a in (listed, sheet, rows, board)} == {200}
    assert ok(listed)["total"] == len(ok(listed)["items"]) == len(rows.text.splitlines())
    return listed.content, sheet.content, rows.content, board.content


def extend(world, issue, days):
    ok(world.leader.post(f"/issues/{issue['id']}/extensions",
                         {"reason_code": "ENGINEERING", "reason": "汛期停工", "new_due": world.today(days)}), 201)
    world.act(issue, "APPROVE_EXTENSION", world.office, doc_no="延〔2026〕1号")


def test_a_day_reads_byte_for_byte_as_it_was_recorded(alone, lone_stack):
    """Due date, parties, title, owner and what else a list shows change; the day before says what it said, to whoever
    asks."""
    w = alone
    make(w, "310117K54")
    issue, other, renamed, long = w.rectifying(), w.assigned(), w.issue(tenant="310117K54"), w.rectifying(term_class="LONG_TERM")
    lone_stack.clock.move(days=2)
    w = World(lone_stack)
    lone_stack.ctl("jobs", "run", "issues", "daily")
    w.await_walk()
    day = w.today()
    callers = {"district": lambda: w.office, "city": lambda: w.city, "lead": lambda: w.leader,
               "supervisor": lambda: w.supervisor}
    queries = {"": 4, "&party=310117-SW": 3, "&party=310117-STHJ&role=SUPERVISE_UNIT": 3,
               f"&due_before={w.today(178)}": 4,
               f"&due_after={w.today(179)}": 0, "&overdue=false": 4, "&overdue=true": 0, "&category=SEWAGE": 4,
               "&tenant=310117K54": 1, "&subtree=310117": 4}
    now = ok(w.office.get("/issues?limit=200&count=exact"))
    assert ok(w.office.get(f"/issues?limit=200&count=exact&as_of={day}")) == now  # today is a day like the others
    assert w.office.get(f"/issues/export?format=ndjson&as_of={day}").content == w.office.get("/issues/export?format=ndjson").content
    seen = {(who, q): whole(caller(), day, q) for who, caller in callers.items() for q in queries if "subtree" not in q
            or who in ("district", "city")}
    seen["district", "&subtree=310117K54"] = whole(w.office, day, "&subtree=310117K54")
    for q, n in queries.items():
        assert ok(w.office.get(f"/issues?as_of={day}&count=exact{q}"))["total"] == n, q

    lone_stack.clock.move(days=1)
    w = World(lone_stack)
    extend(w, issue, 300)
    w.parties(other, lead="310117-CG", resp="310117-CG", coop="310117-SW")
    ok(w.office.patch(f"/issues/{other['id']}",
                      {"title": "改了标题", "category": "DUST", "severity": "MAJOR", "due_date": w.today(20)},
                      headers=etag(w.read(other)["row_version"])))
    w.verify(long, goal_no=1)
    w.act(long, "KEEP_LONG_TERM", w.office)
    change(w, kind="RENAME", tenant="310117K54", new_name="又一个新名", effective_date=w.today())
    lone_stack.until(lambda: w.read(renamed)["tenant"]["name"] == "又一个新名")
    lone_stack.clock.move(days=40)
    w = World(lone_stack)
    lone_stack.ctl("jobs", "run", "issues", "daily")
    lone_stack.until(lambda: w.read(other)["light"] == "RED")

    changed = {i["id"]: i for i in ok(w.office.get(f"/issues?as_of={w.today()}&limit=200"))["items"]}
    assert changed[issue["id"]]["due_date"] == w.today(260) and changed[issue["id"]]["is_extended"]
    assert (changed[other["id"]]["title"], changed[other["id"]]["is_overdue"], changed[long["id"]]["state"]) == ("改了标题",
            True, "LONG_TERM")
    assert changed[renamed["id"]]["tenant"]["name"] == "又一个新名"
    leads = {r["id"]: r["lead_unit"] for r in map(json.loads, whole(w.office, w.today())[2].splitlines())}
    assert leads[issue["id"]] == leads[long["id"]] != leads[other["id"]] is not None
    for (who, q), said in seen.items():
        assert whole(callers[who](), day, q) == said, (who, q)
