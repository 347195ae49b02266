# SPDX-License-Identifier: MIT
"""Invariant 9: the ladder's daily walk by two replicas over many issues of which few are due: nothing starves, each cause is one
step, and an issue that nobody was assigned to is looked at like the others."""
import datetime
import tempfile

import pytest

from support.issues import World, ok
from support.stack import BUILD, free_ports, servers

QUIET = 20_000

# Copies of an issue that is due in a year; triggers off, so that only the walk is measured.
COPIES = """
do $$
declare
    cols text;
begin
    select string_agg(quote_ident(column_name), ', ') into cols from information_schema.columns
     where table_schema = 'bihuan' and table_name = 'issue' and is_generated = 'NEVER' and column_name not in ('id', 'code', 'serial_no');
    set local session_replication_role = replica;
    execute format('insert into bihuan.issue (id, code, serial_no, %1$s) select gen_random_uuid(), %2$L || n, %2$L || n, %1$s
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


def test_each_cause_is_one_step_however_many_look(lone_stack, replica):
    world = World(lone_stack)
    lone_stack.clock.move(hours=12 - datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).hour)  # a day begins at 00:30
    quiet = world.issue(due_date=world.today(365))
    unassigned = world.issue(due_date=world.today(1))
    assigned = world.assigned(due_date=world.today(1))
    last = world.issue(due_date=world.today(1))
    lone_stack.psql(COPIES.replace("COUNT", str(QUIET)).replace("SOURCE", quiet["id"]))
    for days in (3, 1, 1):  # three nights, one of them after a day without a walk
        lone_stack.clock.move(days=days)
        lone_stack.until(lambda: lone_stack.psql(
            "select watermark from bihuan.job_run where service = 'issues' and job = 'daily'").strip() == world.today() + " done", 90)
    for issue in (unassigned, assigned, last):
        steps = ok(world.office.get(f"/issues/{issue['id']}/escalations"))["items"]
        assert sorted(s["rung"] for s in steps) == ["L3-RED-1"], issue["title"]
    assert lone_stack.psql("select count(*) from (select from bihuan.escalation group by issue_id, rung having count(*) > 1) x").strip() == "0"
    changes = lone_stack.psql("select count(*) from bihuan.light_log where to_light = 'RED'").strip()
    assert changes == "3"
