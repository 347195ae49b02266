# SPDX-License-Identifier: MIT
"""Properties of input: whatever is drawn from what a field does not take, in a body or a query, is a problem that names
it and changes
nothing; and no cursor but the one that was given is one. Derandomized: the same cases in every run."""
import base64
import contextlib
import datetime
import string
import urllib.parse

import hypothesis
import hypothesis.configuration
import pytest
from hypothesis import given, strategies as st

from support.doors import TABLES, WITH_BODY, WITH_QUERY, Door, problem
from support.issues import ok, refused
from support.snapshot import changes, snapshot
from support.stack import ROOT

hypothesis.configuration.set_hypothesis_home_dir(ROOT / "build" / "hypothesis")
REPORTED = 16  # faults that one problem lists at most
CONTROLS = "".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), *range(127, 160))))
CODE = string.ascii_letters + string.digits + "._:-"


def bounded(examples):
    return hypothesis.settings(max_examples=examples, derandomize=True, deadline=None, database=None,
                               suppress_health_check=list(hypothesis.HealthCheck))


# ---- what a field does not take


def is_uuid(text):
    return len(text) == 36 and [len(p) for p in text.split("-")] == [8, 4, 4, 4,
                                                                     12] and set(text) <= set(string.hexdigits + "-")


texts = st.text(max_size=40)
mangled_uuids = st.builds(lambda u, n, c: (str(u)[:n] + c + str(u)[n + 1:]), st.uuids(), st.integers(0, 35),
                          st.sampled_from("gZ_ é-")
                          ).filter(lambda t: not is_uuid(t))
odd_days = st.one_of(
    st.builds("{:04}-{:02}-{:02}".format, st.integers(1900, 2199), st.one_of(st.just(0), st.integers(13, 99)),
              st.integers(1, 28)),
    st.builds("{:04}-{:02}-{:02}".format, st.integers(1900, 2199), st.integers(1, 12),
              st.one_of(st.just(0), st.integers(32, 99))),
    st.builds("{:04}-{:02}-{:02}".format, st.one_of(st.integers(0, 1899), st.integers(2200, 9999)), st.integers(1, 12),
              st.integers(1, 28)),
    st.dates().map(lambda d: d.strftime("%d/%m/%Y")), st.dates().map(lambda d: f"{d} "),
    texts.filter(lambda t: not t[:4].isdigit()))


def wrong_text(field):
    """Texts, of a body or a query, that the field does not take."""
    kind = field["type"]
    if kind == "text":
        bad = st.sampled_from([c for c in '\n /,;"é中'
                               if c not in CODE]) if field["pattern"] else st.sampled_from(CONTROLS)
        around = st.text(CODE, max_size=min(20, (field["max"] - 1) // 2))
        drawn = [st.builds(lambda a, b, c: a + b + c, around, bad, around),
                 st.integers(1, 30).map(lambda n: "x" * (field["max"] + n))]
        return st.one_of(*drawn, *([st.just("")] if field["min"] > 0 else []))
    if kind == "uuid":
        return st.one_of(mangled_uuids, texts.filter(lambda t: not is_uuid(t)))
    if kind == "enum":
        known = field["values"]
        return st.one_of(texts, st.sampled_from(known).map(str.lower), st.sampled_from(known).map(lambda v: v + " ")
                         ).filter(lambda t: t not in known)
    if kind in ("date", "time"):
        return odd_days
    places = field["scale"]
    return st.one_of(st.integers(0, 9).map(lambda d: "0." + "0" * places + str(d) + "1"),
                     st.sampled_from(["", ".", "-", "1e3", "0x10", "١", "1,5", "NaN", "+-1"]),
                     st.integers(field["max"] + 1, 2**62).map(lambda v: str(v * 10 ** 3)))


def wrong_word(field):
    """The same for numbers and flags, which only a query writes as text."""
    if field["type"] == "int":
        return st.one_of(outside(field).map(str), st.floats(0.1, 0.9).map(str),
                         texts.filter(lambda t: not t.strip().lstrip("+-").isdigit()))
    if field["type"] == "bool":
        return texts.filter(lambda t: t not in ("true", "false"))
    return wrong_text(field)


def outside(field):
    return st.one_of(st.integers(max_value=field["min"] - 1), st.integers(min_value=field["max"] + 1))


numbers = st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False))
flags, lists, objects = st.booleans(), st.lists(st.integers(), max_size=3), st.dictionaries(st.text(CODE, max_size=5),
        st.integers(), max_size=3)
