# SPDX-License-Identifier: MIT
"""T01..T25 over HTTP, from the table that the rule tests read (transitions.tsv): allowed for the right actor in the
right state, 403 for everybody else, 409 from every other state. A state that only has to be stood in is set by SQL;
every step that has to
succeed is reached by steps."""
import concurrent.futures
import dataclasses

import pytest

from support.callers import Signer
from support.issues import etag, ok, refused
from support.snapshot import changes, snapshot
from support.stack import ROOT

TABLE = ROOT / "tests" / "unit" / "services" / "issues" / "domain" / "transitions.tsv"
STATES = ("REGISTERED", "ASSIGNED", "SIGNED", "PLANNING", "PLAN_REVIEW", "PLAN_FILED", "RECTIFYING", "ACCEPT_APPLIED",
          "DIST_VERIFY",
          "CITY_REVIEW", "PUBLICITY", "CLOSED", "SUSPENDED", "LONG_TERM", "REOPENED", "CANCELLED", "MERGED")
SHUT = {"CLOSED", "REOPENED", "CANCELLED", "MERGED"}
OPEN = set(STATES) - SHUT - {"SUSPENDED"}
AUTOMATIC = {"BEGIN_PLANNING", "START_RECTIFYING"}  # T05, T09: the system's
ELSEWHERE = {"REGISTER", "APPLY_PLAN_CHANGE", "APPLY_EXTENSION"}  # done through their own resources
UNITS = {"lead": "310117-SW", "resp": "310117-LHSR", "supervise": "310117-STHJ", "coop": "310117-CG"}

# What each caller's tenant is to the issue, by the issue's kind. `district`: registered and closed by the district;
# `city`: a municipal one that the city registered for the district; `street`: the street's own.
DISTRICT_IS = {"district": {"OWNER", "REGISTRAR", "DISTRICT", "CLOSING", "CLOSING_UP"}, "city": {"OWNER", "DISTRICT"},
               "street": {"DISTRICT", "CLOSING", "CLOSING_UP"}}
CITY_IS = {"district": {"CLOSING_UP"}, "city": {"REGISTRAR", "CLOSING", "CLOSING_UP"}, "street": {"CLOSING_UP"}}
STREET_IS = {"district": {"COOP"}, "city": {"COOP"}, "street": {"OWNER", "REGISTRAR", "CLOSING", "CLOSING_UP"}}


def unit(relation):
    return {"district": {relation}, "city": {relation}}


CALLERS = [  # tenant, role, level, relations
    ("310000", "CITY_OFFICE", "CITY", CITY_IS), ("310000", "GROUP_RECTIFY", "CITY", CITY_IS),
    ("310117", "DIST_OFFICE", "DISTRICT", DISTRICT_IS),
    ("310117", "GROUP_RECTIFY", "DISTRICT", DISTRICT_IS), ("310117", "GROUP_HEAD", "DISTRICT", DISTRICT_IS),
    ("310117", "GROUP_DEPUTY", "DISTRICT", DISTRICT_IS), ("310117", "GROUP_SUPERVISE", "DISTRICT", DISTRICT_IS),
    ("310117", "AUDITOR", "DISTRICT", DISTRICT_IS), ("310117001", "STREET_ENV_OFFICER", "STREET", STREET_IS),
    ("310117001", "UNIT_LEADER", "STREET", STREET_IS),
    *((UNITS[key], role, "DEPARTMENT", unit(relation)) for key, relation in
      (("lead", "LEAD"), ("resp", "RESP"), ("supervise", "SUPERVISE"), ("coop", "COOP"))
      for role in ("UNIT_LEADER", "UNIT_ADMIN"))]


@dataclasses.dataclass(frozen=True)
class Row:
    rule: str
    action: str
    states: frozenset
    levels: frozenset
    roles: frozenset
    relations: frozenset
    to: str

    def fits(self, caller, kind):
        _, role, level, relations = caller
        return level in self.levels and role in self.roles and bool(self.relations & relations.get(kind, set()))


