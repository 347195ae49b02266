# SPDX-License-Identifier: MIT
"""The board of attainment is the list of attainment, folded: for every caller, at every moment, after every kind of
change."""
import collections
import csv
import io

import pytest

from support.issues import etag, ok, refused
from support.stack import ROOT
from support.values import Values

VERDICTS = ("attained", "not_attained", "at_risk", "no_data", "not_comparable", "unset")
CATALOGUE = ROOT / "services" / "indicators" / "catalogue" / "indicators.csv"


class Board:
    """The board of callers of different levels, compared with what they can list."""

    def __init__(self, stack):
        self.stack = stack
        self.values = values = Values(stack)
        self.callers = [(values.city, {}), (values.city, {"subtree": "310117"}), (values.office, {}),
                        (values.office, {"element": "WATER"}),
                        (values.entry, {}), (values.entry, {"subtree": "310117-SW"}),
                        (values.who("310117-STHJ", "MONITOR_INPUT"), {}),
                        (values.who("310117001", "UNIT_ADMIN"), {}), (values.who("310112", "DIST_OFFICE"), {})]

    # ---- the job

    def pause(self):
        """Nothing is counted from here on: what is marked stays marked."""
        self.job("'infinity'")

    def go_on(self):
        """Until everything is counted, and then no more."""
        self.job("'-infinity'")
        self.stack.until(lambda: self.ask("select count(*) from bihuan.attainment_mark") == "0")
        self.pause()

    def job(self, due):
        self.stack.psql(f"update bihuan.job_run set due_at = {due} where service = 'indicators' and job = 'attainment'")

    def ask(self, sql):
        return self.stack.psql(sql).strip()

    # ---- answers

    def elements(self):
        return {i["code"]: i["element"] for i in ok(self.values.city.get("/indicators"))["items"]}

    def listed(self, caller, **query):
        """Every row of the list."""
        rows, cursor = [], {}
        while cursor is not None:
            page = ok(caller.get("/attainment", params={"limit": 200} | query | cursor))
            rows += page["items"]
            cursor = page["next_cursor"] and {"cursor": page["next_cursor"]}
        return rows

    def folded(self, caller, **query):
        """(totals, by element, by tenant) of the list."""
        elements, total = self.elements(), collections.Counter()
        by_element = collections.defaultdict(collections.Counter)
        by_tenant = collections.defaultdict(collections.Counter)
        for row in self.listed(caller, **query):
            said = collections.Counter({row["verdict"].lower(): 1, "total": 1, "breaches": row["is_breach"],
                                        "alerts": row["alert_id"] is not None})
            total.update(said)
            by_element[elements[row["indicator"]["code"]]].update(said)
            by_tenant[row["tenant"]["code"]].update(said)
        return plain(total), {k: plain(v) for k, v in by_element.items()}, {k: plain(v) for k, v in by_tenant.items()}

    def shown(self, caller, **query):
        answer = ok(caller.get("/attainment/board", params=query))
        assert answer["year"] == query["year"] and answer["elements"] == sorted(answer["elements"],
                key=lambda e: e["element"])
        return (plain(answer), {e["element"]: plain(e) for e in answer["elements"]},
                {t["tenant"]["code"]: plain(t) for t in answer["tenants"]})

    def compare(self, year, **more):
        """The board says what the list says, to everybody; returns the city's."""
        for caller, query in self.callers:
            query = {"year": year} | query | more
            assert self.shown(caller, **query) == self.folded(caller, **query), query
        return ok(self.values.city.get("/attainment/board", params={"year": year} | more))

    def check(self, *years):
        """The same while the change is only marked, and when it is counted."""
        for year in years:
            self.compare(year)
        self.go_on()
        assert self.ask("select count(*) from bihuan.attainment_tenant") != "0"
        return [self.compare(year) for year in years][0]


def plain(counter):
    return {name: int(counter[name]) for name in ("total", "breaches", "alerts", *VERDICTS)}


@pytest.fixture
def board(lone_stack):
    made = Board(lone_stack)
    made.pause()
    return made


