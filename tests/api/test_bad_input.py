# SPDX-License-Identifier: MIT
"""Bad input on every route that takes JSON, made from its field table: a problem document with the field's pointer, and
unchanged tables."""
import json

import pytest

from support.doors import JSON, TABLES, WITH_BODY as ROUTES, Door, problem
from support.snapshot import changes, snapshot

WRONG = {"text": [1, True, [], {}], "int": ["1", 1.5, True], "bool": ["true", 1], "uuid": ["x", 1],
         "date": ["2026-02-30", "yesterday", 20260101],
         "time": ["2026-01-01", 1], "enum": ["NO_SUCH", 1], "decimal": [1.5, "1,5", "NaN"], "object": [[], "x"],
         "array": [{}, "x"], "map": [[], 1]}


def values(field):
    """Values that this field does not take."""
    yield from WRONG[field["type"]]
    if not field["nullable"]:
        yield None
    if field["type"] == "text":
        yield "x" * (field["max"] + 1)
        yield "a\u0007b"
        if field["min"] > 0:
            yield ""
    if field["type"] == "int":
        yield from (field["max"] + 1, field["min"] - 1, 10**30)
    if field["type"] == "array":
        nested = TABLES[field["nested"]]
        yield ["x" if nested[0]["name"] == "" else {}] * (field["max"] + 1)


@pytest.fixture(scope="module")
def door(stack):
    return Door(stack)


@pytest.fixture(autouse=True)
def unchanged(door, stack):
    before = snapshot(stack)
    yield
    assert changes(before, snapshot(stack)) == {}


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r["operation"])
def test_every_field_refuses_what_it_does_not_take(door, route):
    good = door.calls[route["operation"]].json
    for field in TABLES[route["body"]]:
        for value in values(field):
            said = problem(door.send(route, good | {field["name"]: value}), (422, 400))
            if said["status"] == 422:
                pointers = [e["pointer"] for e in said["errors"]]
                assert any(p.startswith("/" + field["name"]) for p in pointers), (field["name"], value, said)
            else:
                assert said["code"] == "bad-json" and isinstance(value, int), (field["name"], value, said)


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r["operation"])
def test_missing_unknown_and_several_fields_are_all_named(door, route):
    good = door.calls[route["operation"]].json
    required = [f["name"] for f in TABLES[route["body"]] if f["required"]]
    said = problem(door.send(route, {"no_such": 1, "a/b": 2}), (422,))
    wanted = {("/no_such", "unknown"), ("/a~1b", "unknown"), *((f"/{name}", "required") for name in required)}
    assert {(e["pointer"], e["code"]) for e in said["errors"]} == wanted
    for name in required:
        said = problem(door.send(route, {k: v for k, v in good.items() if k != name}), (422,))
        assert ("/" + name, "required") in {(e["pointer"], e["code"]) for e in said["errors"]}


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r["operation"])
def test_what_is_no_json_of_ours_is_refused(door, route):
    good = json.dumps(door.calls[route["operation"]].json).encode()
    name = json.dumps(TABLES[route["body"]][0]["name"]).encode()
    for body in (b"", b"{", good[:-1], good + b"}", b"[]", b"null", b'"x"', b"[" * 400,
                 b'{"a":' * 50 + b"1" + b"}" * 50,
                 b"{" + name + b":1," + name + b":2}", b"{" + name + b":NaN}", b"{" + name + b":1e999}",
                 b"{" + name + b':"\xff"}',
                 b"{" + name + b':"\xed\xa0\x80"}', b"{" + name + b':"a\x00b"}', b"{" + name + b':"a\\u0000b"}',
                 b"\xef\xbb\xbf" + good):
        problem(door.send(route, body), (400, 422))
    problem(door.send(route, b" " * (route["body_max"] + 1)), (413,))
    for media in ("text/plain", "application/xml", "application/x-www-form-urlencoded",
                  "multipart/form-data; boundary=x"):
        problem(door.send(route, good, {"Content-Type": media}), (415,))
    problem(door.send(route, good, JSON | {"Content-Encoding": "gzip"}), (415,))
