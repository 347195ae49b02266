# SPDX-License-Identifier: MIT
"""The water calculator: the vectors of the domain, a slow reference of its own, and the published classes of real
sections."""
import csv
import decimal
import itertools
import random

import pytest

from support import water_reference
from support.issues import ok, refused
from support.stack import ROOT

SECTIONS = ROOT.parent / "shared" / "data" / "water" / "sections_2020-05-08.csv"
GOOD = {"as": "0.05", "bod5": "3", "cd": "0.001", "cod": "15", "codmn": "2", "cr6": "0.01", "cu": "0.01",
        "cyanide": "0.005", "do": "7.5",
        "fluoride": "1", "hg": "0.00005", "las": "0.2", "nh3n": "0.15", "oil": "0.05", "pb": "0.01", "ph": "7",
        "phenol": "0.002",
        "se": "0.01", "sulfide": "0.05", "tp": "0.02", "zn": "0.05"}
TV26 = GOOD | {"ph": "7.6", "do": "6.8", "codmn": "4.8", "cod": "18", "bod5": "3.2", "nh3n": "0.84", "tp": "0.16"}
SECOND = GOOD | {"tp": "0.1", "cu": "1"}


@pytest.fixture(scope="module")
def caller(stack):
    return stack.api("310117002", "GRID_WORKER")


def sample(values, body="RIVER", rounding="STAT20", **more):
    return {"body": body, "rounding": rounding, "values": values} | more


def classify(caller, *items):
    return ok(caller.post("/water/class", {"items": list(items)}, timeout=120))["items"]


def main_of(verdict):
    multiples = {f["item"]: f["multiple"] for f in verdict["factors"]}
    return [(item, multiples[item]) for item in verdict["main"]]


# ---- vectors


@pytest.mark.parametrize("vector, item, expected", [
    ("TV-26", sample(TV26), (3, "Ⅲ", "良好", [])),
    ("TV-27", sample(TV26 | {"nh3n": "2.35"}), (6, "劣Ⅴ", "重度污染", [("nh3n", "1.35")])),
    ("TV-28", sample({"tp": "0.08"}), (2, "Ⅱ", "优", [])),
    ("TV-28", sample({"tp": "0.08"}, "LAKE"), (4, "Ⅳ", "轻度污染", [("tp", "0.6")])),
    ("TV-29", sample(SECOND | {"tn": "6.5", "fcoli": "90000"}), (2, "Ⅱ", "优", [])),
    ("TV-30", sample(SECOND | {"ph": "9.3"}), (2, "Ⅱ", "优", [])),
    ("TV-30", sample(SECOND | {"ph": "9.6"}), (6, "劣Ⅴ", "重度污染", [("ph", None)])),
    ("TV-31", sample({"cod": "15.0"}), (1, "Ⅰ", "优", [])),
    ("TV-31", sample({"cod": "15.1"}), (3, "Ⅲ", "良好", [])),
    ("TV-31", sample({"cod": "40.1"}), (6, "劣Ⅴ", "重度污染", [("cod", "1")])),
    ("TV-32", sample({"do": "6.9", "do_sat": "92"}), (1, "Ⅰ", "优", [])),
    ("TV-32", sample({"do": "6.9"}), (2, "Ⅱ", "优", [])),
    ("station", sample({"ph": "7.4", "do": "7.0", "codmn": "6.2", "nh3n": "0.08", "tp": "0.02"}, rounding="NONE"),
     (4, "Ⅳ", "轻度污染", [("codmn", "0.03")])),
])
def test_vectors(caller, vector, item, expected):
    verdict, = classify(caller, item)
    assert (verdict["class"], verdict["label"], verdict["grade"], main_of(verdict)) == expected, vector


def test_items_are_factors_in_the_order_of_the_standard(caller):
    verdict, = classify(caller, sample({"fe": "0.45", "tp": "0.0205", "tn": "9", "temp": "-0.5", "ph": None,
                                        "do": "7.0", "do_sat": "50"}))
    fields = ("item", "single_factor", "value", "class", "exceeds", "multiple")
    assert [tuple(f[name] for name in fields) for f in verdict["factors"]] == [
        ("temp", False, "-0.5", None, False, None),
        ("do", True, "7", 2, False, None),
        ("tp", True, "0.02", 1, False, None),
        ("tn", False, "9", None, False, None),
        ("fe", False, "0.45", None, True, "0.5"),
    ]
    assert (verdict["class"], verdict["colour"], verdict["standard"]) == (2, "蓝", "GB3838-2002")


def test_rounding_is_that_of_the_statistics_rule_unless_none_is_wanted(caller):
    values = {"codmn": "6.05"}
    rounded, default, raw = classify(caller, sample(values), {"body": "RIVER", "values": values},
                                     sample(values, rounding="NONE"))
    assert rounded["class"] == default["class"] == 3 and raw["class"] == 4


def test_without_an_item_that_counts_there_is_no_class(caller):
    for values in ({}, {"cod": None}, {"tn": "1"}, {"do_sat": "95"}, {"sulfate": "300"}):
        verdict, = classify(caller, sample(values))
        assert (verdict["class"], verdict["label"], verdict["grade"], verdict["colour"], verdict["main"]) == (None,
                None, None, None, [])


