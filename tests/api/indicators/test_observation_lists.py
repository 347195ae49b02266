# SPDX-License-Identifier: MIT
"""Lists of observations: pages, filters, and whose objects they are."""
import pytest

from support.issues import ok, refused
from support.observations import load, make, row, stored


@pytest.fixture(scope="module")
def input_(stack):
    return stack.api("310117-STHJ", "MONITOR_INPUT")


@pytest.fixture(scope="module")
def office(stack):
    return stack.api("310117", "DIST_OFFICE")


@pytest.fixture
def station(input_):
    return make(input_)


def test_pages_go_back_in_time(input_, station):
    times = [f"2025-0{m}-0{d}T0{h}:00" for m in (1, 2, 3) for d in (1, 2) for h in (1, 2)]
    load(input_, *(row(station, at=at, item=item) for at in times for item in ("pm25", "pm10")))
    whole = stored(input_, station)
    assert len(whole) == 24
    url, got = f"/observations?object_id={station['id']}&limit=5", []
    page = ok(input_.get(url + "&count=exact"))
    assert page["total"] == 24
    while True:
        got += page["items"]
        if not page["next_cursor"]:
            break
        page = ok(input_.get(f"{url}&cursor={page['next_cursor']}"))
    assert got == whole
    window = "&from=2025-02-01T00:00:00%2B08:00&to=2025-03-01T01:00:00%2B08:00"
    assert {i["observed_at"][:7] for i in stored(input_, station, window)} == {"2025-02"}
    assert len(stored(input_, station, "&item=pm10")) == 12 and stored(input_, station, "&flag=MISSING") == []
    assert len(stored(input_, station, "&averaging=1H")) == 24 and stored(input_, station, "&averaging=24H") == []
    for query in ("flag=GOOD", "item=", "from=2025", "object_id=x", "averaging=2H"):
        refused(input_.get(f"/observations?{query}"), 400, "bad-query")


def test_observations_are_seen_by_the_object_s_tenant_and_those_above(stack, office, input_, station):
    load(input_, row(station), row(station, "1", "2025-03-02T08:00"))
    load(input_, row(station, "2"), query="&on_conflict=revise&reason=x")
    past = f"/observations/revisions?object_id={station['id']}&item=pm25&observed_at=2025-03-01T00:00:00Z"
    city = stack.api("310000", "CITY_OFFICE")
    assert len(stored(office, station)) == len(stored(city, station, "&subtree=310117")) == 2
    assert stored(city, station, "&subtree=310112") == [] and len(ok(city.get(past))["items"]) == 1
    for caller in (stack.api("310112", "DIST_OFFICE"), stack.api("310117-SW", "MONITOR_INPUT"),
                   stack.api("310117003", "UNIT_ADMIN")):
        assert stored(caller, station) == [] and ok(caller.get(past))["items"] == []
    refused(office.get("/observations?subtree=310112"), 404)
    refused(load(office, row(station)), 403)
    refused(load(stack.api(), row(station)), 401)