OTHER = {"int": (texts, flags, lists, objects), "bool": (texts, numbers, lists, objects),
         "object": (texts, numbers, flags, lists),
         "array": (texts, numbers, flags, objects), "map": (texts, numbers, flags, lists)}


def wrong(field):
    """JSON values that the field does not take."""
    kind = field["type"]
    drawn = list(OTHER.get(kind, (numbers, flags, lists, objects)))
    if not field["nullable"]:
        drawn.append(st.none())
    if kind == "int":
        drawn += [outside(field), st.floats(0.1, 0.9)]
    elif kind == "object":
        drawn.append(wrong_object(TABLES[field["nested"]]))
    elif kind == "array":
        item = TABLES[field["nested"]]
        one = wrong(item[0]) if item[0]["name"] == "" else st.one_of(texts, numbers, flags, wrong_object(item))
        drawn += [st.lists(one, min_size=max(1, field["min"]), max_size=max(2, field["min"])),
                  st.just([0] * (field["max"] + 1))]
    elif kind not in ("bool", "map"):
        drawn.append(wrong_text(field))
    return st.one_of(drawn)


def wrong_object(table):
    """One member is wrong, or nobody knows it."""
    members = [wrong(f).map(lambda v, name=f["name"]: {name: v}) for f in table]
    return st.one_of(*members, st.text(CODE, min_size=20, max_size=24).map(lambda name: {name: 1}))


@st.composite
def bodies(draw, table):
    """{name: a value that it does not take} of one to three fields."""
    chosen = draw(st.lists(st.sampled_from(table), min_size=1, max_size=min(3, len(table)),
                           unique_by=lambda f: f["name"]))
    return {f["name"]: draw(wrong(f)) for f in chosen}


# ---- bodies and queries


@pytest.fixture(scope="module")
def door(stack):
    return Door(stack)


@contextlib.contextmanager
def unchanged(stack):
    before = snapshot(stack)
    yield
    assert changes(before, snapshot(stack)) == {}


@pytest.mark.parametrize("route", WITH_BODY, ids=lambda r: r["operation"])
def test_whatever_a_body_brings_that_its_fields_do_not_take_is_named(door, stack, route):
    good = door.calls[route["operation"]].json

    @bounded(12)
    @given(bodies(TABLES[route["body"]]))
    def refuses(bad):
        said = problem(door.send(route, good | bad), (422, 400))
        if said["status"] == 400:  # a number or text that is no JSON of ours
            assert said["code"] == "bad-json", said
            return
        named = {e["pointer"].split("/")[1] for e in said["errors"]}
        assert named == set(bad) or named < set(bad) and len(said["errors"]) == REPORTED, said

    with unchanged(stack):
        refuses()


@pytest.mark.parametrize("route", WITH_QUERY, ids=lambda r: r["operation"])
def test_whatever_a_query_brings_that_its_fields_do_not_take_is_named(door, stack, route):
    fields = TABLES[route["query"]]
    words = st.one_of([st.tuples(st.just(f["name"]), wrong_word(f)) for f in fields])
    unknown = st.tuples(st.text(CODE, min_size=24, max_size=30), texts)

    @bounded(40)
    @given(st.lists(st.one_of(words, unknown), min_size=1, max_size=3, unique_by=lambda pair: pair[0]))
    def refuses(pairs):
        said = problem(door.ask(route, pairs), (400,))
        assert {e["pointer"] for e in said["errors"]} == {f"?{name}" for name, _ in pairs}, said

    @bounded(15)
    @given(st.binary(min_size=1, max_size=20))
    def survives(noise):
        """Any bytes in the place of a query are no names of ours."""
        said = door.ask(route, "".join(f"%{b:02X}" for b in noise))
        problem(said, (400,))

    with unchanged(stack):
        refuses()
        survives()


