# SPDX-License-Identifier: MIT
"""The table of lights (domain B.7, BV-4..7) on what production runs: the statements that find exp and m, the rules, the
daily job.

Each row is an issue put into the row's condition, its dates shifted so that the row's day is the day the job runs on.
"""
import datetime

import pytest

from support.issues import World

ROWS = [line.split("\t") for line in open(__file__.replace("api/issues/test_lights.py",
                                                           "unit/services/issues/domain/lights.tsv"), encoding="utf-8")
        .read().splitlines() if line and not line.startswith("#")]
CONDITION = """
    delete from progress_report where issue_id = '{id}';
    delete from milestone where issue_id = '{id}';
    insert into milestone (measure_id, plan_id, issue_id, tenant_id, scope, position, name, planned_date, actual_date,
    weight, updated_at)
    select m.id, m.plan_id, p.issue_id, p.tenant_id, p.scope, s.n, 'S' || s.n, s.day,
    case when s.is_done then s.day end, s.weight, p.updated_at
      from issue_plan p join measure m on m.plan_id = p.id,
           (values {milestones}) s (n, day, weight, is_done)
     where p.issue_id = '{id}' and s.day is not null;
    insert into progress_report (issue_id, tenant_id, scope, period_kind, period_start, period_end, due_on, state,
    created_at, updated_at)
    select id, tenant_id, scope, 'MONTH', '2026-09-01', '2026-09-30', '2026-09-25', 'MISSED', updated_at, updated_at
      from issue where id = '{id}' and {missed};
    update issue set state = '{state}', due_date = {due}, progress_pct = {act}, upper_return_count = {returns},
        false_rectification = case when {false} then 'FALSE' end, step_due = {step},
        suspended_state = case when '{state}' = 'SUSPENDED' then 'RECTIFYING' end, suspended_on = {suspended},
        suspended_until = case when '{state}' = 'SUSPENDED' then date '2037-01-01' end
     where id = '{id}';"""


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


def shifted(text, days):
    return f"date '{datetime.date.fromisoformat(text) + datetime.timedelta(days=days)}'" if text != "-" else "null::date"


def milestones(text, days):
    if text == "-":
        return "(1, null::date, 0, false)"
    steps = (step.rstrip("!").split(":") + [step.endswith("!")] for step in text.split(","))
    return ", ".join(f"({n}, {shifted(day, days)}, {weight}, {str(done).lower()})" for n,
                     (day, weight, done) in enumerate(steps, 1))


def condition(issue, row, today):
    """The statements that put an issue into a row's condition, for a run on `today`."""
    _, day, state, due, steps, act, flags, *_ = row
    days = (today - datetime.date.fromisoformat(day)).days
    said = dict((flag.split("=") + ["true"])[:2] for flag in flags.split(",")) if flags != "-" else {}
    late = int(said.get("step", 0))
    return CONDITION.format(id=issue["id"], state=state, due=shifted(due, days), milestones=milestones(steps, days),
                            act=act,
                            returns=said.get("returns", 0), false=said.get("false", "false"),
                            missed=said.get("missed", "false"),
                            step=f"date '{today - datetime.timedelta(days=late)}'" if late else "null",
                            suspended=shifted(said["suspended"], days) if "suspended" in said else "null")


@pytest.fixture(scope="module")
def judged(world, stack):
    """[(row, the issue after the daily job)]"""
    first = world.rectifying()
    issues = [first] + [world.rectifying() for _ in ROWS[1:]]
    tomorrow = datetime.date.fromisoformat(world.today(1))
    stack.psql("set search_path = bihuan, pg_temp; set app.lo = ''; set app.hi = '~';"
               + "".join(condition(issue, row, tomorrow) for issue, row in zip(issues, ROWS)))
    stack.clock.move(days=1)
    stack.run_job("daily")
    return [(row, world.read(issue)) for issue, row in zip(issues, ROWS)]


@pytest.mark.parametrize("number", range(len(ROWS)), ids=[f"{row[0]}-{row[1]}" for row in ROWS])
def test_an_issue_is_lit_as_the_table_says(judged, number):
    row, issue = judged[number]
    assert (issue["light"], ",".join(issue["light_reasons"]) or "-") == tuple(row[9:11])
