# SPDX-License-Identifier: MIT
"""What a long import does to others, and what one row of it does to the rest."""
import contextlib
import threading

import psycopg2
import pytest

from support.issues import ISSUE_CHANGE, finished, ok, refused
from support.stack import today

HEADER = "serial_no,title,original_text,category,element,severity,term_class,due_date"
ROWS = 300
DUE = today(150)


def table(serials, title="河道问题"):
    return "\n".join([HEADER, *(f"{n},{title},反馈原文第{n}条,SEWAGE,WATER,SERIOUS,SHORT,{DUE}" for n in serials)]).encode()


def send(world, feedback, text, headers=None, **query):
    return world.office.post("/issues/import", params={"feedback_id": feedback["id"]} | query, data=text,
                             headers={"Content-Type": "text/csv"} | (headers or {}), timeout=60)


def codes(stack, feedback):
    """serial number: running number of the code"""
    text = stack.psql(f"select serial_no, split_part(code, '-', 4) from bihuan.issue where feedback_id = '{feedback['id']}'")
    return {serial: int(number) for serial, number in (line.split("\t") for line in text.splitlines())}


@contextlib.contextmanager
def held(stack, feedback, serial):
    """An import that comes to this row waits in it."""
    with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
        cursor.execute("select from bihuan.issue where feedback_id = %s and serial_no = %s for update",
                       (feedback["id"], str(serial)))
        yield
        connection.rollback()


@pytest.fixture
def waiting(world, stack):
    """(feedback, answers): an import of 300 rows stands in the last of them, which it changes; it goes on when the test
    ends."""
    feedback, answers = world.feedback(), []
    ok(send(world, feedback, table([ROWS]), mode="commit"))
    rows = table(range(1, ROWS)) + b"\n" + table([ROWS], "新标题").split(b"\n")[1]
    asked = send(world, feedback, rows, headers={"Prefer": "respond-async"}, mode="commit")  # a request would give up
    sender = threading.Thread(target=lambda: answers.append(finished(world.office, asked)))
    with held(stack, feedback, ROWS):
        sender.start()
        stack.held_up(ISSUE_CHANGE)
        yield feedback, answers
    sender.join(60)
    assert ok(answers[0])["stats"] == {"total": ROWS, "created": ROWS - 1, "updated": 1, "unchanged": 0, "rejected": 0}


def test_others_register_while_an_import_is_under_way(world, stack, waiting):
    _, answers = waiting
    other = world.issue()
    assert not answers and ok(world.office.get(f"/issues/{other['id']}"))["code"] == other["code"]


def test_an_import_has_fewer_subtransactions_than_slow_others_down(world, stack):
    """Each leaves its number on what it wrote; the lock on it goes when it is released, long before the others are
    slow."""
    feedback = world.feedback()
    ok(send(world, feedback, table(range(1, ROWS + 1)), mode="commit"))
    used = stack.psql(f"select count(distinct xmin::text) from bihuan.issue where feedback_id = '{feedback['id']}'")
    assert 1 < int(used) <= 64


def test_numbers_taken_ahead_go_back(world, stack):
    feedback = world.feedback()
    ok(send(world, feedback, table(range(1, 251)), mode="commit"))
    ok(send(world, feedback, table(range(251, 261))))  # a look takes none
    refused(send(world, feedback, table([251]) + b"\n252,,,,,,,", mode="commit"), 422)
    ok(send(world, feedback, table([251]), mode="commit"))
    first = codes(stack, feedback)["1"]
    assert codes(stack, feedback) == {str(n): first + n - 1 for n in range(1, 252)}


@pytest.fixture
def late_failure(stack):
    """The log of a registration refuses the issues with these serial numbers, when it is written."""
    stack.psql("""create function bihuan.refuse_late() returns trigger language plpgsql as $$ begin
        if (select serial_no in ('4', '5', '77') from bihuan.issue where id = new.issue_id) then
            raise exception 'refused late' using errcode = 'check_violation', constraint = 'state_log_reason_check', table = 'state_log';
        end if;
        return new; end $$;
        create trigger refuse_late before insert on bihuan.state_log for each row execute function
        bihuan.refuse_late()""")
    yield
    stack.psql("drop trigger refuse_late on bihuan.state_log; drop function bihuan.refuse_late()")


def test_a_row_that_fails_late_is_rejected_alone(world, stack, late_failure):
    """The statement was queued; the rows around it share its savepoint."""
    feedback = world.feedback()
    done = ok(send(world, feedback, table(range(1, ROWS + 1)), mode="commit", atomic="row"))
    assert done["rejected_rows"] == [5, 6, 78] and done["status"] == "partial"
    assert done["stats"] == {"total": ROWS, "created": ROWS - 3, "updated": 0, "unchanged": 0, "rejected": 3}
    kept = codes(stack, feedback)
    assert len(kept) == ROWS - 3 and sorted(kept.values()) == list(range(min(kept.values()), max(kept.values()) + 1))
    logs = "select count(*), count(distinct l.issue_id) from bihuan.state_log l join bihuan.issue i on i.id = l.issue_id"
    assert stack.psql(f"{logs} where i.feedback_id = '{feedback['id']}'").split() == [str(ROWS - 3)] * 2
    again = ok(send(world, feedback, table(range(1, ROWS + 1)), mode="commit", atomic="row"))
    assert again["stats"]["unchanged"] == ROWS - 3 and again["stats"]["rejected"] == 3
    refused(send(world, feedback, table([4]), mode="commit"), 422, "import-rejected")
