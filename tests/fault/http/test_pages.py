# SPDX-License-Identifier: MIT
"""Pages and their cursors."""
import base64

import pytest


@pytest.fixture(scope="module")
def many(traps, token, neighbour):
    """120 notes of 310117 (every third is "third"), some of its street and of 310118."""
    for scope, code, n in (("00010001", "310117", 120), ("000100010001", "310117001", 5), ("00010002", "310118", 30)):
        traps.psql(f"insert into trap_note (id, tenant_id, scope, text) select gen_random_uuid(), t.id, '{scope}', "
                   f"case when i % 3 = 0 then 'third' else 'other' end from generate_series(1, {n}) i, tenant t where t.scope = '{scope}'")
    return traps


def walk(traps, token, query):
    """All items of a list, page by page, by the cursor and by the link."""
    items, path = [], f"/v1/notes?{query}"
    while path:
        answer = traps.get(path, token=token)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        items += page["items"]
        link = answer.headers.get("Link")
        assert (link is None) == (page["next_cursor"] is None)
        path = link[1:link.index(">")] if link else None
        if link:
            assert link.endswith('>; rel="next"')
            assert page["next_cursor"] in path
    return items


def ids(items):
    return [item["id"] for item in items]


def test_pages_give_every_row_once_and_in_order(many, token):
    every = ids(walk(many, token, "limit=200"))
    assert len(every) == 125
    assert every == sorted(every, reverse=True)
    for limit in (1, 7, 50, 125):
        assert ids(walk(many, token, f"limit={limit}")) == every


def test_the_default_page_is_50(many, token):
    assert len(many.get("/v1/notes", token=token).json()["items"]) == 50


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "limit=x", "limit=-1", "count=some", "as_of=2024-02-30",
                                   "as_of=yesterday",
                                   "subtree=%27", "cursor=", "limit=1&limit=2", "offset=3"])
def test_a_wrong_page_is_400(many, token, query):
    answer = many.get(f"/v1/notes?{query}", token=token)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-query")


def test_filters_stay_with_the_cursor(many, token):
    assert len(walk(many, token, "text=third&limit=9")) == 41


def test_the_total_is_told_when_asked_for(many, token):
    answer = many.get("/v1/notes?count=exact&limit=3&text=third", token=token).json()
    assert (len(answer["items"]), answer["total"]) == (3, 41)
    assert "total" not in many.get("/v1/notes?count=none&limit=3", token=token).json()


def cursor(traps, token, query="limit=3"):
    return traps.get(f"/v1/notes?{query}", token=token).json()["next_cursor"]


def refused(traps, token, query):
    answer = traps.get(f"/v1/notes?{query}", token=token)
    return (answer.status_code, answer.json().get("code")) == (400, "bad-cursor")


def test_a_cursor_belongs_to_its_tenant_list_and_filter(many, token, neighbour):
    mine = cursor(many, token)
    assert not refused(many, token, f"limit=3&cursor={mine}")
    assert not refused(many, token, f"cursor={mine}&limit=100&count=exact")  # how much is asked for may change
    assert refused(many, neighbour, f"limit=3&cursor={mine}")
    assert refused(many, token, f"limit=3&text=third&cursor={mine}")
    assert refused(many, token, f"limit=3&as_of=2024-01-01&cursor={mine}")
    assert refused(many, token, f"limit=3&subtree=310117&cursor={mine}")
    filtered = cursor(many, token, "limit=3&text=third")
    assert not refused(many, token, f"text=third&cursor={filtered}")
    assert refused(many, token, f"text=other&cursor={filtered}")


def test_a_cursor_that_was_changed_is_refused(many, token):
    mine = cursor(many, token)
    raw = base64.urlsafe_b64decode(mine + "=" * (-len(mine) % 4))
    for i in (0, 11, 12, len(raw) - 1):
        forged = raw[:i] + bytes([raw[i] ^ 1]) + raw[i + 1:]
        assert refused(many, token, "cursor=" + base64.urlsafe_b64encode(forged).decode().rstrip("="))
    for text in ("x", "AAAA", mine[:-1], mine + "A", mine + "=", "A" * 512, "%F0%9F%80%84",
                 base64.urlsafe_b64encode(b"\0" * 48).decode()):
        assert refused(many, token, f"cursor={text}"), text


def test_a_subtree_narrows_what_is_seen(many, token):
    city = many.token("310000", "CITY_OFFICE")
    assert len(walk(many, city, "limit=200")) == 155
    assert len(walk(many, city, "subtree=310117&limit=40")) == 125
    assert len(walk(many, city, "subtree=310118&limit=40")) == 30
    assert len(walk(many, token, "subtree=310117001")) == 5
    row = many.psql("select id from tenant where scope = '000100010001'")
    assert len(walk(many, token, f"subtree={row}")) == 5


def test_a_subtree_outside_what_is_seen_is_404(many, token):
    for subtree in ("310118", "310000", "999999", "00010002",
                    many.psql("select id from tenant where scope = '00010002'")):
        answer = many.get(f"/v1/notes?subtree={subtree}", token=token)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), subtree
