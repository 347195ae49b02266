# SPDX-License-Identifier: MIT
"""One case, one file: the evidence of an issue in pages, and all of it in one archive, however much there is."""
import hashlib
import io
import json
import os
import pathlib
import resource
import threading
import zipfile

import pytest

from support.issues import finished, ok, refused

PIECES = 1_100


def file_of(stack, sha256):
    return pathlib.Path(stack.environment["BIHUAN_FILES_DIR"]) / sha256[:2] / sha256[2:4] / sha256


def many(stack, piece, count):
    """So many pieces of evidence more, like this one but each of a content of its own."""
    names = []
    for n in range(count):
        content = b"piece %d" % n
        names.append(hashlib.sha256(content).hexdigest())
        file = file_of(stack, names[-1])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    stack.psql(f"""insert into bihuan.evidence
        select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'sha256', n))).*
          from bihuan.evidence e, unnest('{{{",".join(names)}}}'::text[]) n where e.id = '{piece["id"]}'""")


def archive(who, issue):
    answer = finished(who, who.get(f"/issues/{issue['id']}/archive", timeout=120))
    assert answer.status_code == 200, answer.text
    return zipfile.ZipFile(io.BytesIO(answer.content))


@pytest.fixture
def few_files(stack):
    """The service may open forty files more than it has open."""
    pid = stack.service("issues").pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (len(os.listdir(f"/proc/{pid}/fd")) + 40, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)


def test_evidence_comes_in_pages_with_the_checklist_of_all(world):
    issue = world.assigned()
    kept = [world.evidence(issue, "OTHER")["id"] for _ in range(5)]
    path = f"/issues/{issue['id']}/evidence"
    first = ok(world.office.get(path, params={"limit": 2, "count": "exact"}))
    assert first["total"] == 5 and len(first["items"]) == 2
    second = ok(world.office.get(path, params={"limit": 3, "cursor": first["next_cursor"]}))
    assert [e["id"] for e in first["items"] + second["items"]] == kept[::-1] and second["next_cursor"] is None
    assert first["checklist"] == second["checklist"] == ok(world.office.get(path))["checklist"]
    refused(world.office.get(f"/issues/{world.assigned()['id']}/evidence", params={"cursor": first["next_cursor"]}),
            400)


def test_an_archive_holds_every_piece_with_its_hash(world, stack):
    issue = world.assigned()
    texts = [f"%PDF-1.4\n第{n}份\n%%EOF\n".encode() for n in range(3)]
    for text in texts:
        ok(world.admin.post(f"/issues/{issue['id']}/evidence",
                            {"kind": "OTHER", "sha256": world.file(world.admin, text)}), 201)
    packed = archive(world.office, issue)
    assert packed.testzip() is None
    assert packed.namelist() == ["issue.json", "history.json", "evidence/001-OTHER.pdf", "evidence/002-OTHER.pdf",
                                 "evidence/003-OTHER.pdf", "manifest.json"]
    manifest = json.loads(packed.read("manifest.json"))
    assert [f["sha256"] for f in manifest["files"]] == [hashlib.sha256(packed.read(f["file"])).hexdigest()
                                                        for f in manifest["files"]]
    assert [packed.read(f["file"]) for f in manifest["files"]] == texts[::-1]
    assert json.loads(packed.read("issue.json"))["id"] == issue["id"] == manifest["issue_id"]
    readings = f"select count(*) from bihuan.audit_entry where action = 'issue.archive' and object_id = '{issue['id']}'"
    assert stack.psql(readings).strip() == "1"


def test_an_archive_of_a_thousand_pieces_needs_no_thousand_descriptors(world, stack, few_files):
    issue = world.assigned()
    many(stack, world.evidence(issue, "OTHER"), PIECES)
    packed = archive(world.office, issue)
    assert len(json.loads(packed.read("manifest.json"))["files"]) == PIECES + 1 and packed.testzip() is None


def waits_for_a_writer(service):
    """Whether a thread of the service stands in the opening of a pipe that nobody writes to."""
    tasks = pathlib.Path(f"/proc/{service.pid}/task").iterdir()
    return any((task / "wchan").read_text() == "wait_for_partner" for task in tasks)


def test_no_transaction_is_open_while_files_are_packed(world, stack):
    """A content that nobody writes to holds the packing up."""
    issue = world.assigned()
    piece = world.evidence(issue, "OTHER")
    content = file_of(stack, piece["sha256"])
    content.unlink()
    os.mkfifo(content)
    done = []
    reader = threading.Thread(target=lambda: done.append(archive(world.office, issue)))
    reader.start()
    open_now = """select count(*) from pg_stat_activity where application_name = 'bihuan-issues'
        and (state like 'idle in transaction%' or state = 'active')"""
    try:
        stack.until(lambda: waits_for_a_writer(stack.service("issues")))
        stack.until(lambda: stack.psql(open_now).strip() == "0")
        assert not done
    finally:
        os.close(os.open(content, os.O_RDWR | os.O_NONBLOCK))  # lets it go on, and waits for nobody
        reader.join(30)
    assert done[0].testzip() is None
