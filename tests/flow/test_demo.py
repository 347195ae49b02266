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


def test_loading_again_changes_nothing():
    with Stack("demo") as stack:
        before = stack.psql("select count(*), sum(row_version) from bihuan.issue")
        lines = []
        load_demo.Loader(stack.base_of, Tokens(BUILD / "bin" / "bihuanctl", stack.environment), say=lines.append).load()
        assert stack.psql("select count(*), sum(row_version) from bihuan.issue") == before
        assert [line for line in lines if " new" in line or "filed" in line] == [
            "members: 0 new", "issues: 0 new", "plans: 0 filed or under review"]
