# SPDX-License-Identifier: MIT
"""Invariant 7: 10 000 rows with three bad ones: validate reports three grouped conflicts, commit of all writes none,
row by row
writes 9 997, and once more writes nothing."""
import pytest

from support.issues import World, finished, ok, refused
from support.snapshot import changes, snapshot

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date\n"
ROWS, BAD = 10_000, {117: ("category", "PLANET"), 5_000: ("due_date", "2027-02-30"), 9_999: ("severity", "HUGE")}


def line(n):
    row = {"serial_no": str(n), "title": f"问题{n}", "original_text": f"反馈原文第{n}条", "category": "SEWAGE",
           "element": "WATER",
           "severity": "SERIOUS", "term_class": "LONG_TERM", "due_date": "2027-06-30"}
    if n in BAD:
        row[BAD[n][0]] = BAD[n][1]
    return ",".join(row.values()) + "\n"


TEXT = (HEADER + "".join(map(line, range(1, ROWS + 1)))).encode()


@pytest.fixture(scope="module")
def world(stack):
    return World(stack)


@pytest.fixture(scope="module")
def feedback(world):
    return world.feedback()


def send(world, feedback, **query):
    """So many rows are a job."""
    answer = world.office.post("/issues/import", params={"feedback_id": feedback["id"]} | query, data=TEXT,
                               headers={"Content-Type": "text/csv"}, timeout=300)
    assert answer.status_code == 202
    return finished(world.office, answer, 300)


def count(stack, feedback):
    return int(stack.psql(f"select count(*) from bihuan.issue where feedback_id = '{feedback['id']}'"))


def conflicts(report):
    """Lines count from 1 with the header first."""
    assert report["rejected_rows"] == [n + 1 for n in sorted(BAD)] and report["total_conflicts"] == 3
    return {(c["property"], tuple(c["rows"]), c["count"]) for c in report["conflicts"]}


WANTED = {(column, (n + 1,), 1) for n, (column, _) in BAD.items()}


def test_validating_reports_three_conflicts_and_writes_nothing(world, stack, feedback):
    before = snapshot(stack, without={"work_job"})
    answer = send(world, feedback)
    report = answer.json().get("report", answer.json())
    assert conflicts(report) == WANTED and report["stats"]["total"] == ROWS
    assert changes(before, snapshot(stack, without={"work_job"})) == {}


def test_all_or_nothing_is_nothing(world, stack, feedback):
    before = snapshot(stack, without={"work_job"})
    assert conflicts(refused(send(world, feedback, mode="commit"), 422, "import-rejected")["report"]) == WANTED
    assert changes(before, snapshot(stack, without={"work_job"})) == {}


def test_row_by_row_writes_the_good_ones_and_a_repeat_nothing(world, stack, feedback):
    done = ok(send(world, feedback, mode="commit", atomic="row"))
    assert done["status"] == "partial" and conflicts(done) == WANTED
    assert done["stats"] == {"total": ROWS, "created": 9_997, "updated": 0, "unchanged": 0, "rejected": 3}
    assert count(stack, feedback) == 9_997
    kept = snapshot(stack, without={"audit_entry", "work_job"})
    again = ok(send(world, feedback, mode="commit", atomic="row"))
    assert again["stats"] == {"total": ROWS, "created": 0, "updated": 0, "unchanged": 9_997, "rejected": 3}
    assert changes(kept, snapshot(stack, without={"audit_entry", "work_job"})) == {}
