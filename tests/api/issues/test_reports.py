# SPDX-License-Identifier: MIT
"""Progress reports (B.1, F.4-4): handed in once their time has begun, judged by the level above, whose confirmation is
no last word."""
import pytest

from support.issues import World, etag, ok, refused


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


def scheduled(world, issue):
    """The reports of the schedule, the first period first."""
    found = ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]
    return sorted(found, key=lambda r: r["period_start"])


def submit(world, issue, report, pct="20"):
    return world.admin.post(f"/issues/{issue['id']}/progress-reports/{report['id']}/submit",
                            {"progress_pct": pct, "done_text": "完成设计"},
                            headers=etag(report["row_version"]))


def judge(world, issue, report, decision, by=None):
    return (by or world.office).post(f"/issues/{issue['id']}/progress-reports/{report['id']}/{decision}",
                                     {"opinion": "与现场不符"},
                                     headers=etag(report["row_version"]))


def test_a_report_is_not_handed_in_before_its_period(world):
    issue = world.rectifying()
    first, *_, last = scheduled(world, issue)
    assert first["period_start"] <= world.today() < last["period_start"]
    refused(submit(world, issue, last), 409, "state-conflict")
    assert ok(submit(world, issue, first))["state"] == "SUBMITTED"


def test_a_confirmed_report_that_turns_out_wrong_is_returned(world):
    issue = world.rectifying()
    report = ok(submit(world, issue, scheduled(world, issue)[0]))
    confirmed = ok(judge(world, issue, report, "confirm"))
    assert world.read(issue)["progress_pct"] == "20.00"
    returned = ok(judge(world, issue, confirmed, "return"))
    assert returned["state"] == "RETURNED" and returned["opinion"] == "与现场不符"
    assert world.read(issue)["progress_pct"] in ("0", "0.00")
    again = ok(submit(world, issue, returned, "10"))
    assert again["state"] == "SUBMITTED"
    refused(judge(world, issue, ok(judge(world, issue, again, "return")), "return"), 409)
