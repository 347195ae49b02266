# SPDX-License-Identifier: MIT
"""A disk for files that runs full is refused to callers before it is full: others need it too."""
import pathlib

from support.issues import World, refused
from support.stack import Stack

HEADER = "serial_no,title,original_text,category,element,severity,term_class"
LIST = f"{HEADER}\nF-1,黑臭水体,河道黑臭,SEWAGE,WATER,GENERAL,SHORT\n"
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
