# SPDX-License-Identifier: MIT
"""Invariant 1: no row of another tenant through search, count, export, board, history, files, error text or a used
cursor."""
import io
import re
import urllib.parse
import uuid
import zipfile

import pytest

from support.issues import World, ok, refused
from support.operations import CALLS
from support.stack import Stack
from support.stock import Stock

OURS, THEIRS = "310117", "310104"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# together they may read whatever a district may
ROLES = ("DIST_OFFICE", "AUDITOR", "TENANT_ADMIN", "GROUP_PUBLICITY", "GROUP_ACCOUNT")
ROUTES = [r for s in Stack(services=None).services.values() for r in s.dump()["routes"] if r["permission"]
          and r["method"] == "GET"]
TABLES = {s.name: s.dump()["tables"] for s in Stack(services=None).services.values()}
LISTS = [r for r in ROUTES if "{" not in r["path"]]
PARTS = [r for r in ROUTES if "{" in r["path"]]
SHARED = {"/workflows/{name}", "/calendars/{year}", "/standards/{code}", "/indicators/{code}"}


def operation(route):
    return route["operation"]


def fields_of(route, which=lambda field: True):
    return {f["name"] for tables in TABLES.values() for f in tables.get(route["query"] or "", ()) if which(f)}


def asked(two, route, query):
    """The path of a list with a query string, and with what it must be asked with, as its good call has it."""
    needs = fields_of(route, lambda field: field["required"])
    good = urllib.parse.parse_qsl(two["calls"][route["operation"]].path.partition("?")[2])
    said = "&".join([*(f"{name}={value}" for name, value in good if name in needs), *([query] if query else [])])
    return f"{route['path']}?{said}" if said else route["path"]


@pytest.fixture(scope="module")
def two(stack):
    """Two districts with one of everything; ids of what lies at ours."""
    world = World(stack)
    world.calendar(2026)
    stock = Stock(world, keep=True)
    calls = {r["operation"]: CALLS[r["operation"]](stock) for r in ROUTES}
    other = stack.api(THEIRS, *ROLES)
    feedback = world.feedback(by=other)
    issue = world.issue(feedback, by=other)
    ok(other.post("/members", {"tenant": THEIRS, "issuer": "https://id.example.cn", "subject": "x", "name": "李某",
                               "roles": []}), 201)
    tables = stack.psql("select c.table_name from information_schema.columns c join information_schema.columns i using (table_schema, table_name) "
                        "join pg_class k on k.relname = c.table_name and k.relkind in ('r', 'p') and not k.relispartition "
                        "where c.table_schema = 'bihuan' and c.column_name = 'scope' and i.column_name = 'id' and i.data_type = 'uuid'").split()
    lo = stack.psql(f"select scope from bihuan.api_tenant where code = '{OURS}'").strip()
    ids = set(stack.psql(" union all ".join(
        f"select id::text from bihuan.{t} where scope >= '{lo}' and scope < '{lo}~'" for t in tables
        if t != "outbox")).split())
    assert len(ids) > 60
    return {"world": world, "calls": calls, "us": stack.api(OURS, *ROLES), "them": other, "ids": ids,
            "theirs": (feedback["id"], issue["id"])}


def text_of(answer):
    """What an answer says, unpacked where it is a workbook."""
    if answer.content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(answer.content))
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return answer.text


def leaked(two, answer):
    return two["ids"] & set(UUID.findall(text_of(answer)))


def ways(route):
    """The query strings that a list is asked with."""
    has = fields_of(route)
    yield ""
    if "q" in has:
        yield from ("q=河道", "q=WT-310117")
    if "count" in has:
        yield "count=exact&limit=200"
    if "as_of" in has:
        yield "as_of=2026-11-30"
    if "exact" in has:
        yield "exact=true"
    if "format" in has:
        yield from ("format=csv", "format=xlsx", "format=ndjson")
    if "tenant" in has:
        yield f"tenant={OURS}"
    if "party" in has:
        yield "party=310117-SW"


@pytest.mark.parametrize("route", LISTS, ids=operation)
def test_lists_counts_and_exports_hold_the_callers_own(two, route):
    for query in ways(route):
        answer = two["them"].get(asked(two, route, query))
        assert answer.status_code == 200 or "tenant=" in query and answer.status_code in (404, 422), answer.text
        assert not leaked(two, answer), query
        if "count=exact" in query and answer.json().get("total") is not None:
            assert answer.json()["total"] == len(answer.json()["items"]), "counts what the list does not show"


@pytest.mark.parametrize("route", [r for r in LISTS if "subtree" in fields_of(r)], ids=operation)
def test_anothers_subtree_is_not_there(two, route):
    known = two["them"].get(asked(two, route, f"subtree={OURS}"))
    refused(known, 404)
    unknown = two["them"].get(asked(two, route, "subtree=999999"))
    assert plain(known.json()) == plain(unknown.json())
    assert two["us"].get(asked(two, route, f"subtree={OURS}")).status_code == 200


@pytest.mark.parametrize("route", [r for r in LISTS if "cursor" in fields_of(r)], ids=operation)
def test_a_cursor_is_good_for_its_tenant_only(two, route):
    two["us"].post("/files?name=b.pdf", data=b"%PDF-1.7\nb", headers={"Content-Type": "application/octet-stream"})
    first = ok(two["us"].get(asked(two, route, "limit=1")))
    if first["next_cursor"] is None:  # one row: any other list's cursor will do
        first = ok(two["us"].get("/issues?limit=1"))
    refused(two["them"].get(asked(two, route, f"limit=1&cursor={first['next_cursor']}")), 400, "bad-cursor")


def plain(problem):
    return {k: v for k, v in problem.items() if k not in ("request_id", "instance")}


@pytest.mark.parametrize("route", [r for r in PARTS if r["path"] not in SHARED], ids=operation)
def test_what_is_hidden_is_refused_like_what_is_not_there(two, route):
    call = two["calls"][route["operation"]]
    hidden, absent = two["them"].get(call.path), two["them"].get(UUID.sub(lambda _: str(uuid.uuid4()), call.path))
    assert hidden.status_code == absent.status_code == 404
    assert plain(hidden.json()) == plain(absent.json())


def test_content_known_by_its_hash_is_not_taken_from_another(two):
    world = two["world"]
    content = b"%PDF-1.7\n" + uuid.uuid4().bytes
    digest = world.file(world.office, content)
    assert two["them"].get("/files", params={"sha256": digest}).json()["items"] == []
    body = {"kind": "OTHER", "sha256": digest}
    refused(two["them"].post(f"/issues/{two['theirs'][1]}/evidence", body), 422)


def test_the_levels_above_see_both_and_each_sees_its_own(two):
    city = two["world"].city
    assert {i["tenant"]["code"] for i in ok(city.get("/issues?limit=200"))["items"]} == {OURS, THEIRS}
    assert {i["tenant"]["code"] for i in ok(two["them"].get("/issues?limit=200"))["items"]} == {THEIRS}
    assert {i["tenant"]["code"] for i in ok(two["us"].get("/issues?limit=200"))["items"]} == {OURS}
