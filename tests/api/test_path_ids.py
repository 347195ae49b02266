# SPDX-License-Identifier: MIT
"""What is no id names nothing: on every route with an id in its path, an answer like the one for an id that is not
there."""
import re
import uuid

import pytest

from support.doors import DUMPS, Door, problem
from support.issues import etag
from support.operations import CALLS
from support.snapshot import changes, snapshot

ID = re.compile(r"\{[a-z_]+_(?:id|key)\}")
ROUTES = [r for dump in DUMPS.values() for r in dump["routes"] if ID.search(r["path"])]


@pytest.fixture(scope="module")
def door(stack):
    return Door(stack)


@pytest.fixture(scope="module")
def calls(door):
    """A good call of each of the routes: all are made before anything is compared."""
    return {r["operation"]: CALLS[r["operation"]](door.stock) for r in ROUTES}


def paths(route, call, id):
    """The path of the call with each of its ids replaced in turn."""
    good, mark, query = call.path.partition("?")
    names, parts = route["path"].split("/"), good.split("/")
    for i, name in enumerate(names):
        if ID.fullmatch(name):
            yield "/".join([*parts[:i], id, *parts[i + 1:]]) + mark + query


def ask(door, route, call, path):
    version = etag(call.version) if call.version is not None else {}
    caller = door.caller(route) if "public" not in route["flags"] else door.world.stack.api()
    return caller.request(route["method"], path, json=call.json, data=call.data, headers=call.headers | version)


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r["operation"])
def test_what_is_no_uuid_is_not_there(door, calls, stack, route):
    call = calls[route["operation"]]
    before = snapshot(stack)
    for wrong, absent in zip(paths(route, call, "not-a-uuid"), paths(route, call, str(uuid.uuid4()))):
        said, expected = problem(ask(door, route, call, wrong), (404,)), problem(ask(door, route, call, absent),
                (404, 403))
        if expected["status"] == 404:  # a rule about the caller may speak before anything is looked for
            assert (said["code"], said["detail"]) == (expected["code"], expected["detail"])
    assert changes(before, snapshot(stack)) == {}
