# SPDX-License-Identifier: MIT
"""An export is longer than any of its statements, and lies where the operator said that such files lie."""
import csv
import io
import json
import zipfile

import pytest

from support.issues import World, finished, ok, refused
from support.stack import Stack

MANY, STATEMENT_MS = 30_000, 700


def copies(stack, issue, count):
    """The issue that many times more, each with an id and a code of its own."""
    names = stack.psql("""select string_agg(quote_ident(column_name), ',
    ' order by ordinal_position) from information_schema.columns
        where table_schema = 'bihuan' and table_name = 'issue' and is_generated = 'NEVER'""").strip()
    stack.psql(f"""insert into bihuan.issue ({names})
        select {names} from (select (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(), 'code', i.code || '-' || n,
                                                                                 'serial_no', i.serial_no || '-' || n))).*
                               from bihuan.issue i, generate_series(1, {count}) n where i.id = '{issue["id"]}') c""")


@pytest.fixture(scope="module")
def hasty():
    """Statements have little time here."""
    with Stack(settings={"BIHUAN_STATEMENT_TIMEOUT_MS": str(STATEMENT_MS)}) as stack:
        yield stack


@pytest.mark.parametrize("past", (False, True), ids=("now", "as-of-today"))
def test_an_export_outlasts_the_time_of_a_statement(hasty, past):
    world = World(hasty)
    feedback = world.feedback()
    kept = world.issue(feedback=feedback)
    copies(hasty, kept, MANY if not past else 2_500)
    query = {"feedback_id": feedback["id"], "format": "ndjson"} | ({"as_of": world.today()} if past else {})
    answer = finished(world.office, world.office.get("/issues/export", params=query, timeout=300))
    assert answer.status_code == 200, answer.text
    ids = [json.loads(line)["id"] for line in answer.text.splitlines()]
    wanted = 1 if past else MANY + 1  # a copy has no log, so nothing is known of its past
    assert len(ids) == wanted and ids == sorted(set(ids), reverse=True) and kept["id"] in ids


def test_every_format_goes_on_behind_the_first_slice(stack):
    world = World(stack)
    feedback = world.feedback()
    copies(stack, world.issue(feedback=feedback), 2_500)
    query = {"feedback_id": feedback["id"]}
    rows = list(csv.DictReader(io.StringIO(world.office.get("/issues/export",
                                                            params=query).content.decode("utf-8-sig"))))
    assert len({r["code"] for r in rows}) == len(rows) == 2_501
    book = zipfile.ZipFile(io.BytesIO(world.office.get("/issues/export", params=query | {"format": "xlsx"}).content))
    assert book.read("xl/worksheets/sheet1.xml").count(b"<row ") == 2_502
    assert ok(world.office.get("/issues", params=query | {"count": "exact"}))["total"] == 2_501


def test_temporary_files_lie_in_the_spool(tmp_path):
    with Stack(settings={"BIHUAN_SPOOL_DIR": str(tmp_path / "absent")}) as stack:
        world = World(stack)
        issue = world.issue()
        for form in ("csv", "ndjson", "xlsx"):
            refused(world.office.get("/issues/export", params={"format": form}), 503)
        refused(world.office.get(f"/issues/{issue['id']}/archive"), 503)