def read_table():
    with TABLE.open(encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("# ")
                 or line.startswith("# rule")]
    for rule, action, states, levels, roles, relations, to, *_ in (line for line in lines if line[0] != "# rule"):
        named = frozenset(s for word in states.split(",") for s in (OPEN if word == "open" else {word}))
        yield Row(rule, action, named, frozenset(levels.split(",")), frozenset(roles.split(",")),
                  frozenset(relations.split(",")), to)


ROWS = list(read_table())
ACTIONS = sorted({row.action for row in ROWS} - ELSEWHERE | AUTOMATIC)


def expected(action, state, caller, kind):
    """403, 409, or None when the caller may."""
    rows = [row for row in ROWS if row.action == action]
    here = [row for row in rows if state in row.states]
    if here:
        return None if any(row.fits(caller, kind) for row in here) else 403
    return 409 if any(row.fits(caller, kind) for row in rows) else 403


class Bench:
    """One issue of each kind, put into any state."""

    def __init__(self, world):
        self.world, self.stack, self.signer, self.apis = world, world.stack, Signer(world.stack), {}
        city_feedback = world.feedback(by=world.city, source_level="MUNICIPAL", tenant="310117")
        street = world.who("310117001", "STREET_ENV_OFFICER")
        street_feedback = world.feedback(by=street, source_level="STREET", source_kind="SELF")
        self.issues = {"district": world.issue(), "city": world.issue(city_feedback, by=world.city, tenant="310117"),
                       "street": world.issue(street_feedback, by=street)}
        for kind in ("district", "city"):
            self.parties(self.issues[kind], UNITS)

    def parties(self, issue, units):
        named = [("LEAD_UNIT", units["lead"]), ("RESP_UNIT", units["resp"]), ("SUPERVISE_UNIT", units["supervise"]),
                 ("COOP_UNIT", units["coop"]), ("COOP_UNIT", "310117001")]
        body = {"parties": [{"role": role, "tenant": tenant} for role, tenant in named]}
        ok(self.world.office.put(f"/issues/{issue['id']}/parties", body,
                                 headers=etag(self.world.read(issue)["row_version"])))

    def api(self, caller):
        if caller not in self.apis:
            self.apis[caller] = self.signer.api(*caller)
        return self.apis[caller]

    def stand(self, kind, state):
        """The issue in a state; its version."""
        suspended = "'RECTIFYING', suspended_on = current_date" if state == "SUSPENDED" else "null, suspended_on = null"
        return int(self.stack.psql(f"update bihuan.issue set state = '{state}', suspended_state = {suspended} "
                                   f"where id = '{self.issues[kind]['id']}' returning row_version"))

    def post(self, kind, caller, action, version):
        return self.api(caller[:2]).post(f"/issues/{self.issues[kind]['id']}/transitions", {"action": action},
                                         headers=etag(version))


@pytest.fixture(scope="module")
def bench(world):
    return Bench(world)


def asking(kind):
    """All callers ask about the district's issue; about the others those for whom they are different."""
    return [c for c in CALLERS if kind == "district" or kind in c[3] and
            (c[0] in ("310000", "310117001") or c[1] in ("DIST_OFFICE", "UNIT_LEADER")
             and c[0] in ("310117", UNITS["lead"]))]


def who_asks(kind, state, action, n):
    """From a state of the table everybody; from another one all who may elsewhere, and one more who may not, taken in
    turn."""
    callers = asking(kind)
    if any(row.action == action and state in row.states for row in ROWS):
        return callers
    might = [c for c in callers if expected(action, state, c, kind) == 409]
    others = [c for c in callers if c not in might]
    return might + others[n % len(others):][:1]


