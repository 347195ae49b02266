# SPDX-License-Identifier: MIT
"""Invariant 8: the vectors of the deadline engine over HTTP, every row of its own table: 调休 weekends, 春节, pauses across
a holiday,
extensions, 送达 that repeats, a time without daylight saving."""
import re

import pytest

from support.stack import ROOT

TABLE = ROOT / "tests" / "unit" / "common" / "deadline" / "deadline.tsv"
FIELDS = ("id", "what", "start", "limit", "pauses", "rule", "today", "nominal", "due", "provisional", "left", "left_wd")
AMOUNT = re.compile(r"(\d+)(CD|WD|MON|H)")


def vectors():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield dict(zip(FIELDS, line.split("\t")))


def body_of(row):
    (amount, unit), *more = AMOUNT.findall(row["limit"])
    body = {"amount": int(amount), "unit": unit, "start_at" if unit == "H" else "start": row["start"]}
    if more:
        body["extensions"] = [{"amount": int(n), "unit": u} for n, u in more]
    if row["pauses"] != "-":
        body["exclusions"] = [dict(zip(("from", "to"), pause.split(".."))) for pause in row["pauses"].split(",")]
    if row["rule"] in ("fixed", "first"):
        body["roll"] = False
    if row["rule"] == "first":
        body["count_start_day"] = True
    return body


# Without: hours (below), an open pause (has no form here), and what needs 2024 to have no calendar, which the demo's
# tenants have.
VECTORS = [v for v in vectors() if not v["limit"].endswith("H") and v["pauses"][-2:] != ".." and v["start"] >= "2025"]


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["id"])
def test_the_vector_holds(office, row):
    answer = office.post("/deadlines/compute", body_of(row))
    assert answer.status_code == 200, answer.text
    got = answer.json()
    assert (got["nominal_due"], got["due"], got["provisional"]) == (row["nominal"], row["due"],
                                                                    row["provisional"] == "yes"), row["what"]


def test_the_vectors_of_the_specification_are_there():
    ids = {re.sub(r"[a-z]$", "", row["id"]) for row in VECTORS}
    assert {"BV-1", "BV-2", "BV-3", "BV-10", *(f"DV-{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17))} <= ids


def test_hours_count_on_through_every_night_of_the_year(office):
    """Shanghai has no daylight saving now; its historical one must not come back."""
    for day in ("2026-03-29", "2026-04-12", "2026-09-13", "2026-10-25"):
        got = office.post("/deadlines/compute", {"start_at": f"{day}T00:30:00+08:00", "amount": 24, "unit": "H",
                                                 "roll": False}).json()
        assert got["due_at"][:16] > f"{day}T23:59" and got["due_at"][11:16] == "00:30", got
