# SPDX-License-Identifier: MIT
"""The contract of each service against the program itself, both ways; and the rules of the files."""
import copy
import os
import pathlib

import pytest

import diff_api
import lint_api
import openapi

BIN = pathlib.Path(os.environ.get("BIHUAN_BUILD",
                                  openapi.ROOT / "build" / os.environ.get("BIHUAN_PRESET", "dev"))) / "bin"
WITHOUT_AUTHORITY = {"indicators"}  # its handlers decide, and the workflow of values
SERVICES = sorted(d.parent.name for d in (openapi.ROOT / "services").glob("*/routes.c"))


@pytest.fixture(scope="module", params=SERVICES)
def tables(request):
    binary = BIN / ("bihuan-" + request.param)
    assert binary.exists(), "%s is not built; run ./dev test, which builds first" % binary
    return diff_api.dump(binary)


def test_every_service_has_a_contract():
    assert openapi.services() == SERVICES


def test_files_keep_the_rules_of_the_api():
    assert lint_api.lint() == []


def test_program_and_contract_agree(tables):
    assert diff_api.compare(tables) == []


def test_every_operation_has_its_row_of_authority(tables):
    missing = sorted(r["operation"] for r in tables["routes"] if "public" not in r["flags"] and not r["authority"])
    assert bool(missing) == (tables["service"] in WITHOUT_AUTHORITY), missing


def test_a_route_missing_on_either_side_is_found(tables):
    planted = copy.deepcopy(tables)
    gone = planted["routes"].pop()
    planted["routes"].append({**gone, "operation": "plantedOperation"})
    found = "\n".join(diff_api.compare(planted))
    assert "plantedOperation is served but not in the contract" in found
    assert "%s is in the contract but not served" % gone["operation"] in found


def test_every_kind_of_planted_difference_is_found(tables):
    for route in range(len(tables["routes"])):
        name = tables["routes"][route]["body"]
        if name is None or "raw_body" in tables["routes"][route]["flags"]:
            continue
        for change in ({"name": "planted"}, {"required": None}, {"nullable": None}, {"type": "bool"}):
            planted = copy.deepcopy(tables)
            row = planted["tables"][name][0]
            for key, value in change.items():
                row[key] = not row[key] if value is None else value if value != row[key] else "int"
            assert diff_api.compare(planted), "%s %s" % (name, change)
        return


def test_a_changed_permission_is_found(tables):
    planted = copy.deepcopy(tables)
    route = next(r for r in planted["routes"] if r["permission"])
    route["permission"] = "planted:permission"
    assert any("permission" in line for line in diff_api.compare(planted))