@pytest.mark.parametrize("kind", ("district", "city", "street"))
def test_whoever_may_not_is_refused_from_every_state(bench, stack, kind):
    wrong, asked = [], 0
    before, first = snapshot(stack, without={"issue"}), bench.stand(kind, STATES[0])
    for at, state in enumerate(STATES):
        version = bench.stand(kind, state)
        for n, action in enumerate(ACTIONS):
            for caller in who_asks(kind, state, action, n + at):
                wanted = expected(action, state, caller, kind)
                if wanted is None:
                    continue
                answer, asked = bench.post(kind, caller, action, version), asked + 1
                if answer.status_code != wanted:
                    wrong.append(f"{action} from {state} by {caller[:2]}: {answer.status_code} instead of {wanted} {answer.text[-200:]}")
    assert not wrong, "\n".join(wrong)
    assert asked > 300
    assert bench.stand(kind, STATES[0]) == first and changes(before, snapshot(stack, without={"issue"})) == {}


# ---- every row, done


def in_review(w):
    issue = w.planning()
    w.plan(issue)
    return w.act(issue, "SUBMIT_PLAN", w.leader)


def supervised(w):
    return w.act(in_review(w), "PASS_REVIEW", w.supervisor)


def passed(w):
    return w.act(supervised(w), "PASS_REVIEW", w.office)


def planned(w):
    issue = w.planning()
    w.plan(issue)
    return issue


def changing(w):
    issue = w.rectifying()
    plan = w.plan(issue, due_date=w.today(170))
    ok(w.leader.post(f"/issues/{issue['id']}/plans/{plan['id']}/submit", {"reason": "线路调整"},
                     headers=etag(plan["row_version"])))
    return issue


def extending(w):
    issue = w.rectifying()
    ok(w.leader.post(f"/issues/{issue['id']}/extensions",
                     {"new_due": w.today(210), "reason_code": "ENGINEERING", "reason": "汛期停工"}), 201)
    return issue


def ready(w):
    issue = w.rectifying()
    w.milestones_done(issue)
    w.materials(issue)
    return issue


def in_city_review(w):
    feedback = w.feedback(by=w.city, source_level="MUNICIPAL", tenant="310117")
    issue = w.issue(feedback, by=w.city, tenant="310117")
    w.parties(issue)
    for action, by in (("ASSIGN", w.office), ("SIGN", w.admin)):
        w.act(issue, action, by)
    w.plan(issue)
    for action, by in (("SUBMIT_PLAN", w.leader), ("PASS_REVIEW", w.supervisor), ("PASS_REVIEW", w.office)):
        w.act(issue, action, by)
    w.act(issue, "FILE_PLAN", w.office, filing_receipt_no="沪整改备〔2026〕3号")
    w.milestones_done(issue)
    w.materials(issue)
    w.act(issue, "APPLY_ACCEPTANCE", w.leader)
    w.act(issue, "ACCEPT_MATERIALS", w.office)
    w.verify(issue)
    w.evaluate(issue)
    return issue


def submitted_to_city(w):
    return w.act(in_city_review(w), "SUBMIT_TO_CITY", w.office)


def city_verified(w):
    issue = submitted_to_city(w)
    w.verify(issue, by=w.city, level="CITY", method="DOC")
    return issue


def objected(w):
    issue = w.published()
    notice = ok(w.office.get(f"/issues/{issue['id']}/publicity"))["items"][0]
    path = f"/issues/{issue['id']}/publicity/{notice['id']}/objections"
    made = ok(w.who("310117", "GROUP_PUBLICITY").post(path,
                                                      {"received_on": w.today(), "channel": "来信", "content": "仍有异味"}),
                                                      201)
    ok(w.office.post(f"{path}/{made['id']}/decide", {"decision": "VALID", "opinion": "属实"}, headers=etag(1)))
    return issue


def failed_in_notice(w):
    issue = w.published()
    w.verify(issue, result="FAIL")
    return issue


def staged(w):
    issue = w.rectifying(term_class="LONG_TERM")
    w.verify(issue, goal_no=1)
    return issue