def test_anyone_with_a_token_may_ask_and_nobody_without(stack):
    for tenant, role in (("310000", "AUDITOR"), ("310117", "DIST_OFFICE"), ("310117-SW", "UNIT_LEADER"),
                         ("310117002", "GRID_WORKER")):
        assert classify(stack.api(tenant, role), sample({"cod": "15"}))[0]["class"] == 1
    refused(stack.api().post("/water/class", {"items": [sample({"cod": "15"})]}), 401)


# ---- the reference


def near(rng, limit):
    """A value about a limit: on it, beside it, or anywhere from nothing to twice as much."""
    limit = decimal.Decimal(limit)
    step = decimal.Decimal(1).scaleb(-rng.randint(3, 6))
    value = rng.choice([limit, limit + step, limit - step, limit * rng.randint(0, 200000) / 100000])
    return format(max(value, decimal.Decimal(0)).quantize(decimal.Decimal("0.000001")).normalize(), "f")


def random_sample(rng):
    table = water_reference.TABLE
    values = {item: near(rng, rng.choice(table[item][2:]))
              for item in rng.sample(sorted(table), rng.randint(1, len(table)))}
    if rng.random() < 0.5:
        values["ph"] = min(near(rng, rng.choice(("6", "9", "5.5", "9.5"))), "14", key=decimal.Decimal)
    if rng.random() < 0.2:
        values["do_sat"] = near(rng, "90")
    if rng.random() < 0.2:
        values |= {"tn": "99", "fcoli": "99999", "temp": "20"}
    names = list(values)
    rng.shuffle(names)
    return sample({name: values[name] for name in names}, rng.choice(("RIVER", "LAKE")), rng.choice(("NONE", "STAT20")))


def differences(items, verdicts):
    for item, verdict in zip(items, verdicts, strict=True):
        said = {name: verdict[name] for name in ("class", "label", "grade")}
        said["main"] = [(name, multiple and decimal.Decimal(multiple)) for name, multiple in main_of(verdict)]
        if said != water_reference.classify(item):
            yield item, said, water_reference.classify(item)


def test_random_samples_are_as_the_reference_says(caller):
    rng = random.Random(3838)
    items = [random_sample(rng) for _ in range(4000)]
    assert list(itertools.islice(differences(items, classify(caller, *items)), 3)) == []


def test_every_limit_and_its_neighbours_are_as_the_reference_says(caller):
    step = decimal.Decimal("0.000001")
    items = [sample({item: format(decimal.Decimal(limit) + by, "f")}, body, rounding)
             for item, row in water_reference.TABLE.items()
             for limit in row[2:] + water_reference.LAKE_TP[2:] * (item == "tp")
             for by in (-step, 0, step) for body in ("RIVER", "LAKE") for rounding in ("NONE", "STAT20")]
    assert list(itertools.islice(differences(items, classify(caller, *items)), 3)) == []


# ---- real sections


def plain(text):
    """As a decimal of at most six places; one value in the file has seven."""
    return format(decimal.Decimal(text).quantize(decimal.Decimal("0.000001")).normalize(), "f")


@pytest.fixture(scope="module")
def sections():
    if not SECTIONS.exists():
        pytest.skip(f"no {SECTIONS.name} beside the project")
    with SECTIONS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["class"]]


def test_published_classes_come_out_unrounded_with_the_river_or_the_lake_table(caller, sections):
    samples = [{item: plain(row["raw_" + item]) for item in ("ph", "do", "codmn", "nh3n", "tp", "tn", "temp")
                if row["raw_" + item]}
               for row in sections]
    river = classify(caller, *(sample(values, rounding="NONE") for values in samples))
    lake = classify(caller, *(sample(values, "LAKE", "NONE") for values in samples))
    neither = [row["section"] for row, r, k in zip(sections, river, lake)
               if row["class"] not in (r["label"], k["label"])]
    by_river = sum(row["class"] == r["label"] for row, r in zip(sections, river))
    assert neither == []
    assert by_river / len(sections) > 0.96  # the rest are lakes and reservoirs, which the file does not mark
    items = [sample(values, body, rounding) for values in samples for body in ("RIVER", "LAKE")
             for rounding in ("NONE", "STAT20")]
    assert list(itertools.islice(differences(items, classify(caller, *items)), 3)) == []


# ---- editions


def edition(code, *rows):
    head = "edition,kind,item,averaging,level,op,name,value,text,valid_from,valid_to"
    lines = [f"{code},EDITION,,,,,GB3838,,旧版试验,1988-01-01,2002-05-31",
             *(f"{code},RULE,,,,,label_{k},,{k}类,," for k in range(1, 7)), f"{code},RULE,cod,,,,label,,COD,,",
             *(f"{code},LIMIT,cod,,{k},LE,,{10 * k},,," for k in range(1, 6)), *rows]
    return "\n".join([head, *lines]).encode()


def load(stack, content):
    ok(stack.api("310000", "PLATFORM_ADMIN").post("/standards/import?mode=commit", data=content,
                                                  headers={"Content-Type": "text/csv"}))


