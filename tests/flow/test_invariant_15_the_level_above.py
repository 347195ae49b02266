# SPDX-License-Identifier: MIT
"""Invariant 15: the level above reads, urges and escalates, but edits nothing of a lower tenant's; restricted reads are
in the chain."""
import pytest

from support.bodies import ESCALATION, PETITIONER
from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.stock import Stock

LOGS = {"audit_entry", "idempotency_key"}


@pytest.fixture(scope="module")
def stock(world):
    return Stock(world, keep=True)


def audited(stack, action, issue):
    """(tenant code, actor) of the entries, oldest first."""
    stack.until(lambda: stack.psql("select count(*) from bihuan.audit_entry a where not exists "
                                   "(select from bihuan.audit_seal s where s.entry_id = a.id)").strip() == "0")
    return stack.psql(f"select roles from bihuan.audit_entry where action = '{action}' and (object_id = '{issue['id']}' or detail::text "
                      f"like '%{issue['id']}%' or '{issue['id']}' = '') order by id").splitlines()


def test_reports_and_evidence_are_read_but_not_edited(world, stock, stack):
    issue, with_evidence = stock["submitted_report"], stock["with_evidence"]
    report, evidence = issue["report"], with_evidence["evidence"]
    assert report["id"] in world.city.get(f"/issues/{issue['id']}/progress-reports").text
    assert evidence["id"] in world.city.get(f"/issues/{with_evidence['id']}/evidence").text
    before = snapshot(stack, without=LOGS)
    for caller in (world.city, world.office):
        refused(caller.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                            {"progress_pct": "99", "done_text": "改"},
                            headers=etag(report["row_version"])), 403)
        refused(caller.post(f"/issues/{with_evidence['id']}/evidence/{evidence['id']}/remove", {"reason": "改"},
                            headers=etag(evidence["row_version"])), 403)
    refused(world.city.patch(f"/issues/{issue['id']}", {"title": "改"}, headers=etag(world.read(issue)["row_version"])),
            403)
    for path in (f"/issues/{issue['id']}/progress-reports/{report['id']}",
                 f"/issues/{with_evidence['id']}/evidence/{evidence['id']}"):
        for send in (world.city.patch, world.city.put):  # there is no such thing as editing them
            assert send(path, {"done_text": "改"}).status_code in (404, 405)
    assert changes(before, snapshot(stack, without=LOGS)) == {}


def test_the_level_above_returns_and_escalates_with_an_entry_each(world, stock, stack):
    issue = stock.again("submitted_report")
    report = issue["report"]
    back = ok(world.city.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/return", {"opinion": "数据不实"},
                              headers=etag(report["row_version"])))
    assert back["state"] == "RETURNED" and back["done_text"] == report["done_text"]
    made = ok(world.city.post(f"/issues/{issue['id']}/escalations", ESCALATION), 201)
    entries = stack.psql("select action, roles from bihuan.audit_entry where object_id in "
                         f"('{report['id']}', '{made['id']}') and roles = 'CITY_OFFICE' order by id").splitlines()
    assert [e.split("\t")[0] for e in entries] == ["report.decide", "escalation.issue"]


def test_each_read_of_a_petitioner_is_in_the_chain(world, stock, stack):
    issue = stock.again("with_petitioner")
    path = f"/issues/{issue['id']}/petitioner"
    for _ in range(3):
        assert ok(world.office.get(path))["name"] == PETITIONER["name"]
    refused(world.city.get(path), 404)
    assert audited(stack, "petitioner.read", issue) == ["DIST_OFFICE"] * 3
    assert PETITIONER["name"] not in stack.psql("select coalesce(string_agg(detail::text, ''), '') from bihuan.audit_entry")
    stack.ctl("audit", "verify")


def test_a_link_taken_out_of_the_chain_is_noticed(world, stock, stack):
    issue = stock.again("with_petitioner")
    ok(world.office.get(f"/issues/{issue['id']}/petitioner"))
    assert audited(stack, "petitioner.read", issue)
    stack.psql(f"begin; set local session_replication_role = replica; create table public.cut as select * from bihuan.audit_entry "
               f"where object_id = '{issue['id']}' and action = 'petitioner.read'; delete from bihuan.audit_entry where id in (select id from public.cut); commit")
    with pytest.raises(Exception, match="entry|fault"):
        stack.ctl("audit", "verify")
    stack.psql("insert into bihuan.audit_entry select * from public.cut; drop table public.cut")
    stack.ctl("audit", "verify")
