# SPDX-License-Identifier: MIT
"""Invariant 13: a list's page costs the same at the end as at the beginning. Counted in blocks read, not in time."""
import json

import pytest

from support.issues import UNITS, World, ok
from support.statements import rendered, statements

ISSUES = 50_000
COLUMNS = ("select string_agg(quote_ident(column_name), ', ' order by ordinal_position) from information_schema.columns "
           "where table_schema = 'bihuan' and table_name = '{}' and is_generated = 'NEVER'")


@pytest.fixture(scope="module")
def many(stack):
    """One issue of each district office, with parties, many times."""
    world = World(stack)
    issue = world.issue()
    world.parties(issue)
    for table, changed in (("issue", {"id": "bihuan_test_id(n)", "code": "t.code || '-' || n",
                                      "serial_no": "t.serial_no || '-' || n"}),
                           ("issue_grant", {"issue_id": "bihuan_test_id(n)"})):
        columns = stack.psql(COLUMNS.format(table)).strip()
        taken = ", ".join(changed.get(c, f"t.{c}") for c in columns.split(", "))
        key = "id" if table == "issue" else "issue_id"
        stack.psql("create or replace function bihuan_test_id(n integer) returns uuid immutable language sql as "
                   "$$ select ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$; "
                   f"insert into bihuan.{table} ({columns}) select {taken} from bihuan.{table} t, generate_series(1, {ISSUES}) n "
                   f"where t.{key} = '{issue['id']}'")
    stack.psql("vacuum analyze bihuan.issue")
    stack.psql("vacuum analyze bihuan.issue_grant")
    return world


def blocks(stack, code, **values):
    """Blocks that the page of a tenant reads, as the service's role within the tenant's range."""
    scope = stack.psql(f"select scope from bihuan.api_tenant where code = '{code}'").strip()
    level = {4: "c", 8: "d", 12: "u"}.get(len(scope), "p")
    page = rendered(statements("bihuan-issues")[f"issue_list_now_{level}"], page_lo=f"'{scope}'", page_hi=f"'{scope}~'",
                    page_limit="51",
                    ctx_today="'2026-11-24'", ctx_now="now()", ctx_lo=f"'{scope}'", ctx_hi=f"'{scope}~'", **values)
    answer = stack.psql(f"begin; select set_config('app.lo', '{scope}', true); select set_config('app.hi', '{scope}~', true); "
                        f"explain (analyze, buffers, format json) {page}; commit", role="bihuan_issues")
    plan = json.loads(answer[answer.index("["):answer.rindex("]") + 1])[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], plan["Actual Rows"]


@pytest.mark.parametrize("code", ["310000", "310117", UNITS["lead"]])
def test_a_deep_page_reads_no_more_than_the_first(many, code):
    first, rows = blocks(many.stack, code)
    deep, deep_rows = blocks(many.stack, code, page_after="'00000000-0000-7000-8000-000000000100'::uuid")
    assert rows == deep_rows == 51
    assert deep <= 2 * first + 50, (first, deep)
    filtered, _ = blocks(many.stack, code, state="'REGISTERED'")
    assert filtered <= 3 * first + 100, (first, filtered)


def test_pages_over_http_meet_in_order_and_never_twice(many):
    seen, cursor = [], None
    for _ in range(20):
        page = ok(many.office.get("/issues", params={"limit": 200} | ({"cursor": cursor} if cursor else {})))
        seen += [i["id"] for i in page["items"]]
        cursor = page["next_cursor"]
    assert len(seen) == len(set(seen)) == 4000 and seen == sorted(seen, reverse=True)