def long_term(w):
    issue = w.act(staged(w), "KEEP_LONG_TERM", w.office)
    w.verify(issue, goal_no=1)
    w.evaluate(issue)
    w.materials(issue)
    return issue


def rebounding(w):
    issue = long_term(w)
    return issue | {"proof": w.evidence(issue, "OTHER")["id"]}


def over(w):
    issue = w.published()
    w.materials(issue, "close")
    w.stack.clock.move(days=7)
    return issue


def suspended(w):
    return w.act(w.rectifying(), "SUSPEND", w.office, reason="诉讼中止", reason_code="LEGAL", until=w.today(30))


DONE = {  # (rule, action): (the way there, who, what is said, the state after)
    ("T02", "ASSIGN"): (lambda w: (lambda i: (w.parties(i), i)[1])(w.issue()), "office", {}, "ASSIGNED"),
    ("T03", "SIGN"): (lambda w: w.assigned(), "admin", {}, "PLANNING"),  # T05 follows by itself
    ("T04", "BOUNCE"): (lambda w: w.assigned(), "admin", {"reason": "不属本单位"}, "REGISTERED"),
    ("T06", "SUBMIT_PLAN"): (planned, "leader", {}, "PLAN_REVIEW"),
    ("T07", "RETURN_PLAN"): (in_review, "supervisor", {"reason": "措施不具体"}, "PLANNING"),
    ("T07", "PASS_REVIEW"): (supervised, "office", {}, "PLAN_REVIEW"),
    ("T08", "FILE_PLAN"): (passed, "office", {}, "RECTIFYING"),  # T09 follows by itself
    ("T10", "APPROVE_PLAN_CHANGE"): (changing, "office", {"goals_verdict": "MET"}, "RECTIFYING"),
    ("T10", "REFUSE_PLAN_CHANGE"): (changing, "office", {"reason": "依据不足"}, "RECTIFYING"),
    ("T11", "APPROVE_EXTENSION"): (extending, "office", {}, "RECTIFYING"),
    ("T11", "REFUSE_EXTENSION"): (extending, "office", {"reason": "理由不足"}, "RECTIFYING"),
    ("T12", "APPLY_ACCEPTANCE"): (ready, "leader", {}, "ACCEPT_APPLIED"),
    ("T13", "ACCEPT_MATERIALS"): (lambda w: w.applied(), "office", {}, "DIST_VERIFY"),
    ("T14", "RETURN"): (lambda w: w.applied(), "supervisor", {"reason": "材料不实", "due_date": 20}, "RECTIFYING"),
    ("T15", "SUBMIT_TO_CITY"): (in_city_review, "office", {}, "CITY_REVIEW"),
    ("T16", "PUBLISH"): (lambda w: w.verified(), "office", {"channels": ["INTRANET"]}, "PUBLICITY"),
    ("T17", "PASS_CITY_REVIEW"): (city_verified, "city", {"channels": ["INTRANET", "CIRCULAR"]}, "PUBLICITY"),
    ("T18", "RETURN_BY_CITY"): (submitted_to_city, "city", {"reason": "效果不实", "due_date": 20}, "RECTIFYING"),
    ("T20", "UPHOLD_OBJECTION"): (objected, "office", {}, "DIST_VERIFY"),
    ("T20", "RECHECK"): (failed_in_notice, "office", {}, "DIST_VERIFY"),
    ("T21", "KEEP_LONG_TERM"): (staged, "office", {}, "LONG_TERM"),
    ("T22", "CLOSE_LONG_TERM"): (long_term, "office", {"doc_no": "松整改办〔2026〕5号"}, "CLOSED"),
    ("T23", "REOPEN"): (rebounding, "office", {"reason": "黑臭反弹", "evidence_ids": "proof"}, "REOPENED"),
    ("T24", "SUSPEND"): (lambda w: w.rectifying(), "office", {"reason": "诉讼", "reason_code": "LEGAL", "until": 30},
                         "SUSPENDED"),
    ("T24", "RESUME"): (suspended, "office", {"reason": "已判决"}, "RECTIFYING"),
    ("T25", "MERGE"): (lambda w: w.issue(), "office", {"doc_no": "1号", "merged_into": "another"}, "MERGED"),
    ("T25", "CANCEL"): (lambda w: w.issue(), "office", {"doc_no": "1号"}, "CANCELLED"),
    ("T19", "CLOSE"): (over, "office", {"doc_no": "松整改办〔2026〕1号"}, "CLOSED"),  # moves the clock: the last one
}