# ---- cursors


@pytest.fixture(scope="module")
def cursors(door):
    """{path: the cursor behind its first row}"""
    world = door.world
    for _ in range(3):
        world.issue()
    return {path: ok(world.office.get(path))["next_cursor"]
            for path in ("/issues?limit=1", "/issues?limit=1&state=REGISTERED", "/feedbacks?limit=1")}


def resume(caller, path, cursor):
    return caller.get(f"{path}&cursor={urllib.parse.quote(cursor, safe='')}")


ALPHABET = string.ascii_letters + string.digits + "-_"


def flip(cursor, n):
    raw = bytearray(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    raw[n // 8 % len(raw)] ^= 1 << n % 8
    return base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


def forged(cursor):
    """Texts that are not this cursor, from near to far."""
    mac = len(cursor) // 4
    return st.one_of(
        st.integers(0, 8 * 64).map(lambda n: flip(cursor, n)),
        st.builds(lambda n, c: cursor[:n] + c + cursor[n + 1:], st.integers(0, len(cursor) - 1),
                  st.sampled_from(ALPHABET)),
        st.integers(1, len(cursor) - 1).map(lambda n: cursor[:n]),
        st.integers(1, len(cursor) - 1).map(lambda n: cursor[n:]),
        st.text(ALPHABET + "=+/ ", min_size=1, max_size=8).map(lambda t: cursor + t),
        st.uuids().map(lambda u: cursor[:mac] + base64.urlsafe_b64encode(str(u).encode()).decode()),
        st.text(ALPHABET, min_size=1, max_size=100),
        st.text(st.characters(min_codepoint=32, blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=60),
        st.binary(min_size=13, max_size=76).map(lambda b: base64.urlsafe_b64encode(b).decode().rstrip("=")),
    ).filter(lambda t: t != cursor)


@pytest.mark.parametrize("path", ("/issues?limit=1", "/issues?limit=1&state=REGISTERED", "/feedbacks?limit=1"))
def test_no_text_but_the_cursor_that_was_given_is_one(door, stack, cursors, path):
    office, cursor = door.world.office, cursors[path]

    @bounded(120)
    @given(forged(cursor))
    def is_none(text):
        refused(resume(office, path, text), 400, "bad-cursor")

    with unchanged(stack):
        assert len(ok(resume(office, path, cursor))["items"]) == 1
        is_none()


def test_a_cursor_is_good_for_its_caller_and_question_only(door, cursors):
    """Whatever filter is added or other list is asked; a limit and an order of words are no part of the question."""
    office, path = door.world.office, "/issues?limit=1"
    cursor = cursors[path]
    fields = {f["name"]: f for f in TABLES["IssueQuery"] if f["name"] not in ("limit", "cursor", "count", "subtree")}
    values = {"uuid": st.uuids().map(str), "date": st.dates(datetime.date(1900, 1, 1),
                                                            datetime.date(2199, 12, 31)).map(str),
              "bool": st.sampled_from(["true", "false"]), "text": st.text(CODE, min_size=1, max_size=20)}

    def value(field):
        if field["type"] == "enum":
            return st.sampled_from(field["values"])
        return st.integers(field["min"], field["max"]).map(str) if field["type"] == "int" else values[field["type"]]

    @bounded(60)
    @given(st.one_of([st.tuples(st.just(name), value(f)) for name, f in fields.items()]))
    def asks_another(pair):
        refused(resume(office, f"{path}&{urllib.parse.urlencode([pair])}", cursor), 400, "bad-cursor")

    @bounded(20)
    @given(st.integers(1, 200), st.sampled_from(["", "&count=none", "&count=exact"]))
    def asks_the_same(limit, count):
        assert ok(resume(office, f"/issues?limit={limit}{count}", cursor))["items"]

    asks_another()
    asks_the_same()
    for other in cursors.keys() - {path}:
        refused(resume(office, other, cursor), 400, "bad-cursor")
    for who in (door.world.city, door.world.leader, door.world.who("310104", "DIST_OFFICE")):
        refused(resume(who, path, cursor), 400, "bad-cursor")
