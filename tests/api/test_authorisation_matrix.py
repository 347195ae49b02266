# SPDX-License-Identifier: MIT
"""Who may call what: every operation of the route tables times every kind of caller, each cell asserted.

What a cell expects is derived: 401 without a good token; 403 for a role that domain F does not name (domain_roles.tsv,
written by hand from its text, not from roles.def or the routes); 404 on an object that F.4 hides, and its absence from
lists. What a rule of the operation decides beyond that stands, with its reason, in authorisation.tsv."""
import csv
import functools
import pathlib

import pytest

from support.callers import Signer, role_catalogue
from support.domain import DOMAIN_ROLES
from support.issues import World
from support.operations import CALLS
from support.snapshot import changes, snapshot
from support.stack import Stack
from support.stock import Stock

CALLERS = ("no-token", "expired", "wrong-audience", "sibling", "child", "parent", "not-a-party", "party", "wrong-role",
           "right-role")
TENANTS = {"sibling": "310104", "child": "310117002", "parent": "310000", "not-a-party": "310117-LHSR",
           "party": "310117-SW"}
LEVEL = {"sibling": "DISTRICT", "child": "STREET", "parent": "CITY", "not-a-party": "DEPARTMENT", "party": "DEPARTMENT"}
# Who sees what district 310117 owns (domain F.4), by the first word of the path.
COVERING = {"parent", "right-role"}
EVERYBODY = COVERING | set(TENANTS)
SEEN_BY = {"issues": COVERING | {"party"},
           "feedbacks": EVERYBODY - {"sibling"},  # read by the levels below that have to answer it
           "programmes": EVERYBODY - {"sibling"},
           "roles": EVERYBODY, "calendars": EVERYBODY, "workflows": EVERYBODY, "boards": EVERYBODY,
           "issue-parameters": EVERYBODY,
           "standards": EVERYBODY, "indicators": EVERYBODY,
           # the department that answers
           **dict.fromkeys(("values", "attainment", "red-lines", "alerts", "monitoring-tasks"), COVERING | {"party"}),
           "jobs": {"right-role"},  # a tenant's own
           "targets": EVERYBODY - {"sibling"}}  # read by the levels below that have to reach them
ROLES = role_catalogue()
RULES = pathlib.Path(__file__).with_name("authorisation.tsv")
pytestmark = pytest.mark.long
OWNER = "310117"


def read_rules():
    with RULES.open(encoding="utf-8") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {(row["operation"], row["caller"]): row for row in rows}


EXTRA = read_rules()


@functools.cache
def routes():
    return [r | {"service": s.name} for s in Stack(services=None).services.values() for r in s.dump()["routes"]
            if "matrix_skip" not in r["flags"]]


def may(route, role):
    """Whether domain F lets the role call it."""
    allowed = DOMAIN_ROLES[route["operation"]]
    return role in allowed or "*" in allowed


def role_at(level, route):
    """A role that a tenant of this level can have and that the domain lets call the route; None when there is none."""
    return next((role for role, (levels, _) in ROLES.items() if level in levels and role != "SYSTEM_CLIENT"
                 and may(route, role)), None)


def role_without(level, route):
    """A role of this level that the domain does not let call it."""
    return next((role for role, (levels, _) in ROLES.items() if level in levels and not may(route, role)), None)


def acting(route, caller):
    """(tenant, role) that a caller acts as; role None = none of its level may, or has to lack the permission."""
    said = EXTRA.get((route["operation"], caller), {}).get("as", "-")
    if said != "-":
        return tuple(said.split(":"))
    if caller in TENANTS:
        return TENANTS[caller], role_at(LEVEL[caller], route) or role_without(LEVEL[caller], route)
    if caller == "wrong-role":
        tenant = acting(route, "right-role")[0]
        return tenant, role_without("CITY" if tenant.endswith("0000") else "DEPARTMENT"
                                    if "-" in tenant else "DISTRICT", route)
    return OWNER, role_at("DISTRICT", route)


def sees(route, caller):
    """Whether domain F.4 shows this caller what the route is about."""
    return caller in SEEN_BY.get(route["path"].split("/")[1], COVERING)


def derived(route, caller):
    """What the tables say: a status, with "absent" where the answer must not show the object; None when a rule has to
    say it."""
    if "public" in route["flags"]:
        return "2xx"
    if caller in ("no-token", "expired", "wrong-audience"):
        return "401"
    if "any_tenant" in route["flags"]:
        return "2xx"
    if caller == "wrong-role":
        return "403"
    role = acting(route, caller)[1]
    if role is None or not may(route, role):
        return "403"
    if caller == "right-role":
        return "2xx"
    if route["method"] == "GET":
        return "2xx" if sees(route, caller) else "404" if "{" in route["path"] else "2xx absent"
    return "404" if "{" in route["path"] and not sees(route, caller) else None


def expected(route, caller):
    said = EXTRA.get((route["operation"], caller), {}).get("expected", "-")
    return derived(route, caller) if said == "-" else said


def name(route):
    return route["operation"]


