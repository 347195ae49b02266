# SPDX-License-Identifier: MIT
"""A disk for files that runs full is refused to callers before it is full: others need it too."""
import os
import pathlib
import shutil
import tempfile

import psycopg2
import pytest

from support.issues import World, ok, refused
from support.stack import Stack

HEADER = "serial_no,title,original_text,category,element,severity,term_class"
LIST = f"{HEADER}\nF-1,黑臭水体,河道黑臭,SEWAGE,WATER,GENERAL,SHORT\n"
LATER = {"Prefer": "respond-async"}
MORE_THAN_THERE_IS = str(1 << 30)  # MiB


def stored(stack):
    return [p for p in pathlib.Path(stack.environment["BIHUAN_FILES_DIR"]).rglob("*") if p.is_file()]


def test_what_would_fill_the_disk_is_refused_and_leaves_nothing():
    with Stack(settings={"BIHUAN_FILES_FREE_MIB": MORE_THAN_THERE_IS}) as stack:
        world = World(stack)
        sent = {"data": b"%PDF-1.4\n%%EOF\n", "headers": {"Content-Type": "application/pdf"}}
        answer = world.office.request("POST", "/files?name=a.pdf", **sent)
        assert "disk" in refused(answer, 503, "unavailable")["detail"] and answer.headers["Retry-After"]
        query = {"feedback_id": world.feedback()["id"], "mode": "commit"}
        later = {"Content-Type": "text/csv", "Prefer": "respond-async"}
        refused(world.office.post("/issues/import", params=query, data=LIST.encode(), headers=later), 503, "unavailable")
        assert stored(stack) == []
        assert stack.psql("select (select count(*) from bihuan.file) + (select count(*) from bihuan.work_job)").strip() == "0"
        del later["Prefer"]  # what is answered at once needs none of it
        assert world.office.post("/issues/import", params=query, data=LIST.encode(), headers=later).status_code == 200


def ended(world, job):
    """How it ended: its state, and the problem that it names."""
    at = f"/jobs/{job['id']}"
    world.stack.until(lambda: ok(world.office.get(at))["state"] not in ("WAITING", "RUNNING"))
    told = ok(world.office.get(at))
    return told["state"], (told["problem"] or {}).get("code"), (told["problem"] or {}).get("detail")


def keep_free(stack, mib):
    stack.service("issues").environment["BIHUAN_FILES_FREE_MIB"] = str(mib)
    stack.start("issues")


def test_a_job_begins_nothing_where_its_result_has_no_room():
    """Nor does an import: what could not be reported is not done."""
    with Stack() as stack:
        world = World(stack)
        feedback = world.feedback()["id"]
        stack.psql("alter table bihuan.work_job alter not_before set default now() + interval '1 hour'")
        asked = [world.office.get("/issues/export", headers=LATER),
                 world.office.post("/issues/import", params={"feedback_id": feedback, "mode": "commit"},
                                   data=LIST.encode(), headers=LATER | {"Content-Type": "text/csv"})]
        assert len(stored(stack)) == 1  # what is to be imported
        keep_free(stack, MORE_THAN_THERE_IS)
        stack.psql("update bihuan.work_job set not_before = null")
        for answer in asked:
            state, code, detail = ended(world, ok(answer, 202))
            assert (state, code) == ("FAILED", "unavailable") and "disk" in detail
        assert stored(stack) == []
        assert stack.psql("select count(*) from bihuan.issue").strip() == "0"


@pytest.fixture
def shelf():
    """A disk of its own for the files, in memory: nobody else writes there much."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as place:
        yield pathlib.Path(place)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_result_that_takes_the_room_is_given_up_and_removed(shelf, kind):
    """There is room when the job begins; then a ballast takes it."""
    free = shutil.disk_usage(shelf).free
    spare = min(free // 4 >> 20, 64)
    with Stack(settings={"BIHUAN_FILES_DIR": str(shelf)}) as stack:
        world = World(stack)
        world.issue()
        keep_free(stack, (free >> 20) - spare)
        with psycopg2.connect(f"{stack.postgres.conninfo} user=postgres") as connection, connection.cursor() as cursor:
            cursor.execute("lock table bihuan.issue in access exclusive mode")
            job = ok(world.office.get("/issues/export", params={"format": kind}, headers=LATER), 202)
            stack.held_up("as feedback_doc_no")
            assert len(stored(stack)) == 1
            with open(shelf / "ballast", "wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, 2 * spare << 20)
            connection.rollback()
        state, code, detail = ended(world, job)
        assert (state, code) == ("FAILED", "unavailable") and "disk" in detail
        (shelf / "ballast").unlink()
        assert stored(stack) == []
