# SPDX-License-Identifier: MIT
"""Contents of what no upload came of: gone after a day, never one that is referred to, whatever comes in meanwhile."""
import hashlib
import os
import pathlib

import pytest

from support.stack import Stack

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def stack():
    with Stack(services=("directory",)) as own:
        yield own


def place(stack, content):
    sha = hashlib.sha256(content).hexdigest()
    return pathlib.Path(stack.environment["BIHUAN_FILES_DIR"]) / sha[:2] / sha[2:4] / sha


def upload(stack, content):
    return stack.api("310117", "DIST_OFFICE").request("POST", "/files?name=a.pdf", data=content,
                                                      headers={"Content-Type": "application/octet-stream"})


def orphan(stack, content):
    """What an upload leaves whose transaction failed."""
    stack.psql("create function public.no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$; "
               "create trigger no before insert on bihuan.file for each row execute function public.no()")
    assert upload(stack, content).status_code == 500
    stack.psql("drop trigger no on bihuan.file; drop function public.no()")
    assert place(stack, content).exists()


def collect(stack):
    before = stack.psql("select runs from bihuan.job_run where service = 'directory' and job = 'files'")
    stack.ctl("jobs", "run", "directory", "files")
    stack.until(lambda:
                stack.psql("select runs from bihuan.job_run where service = 'directory' and job = 'files'") != before)


def test_an_orphan_is_collected_after_a_day(stack):
    assert upload(stack, PDF).status_code == 201
    orphan(stack, PDF + b"orphan")
    orphan(stack, PDF + b"twice")
    half = place(stack, PDF).parent / ".new-abcdef"
    half.write_bytes(b"%PDF")
    os.utime(half, (1, 1))
    collect(stack)
    assert place(stack, PDF + b"orphan").exists() and not half.exists()
    stack.clock.move(hours=25)
    assert upload(stack, PDF + b"twice").status_code == 201
    collect(stack)
    assert place(stack, PDF).exists() and place(stack, PDF + b"twice").exists()
    assert not place(stack, PDF + b"orphan").exists()
    assert upload(stack, PDF + b"orphan").status_code == 201
    assert place(stack, PDF + b"orphan").read_bytes() == PDF + b"orphan"
