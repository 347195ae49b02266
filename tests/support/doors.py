# SPDX-License-Identifier: MIT
"""The doors of the system as its services dump them: routes, field tables, and one good call of each to put something
wrong into."""
import json
import urllib.parse

from support.callers import role_catalogue
from support.issues import World, etag
from support.operations import CALLS
from support.stack import Stack
from support.stock import Stock

SERVICES = Stack(services=None).services
DUMPS = {name: service.dump() for name, service in SERVICES.items()}
TABLES = {name: table for dump in DUMPS.values() for name, table in dump["tables"].items()}
WITH_BODY = [r for dump in DUMPS.values() for r in dump["routes"] if r["body"]
             and not {"raw_body", "form_body"} & set(r["flags"])]
JSON = {"Content-Type": "application/json"}
WITH_QUERY = [r for dump in DUMPS.values() for r in dump["routes"] if r["query"]]


def caller_of(permission):
    """(tenant, role) that may call the route; the input is looked at before what it is about."""
    for tenant, level in (("310117", "DISTRICT"), ("310000", "CITY"), ("310117-SW", "DEPARTMENT")):
        for role, (levels, has) in role_catalogue().items():
            if level in levels and permission in has and role != "SYSTEM_CLIENT":
                return tenant, role
    raise LookupError(permission)


class Door:
    """Sends one good call with something wrong in it."""

    def __init__(self, stack):
        self.world = World(stack)
        self.world.calendar(2026)
        self.stock = Stock(self.world, keep=True)
        self.calls = {r["operation"]: CALLS[r["operation"]](self.stock) for r in (*WITH_BODY, *WITH_QUERY)}

    def caller(self, route):
        return self.world.who(*caller_of(route["permission"])) if route["permission"] else self.world.office

    def ask(self, route, bad):
        """The route's good call, with these pairs in its query for what it says under their names; or this text for all
        of it."""
        call = self.calls[route["operation"]]
        path, _, good = call.path.partition("?")
        if not isinstance(bad, str):
            names = {name for name, _ in bad}
            bad = urllib.parse.urlencode([pair for pair in urllib.parse.parse_qsl(good) if pair[0] not in names] + bad)
        return self.caller(route).request(route["method"], f"{path}?{bad}", data=call.data, headers=call.headers)

    def send(self, route, body, headers=JSON):
        call = self.calls[route["operation"]]
        caller = self.caller(route)
        version = etag(call.version) if call.version is not None else {}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return caller.request(route["method"], call.path, data=data, headers=version | call.headers | headers)


def problem(answer, statuses):
    assert answer.status_code in statuses, f"{answer.status_code} {answer.text[:300]}"
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()
