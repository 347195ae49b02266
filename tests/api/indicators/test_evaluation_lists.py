# SPDX-License-Identifier: MIT
"""Lists of evaluations: what lies below and no more, page by page."""
import pytest

from support.issues import ok, refused
from support.observed import TV14, Observed, found


@pytest.fixture(scope="module")
def observed(stack):
    return Observed(stack)


@pytest.fixture(scope="module")
def office(observed):
    return observed.office


def test_a_list_shows_what_lies_below_and_no_more(stack, observed, office):
    station = observed.station()
    observed.day(station, "2026-06-05", **TV14)
    observed.settle()
    mine = f"object_id={station}&kind=AIR_DAY"
    assert len(found(office, mine)) == 2 and len(found(stack.api("310000", "CITY_OFFICE"),
                                                       mine + "&subtree=310117")) == 2
    assert found(stack.api("310104", "DIST_OFFICE"), mine) == [] and found(stack.api("310117-SW", "MONITOR_INPUT"),
            mine) == []
    assert found(office, mine + "&standard=HJ633-2026&to=2026-06-05")[0]["aqi"] == 96
    assert found(office, mine + "&to=2026-06-04") == [] and found(office, mine + "&places=true") == []
    refused(office.get(f"/evaluations?{mine}&as_of=2026-06-05"), 400, "bad-query")  # results keep no past


def test_pages_follow_each_other_without_gap(observed, office):
    station = observed.station()
    for day in range(1, 7):
        observed.day(station, f"2026-07-{day:02}", **TV14)
    observed.settle()
    seen, query = [], f"/evaluations?limit=5&object_id={station}&kind=AIR_DAY&count=exact"
    answer = ok(office.get(query))
    assert answer["total"] == 12
    while True:
        seen += [e["id"] for e in answer["items"]]
        if not answer["next_cursor"]:
            break
        answer = ok(office.get(f"{query}&cursor={answer['next_cursor']}"))
    assert len(seen) == len(set(seen)) == 12