class Matrix:
    """Callers by tenant and role, and one call of every operation on kept objects."""

    def __init__(self, stack):
        self.world = World(stack)
        self.world.calendar(2026)
        self.signer = Signer(stack)
        self.fresh = Stock(self.world, keep=False)
        kept = Stock(self.world, keep=True)
        self.calls = {r["operation"]: CALLS[r["operation"]](kept) for r in routes() if r["operation"] in CALLS}
        self.apis = {}

    def api(self, route, caller):
        if caller == "no-token":
            return self.world.stack.api()
        tenant, role = acting(route, "right-role" if caller in ("expired", "wrong-audience") else caller)
        key = (caller if caller in ("expired", "wrong-audience") else "", tenant, role)
        if key not in self.apis:
            options = {"expired": {"expired": True}, "wrong-audience": {"audience": "another"}}.get(caller, {})
            self.apis[key] = self.signer.api(tenant, *([role] if role else []), **options)
        return self.apis[key]

    def send(self, route, caller, call):
        return call.send(self.api(route, caller), route["method"])


@pytest.fixture(scope="module")
def matrix(stack):
    return Matrix(stack)


@pytest.fixture(scope="module")
def refusals(matrix, stack):
    """Every call that has to be refused, one after the other: ({(operation, caller): answer}, what changed)."""
    before, answers = snapshot(stack), {}
    for route in routes():
        for caller in CALLERS:
            wanted = expected(route, caller)
            if route["operation"] in matrix.calls and wanted and wanted.startswith("4"):
                answers[route["operation"], caller] = matrix.send(route, caller, matrix.calls[route["operation"]])
    return answers, changes(before, snapshot(stack))


def test_every_operation_has_a_call_and_every_rule_an_operation():
    known = {r["operation"] for r in routes()}
    assert known - set(CALLS) == set(), "operations without a call in tests/support/operations.py"
    assert {operation for operation, _ in EXTRA} - known == set(), "rules of operations that are gone"
    assert {caller for _, caller in EXTRA} <= set(CALLERS)


@pytest.mark.parametrize("route", routes(), ids=name)
def test_the_program_gives_what_the_domain_says(route):
    """Routes and roles.def against the table of domain F: nobody more, nobody less."""
    said = DOMAIN_ROLES[route["operation"]]
    gives = {"-"} if "public" in route["flags"] else {"*"} if "any_tenant" in route["flags"] else {
        role for role, (_, has) in ROLES.items() if route["permission"] in has}
    assert gives == said, f"only the program: {sorted(gives - said)}; only the domain: {sorted(said - gives)}"


def test_the_domain_speaks_of_operations_that_there_are():
    assert set(DOMAIN_ROLES) == {route["operation"] for route in routes()}
    assert set.union(*DOMAIN_ROLES.values()) - set(ROLES) == {"-", "*"}


def test_every_cell_is_said_by_the_tables_or_a_rule():
    unsaid = [f"{r['operation']}\t{c}" for r in routes() for c in CALLERS if expected(r, c) is None]
    assert not unsaid, "no row in authorisation.tsv:\n" + "\n".join(unsaid)


def test_a_rule_says_only_what_the_tables_do_not():
    needless = [f"{r['operation']} {c}" for r in routes() for c in CALLERS
                if (row := EXTRA.get((r["operation"], c))) and row["expected"] == derived(r, c)]
    assert not needless and all(row["reason"] for row in EXTRA.values())


def shows(call, answer):
    return not call.marker or call.marker in answer.text


def check(wanted, call, answer):
    status, *more = wanted.split()
    fits = answer.status_code // 100 == 2 if status == "2xx" else answer.status_code == int(status)
    shown = shows(call, answer) != ("absent" in more) if fits and answer.status_code < 300 else True
    return fits and shown


@pytest.mark.parametrize("route", routes(), ids=name)
def test_a_caller_gets_what_is_his(matrix, refusals, route):
    wrong = []
    for caller in CALLERS:
        wanted = expected(route, caller)
        call = matrix.calls[route["operation"]]
        if wanted.startswith("4"):
            answer = refusals[0][route["operation"], caller]
        elif route["method"] == "GET":
            answer = matrix.send(route, caller, call)
        else:
            call = CALLS[route["operation"]](matrix.fresh)
            answer = matrix.send(route, caller, call)
        if not check(wanted, call, answer):
            wrong.append(f"{caller} {acting(route, caller)}: {answer.status_code} instead of {wanted}: {answer.text[-300:]}")
        if answer.status_code >= 400 and answer.headers["Content-Type"] != "application/problem+json":
            wrong.append(f"{caller}: no problem document")
    assert not wrong, "\n" + "\n".join(wrong)


def test_refused_calls_change_nothing(refusals):
    assert refusals[1] == {}


def test_a_refusal_names_nothing_of_the_object(refusals):
    """What is hidden stays hidden in the words of the refusal too."""
    telling = [key for key, answer in refusals[0].items() if answer.status_code in (401, 404)
               and any(word in answer.text for word in ("河道黑臭", "310117-SW", "开发区", "张某"))]
    assert not telling


@pytest.mark.parametrize("service", ["directory", "issues", "indicators"])
def test_probes_ask_for_no_token(stack, service):
    for path in ("/healthz", "/readyz", "/metrics"):
        assert stack.api().session.get(stack.service(service).url + path, timeout=10).status_code == 200
