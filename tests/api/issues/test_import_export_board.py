# SPDX-License-Identifier: MIT
"""Problem lists in, lists out, and the board over both."""
import csv
import io
import json
import zipfile

import pytest

from support.issues import World, etag, ok, refused

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date,lead_unit,resp_units,supervise_unit,coop_units,party_lead,gov_lead"


@pytest.fixture(scope="module")
def world(stack):
    return World(stack)


def line(serial, title="河道劣Ⅴ类", category="SEWAGE", units="310117-SW,310117-SW;310117-LHSR,310117-STHJ,310117-ZJ,,",
         due="2027-06-30"):
    return f"{serial},{title},反馈原文第{serial}条,{category},WATER,SERIOUS,LONG_TERM,{due},{units}"


def table(*lines):
    return "\n".join((HEADER,) + lines) + "\n"


def send(world, feedback, text, **query):
    data = text if isinstance(text, bytes) else text.encode()
    return world.office.post("/issues/import", params={"feedback_id": feedback["id"]} | query, data=data,
                             headers={"Content-Type": "text/csv"})


def listed(world, feedback):
    return ok(world.office.get("/issues", params={"feedback_id": feedback["id"], "limit": 200}))["items"]


# ---- import


def test_a_list_is_validated_then_committed_then_unchanged(world):
    feedback = world.feedback()
    text = table(line(1), line(2, units=",,,,,"))
    assert ok(send(world, feedback, text))["status"] == "validated" and listed(world, feedback) == []
    done = ok(send(world, feedback, text, mode="commit"))
    assert done["stats"] == {"total": 2, "created": 2, "updated": 0, "unchanged": 0, "rejected": 0}
    first = next(i for i in listed(world, feedback) if i["serial_no"] == "1")
    parties = ok(world.office.get(f"/issues/{first['id']}/parties"))["items"]
    assert sorted((p["role"], p["tenant"]["code"]) for p in parties) == [
        ("COOP_UNIT", "310117-ZJ"), ("LEAD_UNIT", "310117-SW"), ("RESP_UNIT", "310117-LHSR"),
        ("RESP_UNIT", "310117-SW"),
        ("SUPERVISE_UNIT", "310117-STHJ")]
    again = ok(send(world, feedback, text, mode="commit"))
    assert again["stats"]["unchanged"] == 2 and listed(world, feedback)[0]["row_version"] in (1, 2)
    assert {i["id"]: i["row_version"] for i in listed(world, feedback)}[first["id"]] == first["row_version"]


def test_a_changed_row_updates_what_may_change_and_never_the_text(world):
    feedback = world.feedback()
    ok(send(world, feedback, table(line(1), line(2)), mode="commit"))
    changed = ok(send(world, feedback, table(line(1, title="新标题"), line(2)), mode="commit"))
    assert (changed["stats"]["updated"], changed["stats"]["unchanged"]) == (1, 1)
    other = line(1).replace("反馈原文第1条", "另一段原文")
    report = refused(send(world, feedback, table(other), mode="commit"), 422)["report"]
    assert [(c["code"], c["property"]) for c in report["conflicts"]] == [("immutable", "original_text")]


def test_bad_rows_are_all_named_and_nothing_is_kept(world):
    feedback = world.feedback()
    text = table(line(1), line(2, category="PLANET"), line(3, units="310117-SW,,,,,"),
                 line(4, units="310112-SW,310112-SW,310117-STHJ,,,"),
                 line(5, units="310117-SW,310117-SW,310117-SW,,,"), line(6), line(6))
    report = refused(send(world, feedback, text, mode="commit"), 422)["report"]
    assert sorted(report["rejected_rows"]) == [3, 4, 5, 6, 7, 8] and listed(world, feedback) == []
    codes = {(c["code"], c["property"]): c["rows"] for c in report["conflicts"]}
    assert codes[("enum", "category")] == [3] and codes[("duplicate", "")] == [7, 8]


def test_row_by_row_keeps_the_good_ones(world):
    feedback = world.feedback()
    done = ok(send(world, feedback, table(line(1), line(2, category="PLANET")), mode="commit", atomic="row"))
    assert done["status"] == "partial" and [i["serial_no"] for i in listed(world, feedback)] == ["1"]


def test_gb18030_with_chinese_separators(world):
    feedback = world.feedback()
    text = table(line(1, units="310117-SW,310117-SW、310117-LHSR，310117-ZJ,310117-STHJ,,张书记,李局长"))
    done = ok(send(world, feedback, text.encode("gb18030"), mode="commit"))
    assert done["encoding"] == "GB18030" and done["stats"]["created"] == 1
    refused(send(world, feedback, text.encode("gb18030") + line(2).encode(), mode="commit"), 400, "bad-encoding")


def test_wrong_headers_and_too_many_rows(world):
    feedback = world.feedback()
    answer = refused(send(world, feedback, "serial_no,colour\n1,red\n"), 422, "import-rejected")
    assert ("/header/colour", "unknown") in {(e["pointer"], e["code"]) for e in answer["errors"]}
    refused(send(world, feedback, HEADER + "\n" + "\n".join(line(i) for i in range(100_000))), 422, "import-rejected")


def test_only_an_office_imports(world):
    feedback = world.feedback()
    answer = world.leader.post("/issues/import", params={"feedback_id": feedback["id"]}, data=table(line(1)).encode(),
                               headers={"Content-Type": "text/csv"})
    refused(answer, 403)


# ---- export


def export(caller, **query):
    answer = caller.get("/issues/export", params=query)
    assert answer.status_code == 200
    return answer