def test_an_edition_that_is_named_judges(stack, caller):
    load(stack, edition("GB3838-1988"))
    old, new = classify(caller, sample({"cod": "16"}, standard="GB3838-1988"),
                        sample({"cod": "16"}, standard="GB3838-2002"))
    assert (old["class"], old["label"], old["standard"]) == (2, "2类", "GB3838-1988")
    assert (new["class"], new["label"], new["standard"]) == (3, "Ⅲ", "GB3838-2002")
    said = refused(caller.post("/water/class",
                               {"items": [sample({"cod": "1"}), sample({"tp": "1"}, standard="GB3838-1988")]}), 422)
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/items/1/values/tp", "unknown")]


def test_an_edition_that_is_none_of_surface_water_is_unknown(caller):
    items = [sample({"cod": "1"}, standard=code) for code in ("GB3838-2002", "GB3838-2099", "EVAL-2011")]
    said = refused(caller.post("/water/class", {"items": items}), 422)
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/items/1/standard", "unknown"),
                                                                   ("/items/2/standard", "unknown")]
    items = [sample({"cod": "1"}, standard=f"E-{n}") for n in range(20)]
    assert "too-many" in {e["code"] for e in refused(caller.post("/water/class", {"items": items}), 422)["errors"]}


# ---- bad input


@pytest.mark.parametrize("values, pointer, code", [
    ({"cod": "-1"}, "cod", "range"), ({"cod": "-0.000001"}, "cod", "range"), ({"cod": "1e3"}, "cod", "format"),
    ({"cod": "9" * 40}, "cod", "format"), ({"cod": "0." + "1" * 40}, "cod", "format"),
    ({"cod": "NaN"}, "cod", "format"),
    ({"cod": "Infinity"}, "cod", "format"), ({"cod": "1,5"}, "cod", "format"), ({"cod": " 1"}, "cod", "format"),
    ({"cod": ""}, "cod", "format"),
    ({"cod": "0.0000001"}, "cod", "format"), ({"cod": "1000000000"}, "cod", "range"), ({"cod": 15}, "cod", "type"),
    ({"cod": True}, "cod", "type"),
    ({"ph": "14.000001"}, "ph", "range"), ({"temp": "-50.1"}, "temp", "range"), ({"gold": "1"}, "gold", "unknown"),
    ({"COD": "1"}, "COD", "unknown"), ({"tp_lake": "1"}, "tp_lake", "unknown"), ({"a/b": "1"}, "a~1b", "unknown"),
])
def test_a_value_that_is_none_is_named(caller, values, pointer, code):
    said = refused(caller.post("/water/class", {"items": [sample({"cod": "1"}), sample(values)]}), 422, "validation")
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [(f"/items/1/values/{pointer}", code)]


@pytest.mark.parametrize("item, pointer, code", [
    ({"body": "SEA", "values": {}}, "body", "enum"), ({"values": {}}, "body", "required"),
    ({"body": "RIVER"}, "values", "required"),
    ({"body": "RIVER", "values": []}, "values", "type"),
    ({"body": "RIVER", "values": {}, "rounding": "HALF"}, "rounding", "enum"),
    ({"body": "RIVER", "values": {}, "standard": "GB 3838"}, "standard", "format"),
    ({"body": "RIVER", "values": {}, "x": 1}, "x", "unknown"),
])
def test_an_item_that_is_none_is_named(caller, item, pointer, code):
    said = refused(caller.post("/water/class", {"items": [item]}), 422, "validation")
    assert [(e["pointer"], e["code"]) for e in said["errors"]] == [(f"/items/0/{pointer}", code)]


def test_all_faults_are_named_at_once_within_the_limits_of_a_problem(caller):
    few = [sample({"cod": "1e3", "tp": "-1", "gold": "1"}), sample({"cod": "1"}), {"body": "SEA", "values": {"ph": 7}}]
    said = refused(caller.post("/water/class", {"items": few}), 422)
    assert {e["pointer"] for e in said["errors"]} == {
        "/items/0/values/cod", "/items/0/values/tp", "/items/0/values/gold", "/items/2/body", "/items/2/values/ph"}
    many = refused(caller.post("/water/class", {"items": [sample({"cod": "x"})] * 20000}, timeout=120), 422)
    assert len(many["errors"]) == 16


def test_a_call_takes_twenty_thousand_items_and_says_when_it_is_too_large(caller):
    verdicts = classify(caller, *[sample({"ph": "7.4", "do": "7.0", "codmn": "6.2", "nh3n": "0.08", "tp": "0.02"},
                                         rounding="NONE")] * 20000)
    assert len(verdicts) == 20000 and {v["class"] for v in verdicts} == {4}
    for items, code in (([], "too-few"), ([{}] * 20001, "too-many")):
        said = refused(caller.post("/water/class", {"items": items}, timeout=120), 422)
        assert [(e["pointer"], e["code"]) for e in said["errors"]] == [("/items", code)]
    refused(caller.post("/water/class", data=b" " * (8 << 20) + b"{}", headers={"Content-Type": "application/json"}),
            413)
