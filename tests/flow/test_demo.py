# SPDX-License-Identifier: MIT
"""The demonstration and the loader of the demo do what they say."""
import demo
import load_demo
import local
import pytest
from client import Refused, Tokens
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
    assert (aqi["indicator"]["code"], aqi["value"], aqi["qualifiers"], aqi["year"]) == ("AIR-AQIR-Y", "80",
            ["STRIVE", "ABOUT"], None)
    assert said["programme-10"]["standard_version"] == "GB3838-2002"
    assert all(t["value"] is None or t["value"] in t["text"] or t["value"] in ("0", "100") for t in targets)


COUNTED = "select (select count(*) from bihuan.issue), (select sum(row_version) from bihuan.issue), (select sum(row_version) from bihuan.tenant)"


def load(stack, reload):
    """What the loader says."""
    lines = []
    tokens = Tokens(BUILD / "bin" / "bihuanctl", stack.environment)
    load_demo.Loader(stack.base_of, tokens, say=lines.append, reload=reload).load(measured=False)
    return lines


@pytest.fixture(scope="module")
def loaded():
    with Stack("demo") as stack:
        yield stack


def test_loading_again_changes_nothing(loaded):
    before = loaded.psql(COUNTED)
    lines = load(loaded, False)
    assert loaded.psql(COUNTED) == before
    assert [line for line in lines if " new" in line or "filed" in line] == [
        "targets: 0 new", "monitored objects: 0 new", "members: 0 new", "issues: 0 new",
        "plans: 0 filed or under review"]
    assert not [line for line in lines if "in the demo" in line]


@pytest.fixture
def changed(loaded):
    """A department has got another name, an issue another title."""
    if "水务和海洋局" not in loaded.psql("select name from bihuan.api_tenant where code = '310117-SW'"):
        renamed = loaded.api("310000", "PLATFORM_ADMIN").post("/region-changes", {
            "kind": "RENAME", "tenant": "310117-SW", "new_name": "松江区水务和海洋局", "effective_date": "2026-11-01",
            "approval_doc": "沪府〔2026〕1号"})
        assert renamed.status_code == 201, renamed.text
        office = loaded.api("310117", "DIST_OFFICE")
        issue = office.get("/issues?limit=1").json()["items"][0]
        titled = office.patch(f"/issues/{issue['id']}", {"title": "另一个标题"},
                              headers={"If-Match": f'"{issue["row_version"]}"'})
        assert titled.status_code == 200, titled.text
    return loaded


@pytest.mark.parametrize("reload", [False, True], ids=["up", "reload"])
def test_what_people_have_changed_is_told_and_stays(changed, reload):
    before = changed.psql(COUNTED)
    told = [line for line in load(changed, reload) if "in the demo" in line]
    assert changed.psql(COUNTED) == before
    assert len(told) == 2 and "tenant 310117-SW: name is '松江区水务和海洋局'" in told[0] and "title is '另一个标题'" in told[1]


def test_a_department_that_somebody_made_before_is_left(tmp_path):
    """The code is one of the demo's file, the name is not; the rest of the file goes in around it."""
    file = tmp_path / "tenants.csv"
    file.write_text("code,kind,parent_code,name,short_name,valid_from,note,pseudo\n310000,CITY,,上海市,上海,2023-06-30,,false\n"
                    "310117,DISTRICT,310000,松江区,松江,2023-06-30,,false\n310117-SW,DEPARTMENT,310117,自建水务局,水务,2026-01-01,,false\n",
                    encoding="utf-8")
    with Stack("empty", services=("directory",)) as stack:
        stack.ctl("import", "tenants", file)
        lines = []
        loader = load_demo.Loader(stack.base_of, Tokens(BUILD / "bin" / "bihuanctl", stack.environment),
                                  say=lines.append)
        assert loader.import_tenants() == int(stack.psql("select count(*) from bihuan.tenant"))
        assert "自建水务局" in stack.psql("select name from bihuan.api_tenant where code = '310117-SW'")
    assert len(lines) == 1 and "自建水务局" in lines[0]


def test_up_loads_the_demo_once(loaded):
    mine, loads = local.Local.__new__(local.Local), []
    mine.postgres, mine.run_loader = loaded.postgres, lambda *options: loads.append(options)
    mine.load_demo()
    mine.load_demo()
    assert loads == [()]


def test_a_refusal_ends_a_first_load_and_not_a_reload():
    def refuse():
        raise Refused("POST", "/members", 409, {"code": "duplicate"})
    lines = []
    load_demo.Loader("", None, say=lines.append, reload=True).step("members: %d new", refuse)
    assert len(lines) == 1 and lines[0].startswith("members: left as it is, for POST /members answered 409")
    with pytest.raises(Refused):
        load_demo.Loader("", None, say=lines.append).step("members: %d new", refuse)


def test_a_reload_does_no_work_on_an_issue_that_was_there(loaded):
    """Somebody's issue of the demo waits for its plan; a reload hands in none in its place."""
    issue, state = loaded.psql("select id, state from bihuan.issue i where exists (select from bihuan.issue_plan p "
                               "where p.issue_id = i.id) order by serial_no limit 1").split()
    loaded.psql(f"update bihuan.issue set state = 'ASSIGNED' where id = '{issue}'")
    plans = "select count(*), sum(row_version) from bihuan.issue_plan"
    before = loaded.psql(plans)
    try:
        load(loaded, True)
        assert loaded.psql(plans) == before
    finally:
        loaded.psql(f"update bihuan.issue set state = '{state}' where id = '{issue}'")