def test_every_format_holds_what_the_list_shows(world):
    feedback = world.feedback()
    ok(send(world, feedback, table(line(1, title="=1+1"), line(2)), mode="commit"))
    query = {"feedback_id": feedback["id"]}
    rows = list(csv.DictReader(io.StringIO(export(world.office, **query).content.decode("utf-8-sig"))))
    assert sorted(r["serial_no"] for r in rows) == ["1", "2"]
    assert next(r["title"] for r in rows if r["serial_no"] == "1") == "'=1+1"  # no formula reaches a spreadsheet
    lines = [json.loads(x) for x in export(world.office, format="ndjson", **query).text.splitlines()]
    assert {x["id"] for x in lines} == {i["id"] for i in listed(world, feedback)} and lines[0]["lead_unit"]
    book = zipfile.ZipFile(io.BytesIO(export(world.office, format="xlsx", **query).content))
    assert "xl/worksheets/sheet1.xml" in book.namelist()
    names = ",".join(rows[0])
    assert export(world.office, category="DUST",
                  **query).content.decode("utf-8-sig").split("\r\n")[0] == names and "lead_unit" in names
    assert export(world.office, category="DUST", format="ndjson", **query).content == b""


def test_exports_are_scoped_like_lists(world):
    feedback = world.feedback()
    ok(send(world, feedback, table(line(1)), mode="commit"))
    assert export(world.who("310112", "DIST_OFFICE"), format="ndjson", feedback_id=feedback["id"]).content == b""
    assert len(export(world.who("310117-LHSR", "UNIT_ADMIN"), format="ndjson",
                      feedback_id=feedback["id"]).text.splitlines()) == 1
    refused(world.office.get("/issues/export", params={"subtree": "310112"}), 404)
    refused(world.office.get("/issues/export", params={"limit": 5}), 400)


# ---- board


def board(caller, **query):
    return ok(caller.get("/boards/rectification", params=query))


def counts(answer):
    return {k: answer[k] for k in ("total", "states", "lights", "categories", "overdue", "tenants", "granted_by")}


def test_the_board_counts_what_the_list_counts_at_every_level(lone_stack):
    world = World(lone_stack)
    feedback = world.feedback()
    ok(send(world, feedback, table(*(line(i) for i in range(1, 6)), line(6, category="DUST")), mode="commit"))
    for tenant, role in (("310000", "CITY_OFFICE"), ("310117", "DIST_OFFICE"), ("310117-SW", "UNIT_ADMIN"),
                         ("310117-STHJ", "UNIT_ADMIN"),
                         ("310112", "DIST_OFFICE"), ("310117001", "UNIT_ADMIN")):
        caller = world.who(tenant, role)
        total = ok(caller.get("/issues", params={"count": "exact"}))["total"]
        seen = board(caller)
        assert seen["total"] == total == sum(seen["states"].values()) == sum(seen["categories"].values())
        assert counts(seen) == counts(board(caller, exact="true"))
    city = board(world.who("310000", "CITY_OFFICE"))
    assert [(t["tenant"]["code"], t["total"], t["green"]) for t in city["tenants"]] == [("310117", 6, 6)]
    assert board(world.who("310000", "CITY_OFFICE"), subtree="310117")["total"] == 6
    assert [g["tenant"]["code"] for g in board(world.who("310117-SW", "UNIT_ADMIN"))["granted_by"]] == ["310117"]


def test_folding_changes_no_count(lone_stack):
    world = World(lone_stack)
    ok(send(world, world.feedback(), table(*(line(i) for i in range(1, 9))), mode="commit"))
    lone_stack.until(lambda: lone_stack.psql("select count(*) from bihuan.issue_count_delta").strip() == "0")
    assert board(world.office)["total"] == 8 and counts(board(world.office)) == counts(board(world.office,
            exact="true"))


def test_a_new_due_date_ends_what_the_old_one_made_late(lone_stack):
    """On the board as in the list; and when the new one passes, that is told too."""
    world = World(lone_stack)
    world.begin_at_noon()
    issue = world.issue(due_date=world.today(3))

    def late():
        listed = ok(world.office.get("/issues", params={"overdue": "true", "count": "exact"}))["total"]
        return listed, board(world.office)["overdue"], board(world.office, exact="true")["overdue"]

    world.night(6)
    assert late() == (1, 1, 1)
    new = world.today(30)
    ok(world.office.patch(f"/issues/{issue['id']}", {"due_date": new}, headers=etag(world.read(issue)["row_version"])))
    assert late() == (0, 0, 0) and world.read(issue)["overdue_since"] is None
    world.night(31)
    assert late() == (1, 1, 1) and world.read(issue)["overdue_since"] == world.today()
    told = "select count(*) from bihuan.event_log where type = 'issue.overdue' and data ->> 'issue_id' = '{}'"
    lone_stack.until(lambda: lone_stack.psql(told.format(issue["id"])).strip() == "2")


def test_the_board_as_of_a_day_is_what_stood_then(lone_stack):
    world = World(lone_stack)
    ok(send(world, world.feedback(), table(line(1)), mode="commit"))
    day = board(world.office)["as_of"]
    lone_stack.clock.move(days=3)
    ok(send(world, world.feedback(), table(line(2)), mode="commit"))
    assert (board(world.office, as_of=day)["total"], board(world.office)["total"]) == (1, 2)
    refused(world.office.get("/boards/rectification", params={"subtree": "310112"}), 404)


def test_one_mistake_on_many_rows_is_one_conflict(world):
    feedback = world.feedback()
    wrong = "310117-SW,310117-SW,310117-SW,,,"  # supervises itself
    report = ok(send(world, feedback, table(*(line(n, units=wrong) for n in range(20)))))
    found = [c for c in report["conflicts"] if c["code"] == "supervise-is-resp" and c["property"] == "supervise_unit"]
    assert len(found) == 1 and found[0]["count"] == 20 and found[0]["object"] == "310117-SW" and len(found[0]["rows"]) == 20