def test_the_board_is_the_list_folded_after_every_kind_of_change(board):
    values = board.values
    assert board.compare(2026)["total"] == 0
    sewage = values.target("INF-SEW-R", value="95", year=2026)
    forest = values.target("ECO-FOREST-R", value="20", year=2026)
    values.target("INF-SEW-R", value="95", year=2026, tenant="310117001")
    values.target("INF-SEW-R", value="95", year=2026, tenant="310000", by=values.city)
    values.target("INF-LEACH-R", value="90")  # of no year
    values.target("WAT-AREA", "MONOTONE", qualifiers=["MONOTONE"])
    values.target("RES-WATER-T", "LE", value="1.2", year=2026)
    assert board.check(2026, 2025, 2020)["no_data"] == 7
    # A figure, another, its steps; quarters; the year before.
    made = values.entered("INF-SEW-R", "2026", "94")
    assert board.check(2026)["not_attained"] == 1
    values.entered("INF-SEW-R", "2026", "96", reason="更正")
    assert board.check(2026)["attained"] == 1
    values.act(made, "VOID", reason="造假")
    assert board.check(2026)["attained"] == 0
    values.entered("INF-SEW-R", "2026", "97", by=values.city, tenant="310000")
    values.entered("WAT-AREA", "2026", "41.19")
    assert board.check(2026)["breaches"] == 0
    earlier = values.frozen("WAT-AREA", "2025", "41.20")
    assert board.check(2026, 2025)["breaches"] == 1
    values.entered("RES-WATER-T", "2026", "1.3", by=values.office)
    assert board.check(2026)["alerts"] == 2  # the smaller water area is one
    values.entered("RES-WATER-T", "2026", "1.1", by=values.office, reason="复测")
    assert board.check(2026)["alerts"] == 1
    ok(values.entry.post(f"/values/{earlier['id']}/errata", {"value": "41.10", "reason": "校准后更正"},
                         headers=etag(values.read(earlier)["row_version"])))
    assert board.check(2026, 2025)["breaches"] == 0
    values.act(earlier, "REVIEW")
    values.act(earlier, "FREEZE")
    seen = board.check(2026, 2025)
    assert (seen["breaches"], seen["attained"]) == (0, 3)
    # Targets that are changed.
    ok(values.office.patch(f"/targets/{forest['id']}", {"target_type": "UNSET", "value": None, "reason": "改"},
                           headers=etag(1)))
    assert board.check(2026)["unset"] == 1
    ok(values.office.patch(f"/targets/{sewage['id']}", {"target_type": "LE", "reason": "改"}, headers=etag(1)))
    assert board.check(2026, 2025)["total"] == 7
    # One of the year takes the place of one of no year.
    values.target("INF-LEACH-R", value="91", year=2020)
    assert board.check(2020, 2026)["total"] == 2


def test_periods_of_a_year_count_as_far_as_they_go(board):
    values = board.values
    values.target("INF-INTERCEPT-R", value="60", year=2026)
    for quarter, done in (("2026-Q1", "10"), ("2026-Q2", "30"), ("2026-Q3", "31")):
        values.entered("INF-INTERCEPT-R", quarter, numerator=done, denominator="100")
        seen = board.check(2026)
        assert (seen["at_risk"], seen["not_attained"]) == ((1, 0) if done == "30" else (0, 1))


def test_the_catalogue_counts_for_every_tenant(board):
    values = board.values
    values.target("INF-SEW-R", value="95", year=2026)
    values.target("INF-SEW-R", value="95", year=2026, tenant="310117001")
    assert [e["element"] for e in board.check(2026)["elements"]] == ["WATER"]
    rows = list(csv.DictReader(io.StringIO(CATALOGUE.read_text(encoding="utf-8"))))
    text = io.StringIO()
    table = csv.DictWriter(text, rows[0])
    table.writeheader()
    table.writerow(next(r for r in rows if r["code"] == "INF-SEW-R") | {"element": "GENERAL", "red_line_class": "ERL"})
    ok(board.stack.api("310000", "PLATFORM_ADMIN").post("/indicators/import?mode=commit", data=text.getvalue().encode(),
                                                        headers={"Content-Type": "text/csv"}))
    assert [(e["element"], e["total"]) for e in board.check(2026)["elements"]] == [("GENERAL", 2)]


def test_the_board_takes_the_filters_of_the_list(board):
    values = board.values
    for indicator in ("INF-SEW-R", "ECO-FOREST-R", "RES-WATER-T"):
        values.target(indicator, value="1", year=2026)
        values.entered(indicator, "2026", "2", by=values.office)
    board.go_on()
    for filters in ({"element": "ECOLOGY"}, {"indicator": "INF-SEW-R"}, {"red_line_class": "RESOURCE_CEIL"},
                    {"element": "WATER", "red_line_class": "RESOURCE_CEIL"}):
        assert board.compare(2026, **filters)["total"] == 1
    assert board.compare(2026, element="AIR") | {"as_of": ""} == {"year": 2026, "as_of": "", "elements": [],
                                                                  "tenants": [], **plain(collections.Counter())}


def test_as_of_tells_how_it_stood_then(board):
    values = board.values
    values.target("INF-SEW-R", value="95", year=2026)
    values.entered("INF-SEW-R", "2026", "94")
    day = board.check(2026)["as_of"]
    board.stack.clock.move(days=2)
    values.entered("INF-SEW-R", "2026", "96", reason="更正")
    values.target("ECO-FOREST-R", value="20", year=2026)
    now = board.check(2026)
    assert (now["attained"], now["no_data"]) == (1, 1) and now["as_of"] > day
    then = board.compare(2026, as_of=day)
    assert (then["as_of"], then["not_attained"], then["total"]) == (day, 1, 1)
    assert board.compare(2026, as_of="2025-01-01")["total"] == 0


