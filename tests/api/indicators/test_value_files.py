# SPDX-License-Identifier: MIT
"""The files that a figure rests on: what persons evaluate is reviewed with them only, and every revision names its
own."""
import itertools

import pytest

from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.values import DISTRICT, Values

years = itertools.count(1950)


@pytest.fixture(scope="module")
def values(stack):
    return Values(stack)


@pytest.fixture
def year():
    return str(next(years))


@pytest.fixture
def judged(values):
    """The quality that persons evaluate, and who enters and reviews it."""
    class Judged:
        def __init__(self):
            self.entry, self.review = (values.who("310117-LHSR", role) for role in ("MONITOR_INPUT", "MONITOR_REVIEW"))

        def enter(self, year, value, **fields):
            return values.enter("ECO-SERV-Q", year, value, by=self.entry, **fields)

        def body(self, year, **fields):
            return {"tenant": DISTRICT, "indicator": "ECO-SERV-Q", "period": year, "value": "3"} | fields
    return Judged()


def test_what_persons_evaluate_is_reviewed_with_a_file_only(values, judged, year):
    values.target("ECO-SERV-Q", "TREND_IMPROVE")
    made = judged.enter(year, "3")[1]
    assert made["files"] == []
    said = refused(values.try_act(made, "REVIEW", by=judged.review), 409, "guard-failed")
    assert [e["code"] for e in said["errors"]] == ["files_attached"] and said["errors"][0]["pointer"] == "/files"
    explained = ok(judged.review.get(f"/values/{made['id']}/transitions"))
    assert next(a for a in explained["actions"] if a["action"] == "REVIEW")["failed"][0]["guard"] == "files_attached"
    report = values.file(judged.entry)
    status, shown = judged.enter(year, "3", files=[report], reason="补充评价报告")
    assert (status, shown["revision"]) == (200, 2)
    assert [(f["sha256"], f["name"], f["media_type"]) for f in shown["files"]] == [(report, "a.pdf", "application/pdf")]
    assert ok(judged.entry.get(f"/files/{shown['files'][0]['id']}"))["sha256"] == report
    values.act(made, "REVIEW", by=judged.review)
    assert values.act(made, "FREEZE", by=judged.review)["files"] == shown["files"]
    rows = ok(judged.entry.get(f"/values/{made['id']}/revisions"))["items"]
    assert [(r["action"], [f["sha256"] for f in r["files"]]) for r in rows] == [
        ("ENTER", []), ("CORRECT", [report]), ("REVIEW", [report]), ("FREEZE", [report])]


def test_every_revision_names_its_own_files(values, judged, year, stack):
    first, second = values.file(judged.entry), values.file(judged.entry)
    made = judged.enter(year, "3", files=[first, second])[1]
    assert [f["sha256"] for f in made["files"]] == [first, second]
    before = snapshot(stack)
    assert judged.enter(year, "3") == judged.enter(year, "3", files=[first, second]) == (200, made)
    assert [e["code"] for e in refused(judged.entry.post("/values", judged.body(year, files=[first])),
                                       422)["errors"]] == ["reason_given"]
    assert changes(before, snapshot(stack)) == {}
    assert [f["sha256"] for f in judged.enter(year, "3", files=[second], reason="更换报告")[1]["files"]] == [second]
    assert judged.enter(year, "4", reason="重新评价")[1]["files"] == []
    judged.enter(year, "4", files=[first], reason="补充评价报告")
    for action in ("REVIEW", "FREEZE"):
        values.act(made, action, by=judged.review)
    def put_right(*files):
        version = values.read(made, judged.entry)["row_version"]
        return judged.entry.post(f"/values/{made['id']}/errata", {"value": "5", "reason": "重新评价", "files": files},
                                 headers=etag(version))
    assert [e["pointer"] for e in refused(put_right("0" * 64), 422)["errors"]] == ["/files/0"]
    shown = ok(put_right(second))
    assert [f["sha256"] for f in shown["files"]] == [second] and (shown["status"], shown["revision"]) == ("PROVISIONAL",
            5)


@pytest.mark.parametrize("files, pointer, code", [
    (["0" * 64], "/files/0", "unknown"),
    (["own", "foreign"], "/files/1", "unknown"),
    (["own", "own"], "/files/1", "duplicate"),
    (["0" * 63], "/files/0", "length"),
    ([1], "/files/0", "type"),
    ("own", "/files", "type"),
    (["own"] * 51, "/files", "too-many"),
])
def test_a_file_that_is_not_the_callers_is_refused_with_its_place(values, judged, stack, files, pointer, code):
    known = {"own": values.file(judged.entry), "foreign": values.file(values.who("310112", "DIST_OFFICE"))}
    body = judged.body("1949", files=[known.get(f, f) for f in files] if isinstance(files, list) else files)
    before = snapshot(stack)
    said = refused(judged.entry.post("/values", body), 422)
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in said["errors"]}, said
    assert changes(before, snapshot(stack)) == {}


def test_a_file_of_values_names_no_files(values):
    body = "tenant,indicator,period,value,files\n310117,WAT-AREA,1993,1,\n".encode()
    report = refused(values.entry.post("/values/import?mode=commit", data=body, headers={"Content-Type": "text/csv"}),
                     422, "import-rejected")
    assert ("/header/files", "unknown") in {(e["pointer"], e["code"]) for e in report["errors"]}