def test_every_rule_of_the_table_is_done_below():
    assert {(r.rule, r.action) for r in ROWS} - {("T01", "REGISTER"), ("T10", "APPLY_PLAN_CHANGE"),
                                                 ("T11", "APPLY_EXTENSION")} == set(DONE)


def filled(world, issue, fields):
    """What is said, with days from today as dates and names as ids."""
    said = {key: world.today(value) if isinstance(value, int) else value for key, value in fields.items()}
    if "evidence_ids" in said:
        said["evidence_ids"] = [issue["proof"]]
    if "merged_into" in said:
        said["merged_into"] = world.issue()["id"]
    return said


def events_of(stack, issue):
    return stack.psql("select type, data->>'action' from (select id, type, aggregate_id, data from bihuan.outbox union "
                      f"select id, type, aggregate_id, data from bihuan.event_log) e where aggregate_id = '{issue['id']}'").splitlines()


@pytest.mark.parametrize("rule, action", DONE, ids=lambda value: value)
def test_the_right_actor_takes_the_step(world, stack, rule, action):
    way, by, fields, state = DONE[rule, action]
    issue = way(world)
    log = f"select count(*) from bihuan.state_log where issue_id = '{issue['id']}' and rule = '{rule}' and action = '{action}'"
    before, told = int(stack.psql(log)), events_of(stack, issue).count(f"issue.state_changed\t{action}")
    after = world.act(issue, action, getattr(world, by), **filled(world, issue, fields))
    assert after["state"] == state == world.read(issue)["state"]
    assert int(stack.psql(log)) == before + 1
    assert events_of(stack, issue).count(f"issue.state_changed\t{action}") == told + 1


def test_a_step_with_its_own_resource_is_refused_here(world):
    issue = world.rectifying()
    for action in sorted(ELSEWHERE):
        refused(world.try_act(issue, action, world.leader), 409, "conflict")
    refused(world.try_act(issue, "NO_SUCH", world.leader), 422)


def test_bv_8_a_street_cannot_pass_the_citys_review(bench):
    version = bench.stand("city", "CITY_REVIEW")
    for role in ("STREET_ENV_OFFICER", "UNIT_LEADER"):
        refused(bench.post("city", ("310117001", role), "PASS_CITY_REVIEW", version), 403, "forbidden")


def test_bv_9_weights_of_90_are_not_100(world):
    issue = world.planning()
    world.plan(issue, weights=("40", "30", "20"))
    assert {e["code"] for e in refused(world.try_act(issue, "SUBMIT_PLAN", world.leader),
                                       422)["errors"]} == {"weights_sum_100"}


@pytest.mark.parametrize("n", range(4))
def test_of_clients_taking_one_step_at_once_one_wins(world, stack, n):
    issue = world.issue()
    world.parties(issue)
    version, callers = world.read(issue)["row_version"], [stack.api("310117", "DIST_OFFICE") for _ in range(4)]

    def go(by):
        return by.post(f"/issues/{issue['id']}/transitions", {"action": "ASSIGN"}, headers=etag(version)).status_code

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(go, callers))
    assert statuses[0] == 200 and set(statuses[1:]) <= {409, 412}
    assert events_of(stack, issue).count("issue.state_changed\tASSIGN") == 1