def test_a_day_that_passes_changes_what_it_changes_in_the_list(board):
    """A term ends, then the year: without a mark, and before anything is counted anew."""
    values = board.values
    today = ok(values.office.get("/attainment/board?year=2026"))["as_of"]
    year = int(today[:4])
    term = f"{year + 1}-01-15"
    values.target("INF-STP-UP-R", "COMPLETE_BY", value="100", complete_by=term, year=year)
    values.target("INF-INTERCEPT-R", value="60", year=year)
    values.target("INF-SEW-R", value="95")  # of no year
    values.entered("INF-STP-UP-R", f"{year}-Q1", "90")
    for quarter, done in (("Q1", "10"), ("Q2", "30")):
        values.entered("INF-INTERCEPT-R", f"{year}-{quarter}", numerator=done, denominator="100")
    assert board.check(year)["at_risk"] == 2
    held = board.ask("select holds_until from bihuan.attainment_tenant")
    assert held == f"{year}-12-31"
    for last in (held, term):
        while ok(values.office.get(f"/attainment/board?year={year}"))["as_of"] <= last:
            board.stack.clock.move(days=1)
        left = board.compare(year)["at_risk"]
        assert left == (1 if last == held else 0)
        board.compare(year + 1)
        board.job("'-infinity'")
        day = ok(values.office.get(f"/attainment/board?year={year}"))["as_of"]
        board.stack.until(lambda day=day: board.ask("select judged_on from bihuan.attainment_tenant") == day)
        board.pause()
        assert board.compare(year)["at_risk"] == left and board.compare(year + 1)["total"] == 1
    assert board.ask("select holds_until from bihuan.attainment_tenant") == f"{year + 1}-12-31"  # of the one of no year


def test_counts_go_with_a_body_that_moves(board):
    values, platform = board.values, board.stack.api("310000", "PLATFORM_ADMIN")
    ok(platform.post("/tenants", {"code": "310117K77", "kind": "DEVZONE", "parent": "310117", "name": "试验开发区",
                                  "valid_from": "2020-01-01"}), 201)
    values.target("INF-SEW-R", value="95", year=2026, tenant="310117K77", by=values.city)
    values.target("INF-SEW-R", value="95", year=2026)
    board.check(2026)
    values.target("ECO-FOREST-R", value="95", year=2026, tenant="310117K77", by=values.city)  # marked while it moves
    ok(platform.post("/region-changes", {"kind": "TRANSFER", "tenant": "310117K77", "new_parent": "310112",
                                         "new_code": "310112K77",
                                         "effective_date": "2026-01-01", "approval_doc": "沪府〔2026〕1号"}), 201)
    there = values.who("310112", "DIST_OFFICE")
    board.stack.until(lambda: ok(there.get("/attainment/board?year=2026"))["total"] == 2)
    board.compare(2026)
    # Its place is in the marks, too: as soon as the counts have moved, so has the difference.
    assert [t["tenant"]["code"] for t in ok(there.get("/attainment/board?year=2026"))["tenants"]] == ["310112K77"]
    assert ok(values.office.get("/attainment/board?year=2026"))["total"] == 1
    board.check(2026)


def test_a_board_of_many_bodies_is_counted_in_batches(board):
    tenants = board.ask("select string_agg(code, ' ') from bihuan.api_tenant where kind in ('STREET', 'DISTRICT') and closed_on is null").split()[:60]
    assert len(tenants) > 30
    for tenant in tenants:
        board.values.target("INF-SEW-R", value="95", year=2026, tenant=tenant, by=board.values.city)
    assert board.compare(2026)["total"] == len(tenants)
    board.go_on()
    assert board.ask("select count(*) from bihuan.attainment_count") == str(len(tenants))
    board.values.entered("INF-SEW-R", "2026", "96", by=board.values.city, tenant=tenants[7])
    seen = board.check(2026)
    assert (seen["total"], seen["attained"], len(seen["tenants"])) == (len(tenants), 1, len(tenants))


def test_who_asks_wrongly_is_refused(stack):
    values = Values(stack)
    for query in ("", "?year=0", "?year=2026&limit=5", "?year=2026&verdict=ATTAINED", "?year=2026&element=X",
                  "?year=2026&as_of=x"):
        refused(values.office.get(f"/attainment/board{query}"), 400, "bad-query")
    refused(values.office.get("/attainment/board?year=2026&subtree=310112"), 404)
    refused(values.who("310117001", "GRID_WORKER").get("/attainment/board?year=2026"), 403)
    refused(stack.api().get("/attainment/board?year=2026"), 401)
