# SPDX-License-Identifier: MIT
"""The demonstration and the loader of the demo do what they say."""
import demo
import load_demo
from client import Tokens
from support.stack import BUILD, Stack


def test_three_issues_go_through_the_loop():
    lines = []
    with Stack("empty") as stack:
        world = demo.drive(stack, lines.append)
        board, ended = demo.read_board(world)
    by_clause = {e["clauses"][0]: str(e["serial_no"]) for e in world.loader.plan["issues"]}
    assert sorted(i["serial_no"] for i in ended["CLOSED"]) == sorted(by_clause[c] for c in ("S-062", "S-088"))
    assert [i["serial_no"] for i in ended["REOPENED"]] == [by_clause["S-117"]]
    assert [i["is_extended"] for i in ended["CLOSED"] if i["serial_no"] == by_clause["S-088"]] == [True]
    assert board["total"] == len(world.loader.plan["issues"]) + 1
    told = "\n".join(lines)
    assert all(word in told for word in ("退回：", "同意延期", "公示期满无异议，销号", "反弹重新立项"))


def test_the_plan_s_targets_are_there_and_masked_figures_are_empty():
    with Stack("demo", services=("indicators", "directory")) as stack:
        targets = stack.api("310117", "DIST_OFFICE").get("/targets?limit=200").json()["items"]
    said = {t["external_id"]: t for t in targets}
    assert {f"programme-{n}" for n in range(1, 15)} <= set(said)
    assert (said["programme-4"]["target_type"], said["programme-4"]["value"]) == ("UNSET", None)
    aqi = said["programme-5"]
    assert (aqi["indicator"]["code"], aqi["value"], aqi["qualifiers"], aqi["year"]) == ("AIR-AQIR-Y", "80", ["STRIVE", "ABOUT"], None)
    assert said["programme-10"]["standard_version"] == "GB3838-2002"
    assert all(t["value"] is None or t["value"] in t["text"] or t["value"] in ("0", "100") for t in targets)


def test_loading_again_changes_nothing():
    with Stack("demo") as stack:
        before = stack.psql("select count(*), sum(row_version) from bihuan.issue")
        lines = []
        load_demo.Loader(stack.base_of, Tokens(BUILD / "bin" / "bihuanctl", stack.environment), say=lines.append).load(measured=False)
        assert stack.psql("select count(*), sum(row_version) from bihuan.issue") == before
        assert [line for line in lines if " new" in line or "filed" in line] == [
            "targets: 0 new", "monitored objects: 0 new", "members: 0 new", "issues: 0 new", "plans: 0 filed or under review"]
