# SPDX-License-Identifier: MIT
"""Invariant 9: the ladder's daily walk by two replicas over many issues of which few are due: nothing starves, each
cause is one
step, and an issue that nobody was assigned to is looked at like the others."""
import tempfile

import pytest

from support.issues import World, ok
from support.stack import BUILD, free_ports, servers

QUIET = 100_000
CHANGING = 2_500

# Copies of an issue that is due in a year; triggers off, so that only the walk is measured.
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
                      from bihuan.issue, generate_series(1, COUNT) n where id = %3$L', cols, 'Q', 'SOURCE');
end $$"""


@pytest.fixture
def replica(lone_stack):
    """A second process of the issues service."""
    with tempfile.TemporaryDirectory(prefix="bihuan-test.", dir="/var/tmp") as directory:
        environment = lone_stack.environment | {"BIHUAN_PORT": str(free_ports(1)[0])}
        second = servers.Service("issues", directory, BUILD, environment)
        second.launch()
        lone_stack.until(second.ready)
        yield second
        second.stop()


@pytest.fixture
def world(lone_stack):
    return World(lone_stack)


def copy(stack, issue, count):
    stack.psql(COPIES.replace("COUNT", str(count)).replace("SOURCE", issue["id"]))


def rows(stack, sql):
    return [line.split("\t") for line in stack.psql(sql).splitlines()]


def test_each_cause_is_one_step_however_many_look(world, lone_stack, replica):
    quiet = world.issue(due_date=world.today(365), term_class="LONG_TERM")
    unassigned = world.issue(due_date=world.today(1))
    assigned = world.assigned(due_date=world.today(1))
    last = world.issue(due_date=world.today(1))
    copy(lone_stack, quiet, QUIET)
    for days in (3, 1, 1):  # three nights, the first after two days without a walk
        world.night(days, seconds=300)
    for issue in (unassigned, assigned, last):
        steps = ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"]
        # not signed for in time (I11)
        rungs = [s["rung"] for s in steps if issue is not assigned or not s["rung"].startswith("L1-STEP-")]
        assert sorted(rungs) == ["L2-YELLOW-1", "L3-RED-1"], issue["title"]
    assert rows(lone_stack, "select from bihuan.escalation group by issue_id, rung having count(*) > 1") == []
    assert rows(lone_stack, "select count(*) from bihuan.light_log where to_light = 'RED'") == [["3"]]


def test_what_a_night_changes_is_written_and_told_once_for_each_issue(world, lone_stack, replica):
    """Every issue of several batches turns yellow and is reminded of, then turns red and overdue."""
    copy(lone_stack, world.issue(due_date=world.today(4)), CHANGING)
    for days in (1, 4, 1):
        world.night(days, seconds=300)
    issues = [str(CHANGING + 1)]
    due = world.today(-2)
    assert rows(lone_stack,
                "select light, overdue_since, yellow_count, red_count, count(*) from bihuan.issue group by 1, 2, 3, 4") == [
        ["RED", world.today(-1), "1", "1", *issues]]
    assert rows(lone_stack,
                "select from_light, to_light, on_date, count(*) from bihuan.light_log group by 1, 2, 3 order by 3") == [
        ["GREEN", "YELLOW", world.today(-5), *issues], ["YELLOW", "RED", world.today(-1), *issues]]
    assert rows(lone_stack, "select rung, state, count(*) from bihuan.escalation group by 1, 2 order by 1") == [
        [f"L1-D1-{due}", "ISSUED", *issues], [f"L1-D3-{due}", "ISSUED", *issues], ["L2-YELLOW-1", "LAPSED", *issues],
        ["L3-RED-1", "PROPOSED", *issues]]
    told = rows(lone_stack, """
        select types, count(*) from (
            select string_agg(type || sequence, ' ' order by sequence) as types
              from (select * from bihuan.outbox union all select position, id, producer, type, version, aggregate_id,
              sequence, tenant_id, scope,
                    at, traceparent, data from bihuan.event_log) e
             where producer = 'issues' and type <> 'issue.created' group by aggregate_id) k
         group by 1 order by 2""")
    told = [[types.split(), count] for types, count in told]
    order = ["issue.light_changed", "issue.escalated", "issue.escalated", "issue.light_changed", "issue.overdue"]
    assert told == [[[f"{name}{n}" for n, name in enumerate(order, first)], count] for first,
                    count in ((2, "1"), (1, str(CHANGING)))]


def test_each_issue_is_judged_by_what_its_own_tenant_has_set(world, lone_stack):
    """Of one batch: a district that warns late, one that keeps the city's, and a street of the first that goes by its
    district."""
    other = world.who("310104", "DIST_OFFICE")
    near, far = {"due_date": world.today(20)}, {"due_date": world.today(60)}
    world.parameters(world.city, yellow_due_days=60)
    world.parameters(other, yellow_due_days=5)
    feedback = world.feedback(by=other)
    late = [world.issue(feedback, by=other, **near), world.issue(feedback, by=other, tenant="310104003", **near)]
    kept = [world.issue(**near), world.issue(**far)]
    world.night(1, seconds=300)
    assert [world.read(i, other)["light"] for i in late] == ["GREEN", "GREEN"]
    assert [world.read(i)["light"] for i in kept] == ["YELLOW", "YELLOW"]
