# SPDX-License-Identifier: MIT
"""L1: what a day without the walk left undone is caught up with for every issue, and a step behind its limit is told of
once."""
import datetime

import pytest

from support.issues import World, ok
from support.stack import Stack

COPIES = """
do $$
declare
    cols text;
begin
    select string_agg(quote_ident(column_name), ', ') into cols from information_schema.columns
     where table_schema = 'bihuan' and table_name = 'issue' and is_generated = 'NEVER' and column_name not in ('id', 'code', 'serial_no');
    set local session_replication_role = replica;
    execute format('insert into bihuan.issue (id, code, serial_no, %1$s) select gen_random_uuid(), %2$L || n, %2$L || n,
    %1$s
                      from bihuan.issue, generate_series(1, 1200) n where id = %3$L', cols, 'Q', 'SOURCE');
end $$"""


@pytest.fixture
def world(lone_stack):
    made = World(lone_stack)
    made.begin_at_noon()
    made.calendar(2026, 2027)
    return made


def count(stack, rung):
    return int(stack.psql(f"select count(*) from bihuan.escalation where rung like 'L1-{rung}%'"))


def test_missed_days_are_caught_up_with_for_every_issue(world, lone_stack):
    issue = world.issue(due_date=world.today(33))
    lone_stack.psql(COPIES.replace("SOURCE", issue["id"]))
    world.night(1)
    assert count(lone_stack, "D30") == 0
    world.night(4)  # over the day on which 30 were left
    assert count(lone_stack, "D30") == 1201
    world.night(1)
    assert count(lone_stack, "D") == 1201


def played(world, nights):
    """Issues of every kind, and the rows that the walks of these nights leave."""
    stack, head = world.stack, world.who("310117", "GROUP_HEAD")
    cases = {"near": world.issue(due_date=world.today(16)),
             "major": world.issue(due_date=world.today(4), severity="MAJOR"),
             "far": world.issue(due_date=world.today(180)), "late step": world.assigned(due_date=world.today(180)),
             "reports": world.rectifying()}
    listed = world.assigned(due_date=world.today(180))
    ok(head.post(f"/issues/{listed['id']}/escalations", {"level": 4, "doc_no": "督〔2026〕44号", "reason": "滞后"}), 201)
    cases["listed"] = listed
    world.night(1)
    for days in nights:
        world.night(days)
    rows = set()
    for name, issue in cases.items():
        tables = {"escalation": "rung, state, coalesce(issued_on::text, '')",
                  "light_log": "from_light, to_light, on_date"}
        if name == "reports":  # missed at their minute, by a job of its own
            del tables["light_log"]
        for table, columns in tables.items():
            found = stack.psql(f"select {columns} from bihuan.{table} where issue_id = '{issue['id']}'")
            rows |= {(name, table, *line.split("\t")) for line in found.splitlines()}
    return rows


def test_days_without_a_walk_leave_the_same_rows_as_days_with_one(world, lone_stack):
    daily = played(world, [1] * 21)
    assert len(daily) > 20
    with Stack() as other:
        again = World(other)
        again.begin_at_noon()
        again.calendar(2026, 2027)
        assert played(again, [7, 14]) == daily


def test_a_missed_day_is_caught_up_with_for_a_report(world, lone_stack):
    issue = world.rectifying()
    due = min(r["due_on"] for r in ok(world.office.get(f"/issues/{issue['id']}/progress-reports"))["items"]
              if r["due_on"] > world.today(4))
    days = (datetime.date.fromisoformat(due) - datetime.date.fromisoformat(world.today())).days
    world.night(days - 3)
    assert count(lone_stack, f"REPORT-{due}") == 0
    world.night(3)  # over the day before it is due
    assert count(lone_stack, f"REPORT-{due}") == 1


def test_a_step_behind_its_limit_is_yellow_told_of_once_and_stays_counted(world, lone_stack):
    issue = world.assigned()
    world.night(12)
    late = world.read(issue)
    assert (late["light"], late["light_reasons"], late["late_steps"]) == ("YELLOW", ["STEP_LATE"], 1)
    world.night(30)
    assert world.read(issue)["light"] == "YELLOW" and count(lone_stack, "STEP") == 1
    world.act(issue, "SIGN", world.admin)
    after = world.read(issue)
    assert (after["light"], after["late_steps"]) == ("GREEN", 1) and after["step_due"] > world.today()
    rows = lone_stack.psql(f"select kind, ended_on > due_on from bihuan.issue_clock where issue_id = '{issue['id']}' and kind <> 'BOUNCE' "
                           "order by id")
    assert rows.split() == ["SIGN", "t", "PLAN"]


def test_a_step_done_late_before_anybody_looked_is_counted(world, lone_stack):
    issue = world.assigned()
    lone_stack.psql("update bihuan.job_run set due_at = 'infinity' where job = 'daily'")
    lone_stack.clock.move(days=12)
    world.act(issue, "SIGN", world.admin)
    assert world.read(issue)["late_steps"] == 1
