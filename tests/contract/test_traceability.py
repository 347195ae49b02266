# SPDX-License-Identifier: MIT
"""Every clause of the plan is served by what there is and proven by tests that there are, or says which service it
waits for."""
import csv
import re

import pytest

import openapi
import reference_pages

ROWS = reference_pages.clauses()
CLAUSES = [f"S-{number:03}" for number in range(1, 136)]
SERVICES = ("ORG", "ISS", "IND", "ENF", "ASM")


def catalogue():
    """{code: clauses} of the indicators that ship."""
    with reference_pages.CATALOGUE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["clauses"].split() for row in csv.DictReader(lines)}


def operations():
    methods = (method for name in openapi.services()
               for path in openapi.load(openapi.API / (name + ".yaml"))["paths"].values()
               for method in path.values())
    return {method["operationId"] for method in methods if "operationId" in method}


def codes(node):
    """Every word of an enumeration of the contracts."""
    if isinstance(node, list):
        return set().union(*map(codes, node))
    if not isinstance(node, dict):
        return set()
    listed = node["enum"] if isinstance(node.get("enum"), list) else []
    return {word for word in listed if isinstance(word, str)}.union(*map(codes, node.values()))


def contract_codes():
    return set().union(*(codes(openapi.load(openapi.API / (name + ".yaml"))) for name in openapi.services()))


def object_kinds():
    schemas = openapi.load(openapi.API / "indicators.yaml")["components"]["schemas"]
    return set(schemas["ObjectCreate"]["properties"]["kind"]["enum"])


def known(clause):
    """What may serve the clause, by kind."""
    return {"indicator": {code for code, clauses in catalogue().items() if clause in clauses},
            "operation": operations(), "code": contract_codes(),
            "object": object_kinds(), "event": {f.stem.removesuffix(".v1")
                                                for f in (openapi.API / "events").glob("*.v1.json")},
            "group": {name for name, _, clauses, _ in reference_pages.groups() if clause in clauses.split()}}


def exists(test):
    """Whether the test is in its file: a function of pytest, or one that is listed for cmocka."""
    path, name = test.split("::")
    file = reference_pages.ROOT / path
    pattern = r"cmocka_unit_test\w*\(%s[,)]" if path.endswith(".c") else r"^def %s\("
    return file.exists() and re.search(pattern % re.escape(name), file.read_text(encoding="utf-8"), re.M) is not None


def faults(row):
    served, there = [word.split(":") for word in row["served_by"].split()], known(row["clause"])
    wrong = [f"no such {kind}, or not of this clause: {name}" for kind,
             name in served if name not in there.get(kind, ())]
    named = {name for kind, name in served if kind == "indicator"}
    wrong += [f"the catalogue says {code} is of this clause" for code in sorted(there["indicator"] - named)]
    wrong += [f"no such test: {test}" for test in row["tests"].split() if not exists(test)]
    waits = [part.split(": ")[0] for part in row["waits_for"].split("; ") if part]
    wrong += [f"no such service: {service}" for service in waits if service not in SERVICES]
    if bool(served) != bool(row["tests"].split()):
        wrong.append("what is served is proven by a test, and nothing else is")
    if not served and not waits:
        wrong.append("neither served nor waited for")
    return wrong


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["clause"])
def test_a_clause_is_served_and_proven(row):
    assert faults(row) == []


def test_each_clause_of_the_plan_has_one_row_in_order():
    assert [row["clause"] for row in ROWS] == CLAUSES and all(row["what"] for row in ROWS)


@pytest.mark.parametrize("change, fault", [
    ({"served_by": "indicator:ECO-FOREST-R"}, "no such indicator"),
    ({"served_by": "indicator:WAT-AREA operation:listNothing"}, "no such operation"),
    ({"served_by": "indicator:WAT-AREA event:nothing.done"}, "no such event"),
    ({"served_by": "indicator:WAT-AREA object:MOON"}, "no such object"),
    ({"served_by": "indicator:WAT-AREA code:MOON"}, "no such code"),
    ({"served_by": "indicator:WAT-AREA group:STP_DUAL"}, "no such group"),
    ({"served_by": "operation:listRedLines"}, "the catalogue says WAT-AREA"),
    ({"tests": "tests/contract/test_traceability.py::test_none"}, "no such test"), ({"tests": ""}, "proven by a test"),
    ({"tests": "tests/unit/services/indicators/domain/target.c::nothing"}, "no such test"),
    ({"waits_for": "MOON: light"}, "no such service"),
    ({"served_by": "", "tests": ""}, "neither served nor waited for")])
def test_a_planted_fault_is_found(change, fault):
    row = next(row for row in ROWS if row["clause"] == "S-059")
    assert fault in "\n".join(faults(row | change))
