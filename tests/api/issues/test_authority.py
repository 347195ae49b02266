# SPDX-License-Identifier: MIT
"""What the table of operations decides that no permission does: who does the work never judges it, two steps are two
persons."""
import pytest

from support.bodies import DISCLOSURE, ESCALATION, OPINION, REFERRAL, adhoc_report
from support.issues import UNITS, World, etag, ok, refused
from support.operations import CALLS
from support.stock import Stock

STREET = "310117001"


class Street:
    """A street that holds an issue, answers for it and has reported on it; its principal may judge reports, of
    others."""

    def __init__(self, stack):
        self.world = world = World(stack)
        self.desk, self.leader = world.who(STREET, "STREET_ENV_OFFICER"), world.who(STREET, "UNIT_LEADER")
        issue = world.issue(world.feedback(by=self.desk, source_level="STREET", source_kind="SELF"), by=self.desk,
                            secrecy="PUBLIC")
        world.parties(issue, by=self.desk, lead=STREET, resp=STREET)
        world.act(issue, "ASSIGN", self.desk)
        world.act(issue, "SIGN", world.who(STREET, "UNIT_ADMIN"))
        world.plan(issue, by=self.leader, measures=[{"type": "ENG", "text": "雨污分流改造", "unit": STREET, "milestones": [
            {"name": "节点0", "planned_date": world.today(30), "weight": "100"}]}])
        world.act(issue, "SUBMIT_PLAN", self.leader)
        world.act(issue, "PASS_REVIEW", world.supervisor)
        world.act(issue, "PASS_REVIEW", world.office)
        world.act(issue, "FILE_PLAN", world.office)
        self.path = f"/issues/{issue['id']}"
        report = ok(world.who(STREET, "UNIT_ADMIN").post(self.path + "/progress-reports",
                                                         adhoc_report(Stock(world, keep=False))), 201)
        self.report = f"{self.path}/progress-reports/{report['id']}"
        self.version = report["row_version"]


@pytest.fixture(scope="module")
def street(stack):
    return Street(stack)


def test_who_does_the_work_does_not_judge_the_report_on_it(street):
    for verb in ("confirm", "return"):
        refused(street.leader.post(f"{street.report}/{verb}", OPINION, headers=etag(street.version)), 403, "forbidden")
    assert ok(street.world.office.post(street.report + "/confirm", OPINION,
                                       headers=etag(street.version)))["state"] == "CONFIRMED"


def test_of_one_person_with_two_roles_the_separation_holds(stack, street):
    """The principal of the supervising unit who hands in for a unit that takes part does not confirm it."""
    world = street.world
    issue = world.rectifying()
    world.parties(issue, coop="310117-STHJ")
    body = adhoc_report(Stock(world, keep=False))
    made = ok(world.supervisor.post(f"/issues/{issue['id']}/progress-reports", body), 201)
    place = f"/issues/{issue['id']}/progress-reports/{made['id']}/confirm"
    refused(world.supervisor.post(place, OPINION, headers=etag(made["row_version"])), 403, "separation-of-duties")
    ok(world.who("310117-STHJ", "UNIT_ADMIN").post(place, OPINION, headers=etag(made["row_version"])))


# What units do by the part that they have in an issue, and a part that it does not go with: the permission is there all
# the same.
OTHER_PARTS = [
    ("POST", "createIssuePlan", "supervise"), ("POST", "createIssuePlan", "coop"),
    ("PATCH", "updateIssuePlan", "supervise"),
    ("PATCH", "updateIssuePlan", "coop"), ("PATCH", "updateIssueMilestone", "supervise"),
    ("PATCH", "updateIssueMilestone", "coop"),
    ("POST", "createProgressReport", "supervise"), ("POST", "submitProgressReport", "supervise"),
    ("POST", "returnProgressReport", "coop"), ("POST", "confirmProgressReport", "coop"),
    ("POST", "removeIssueEvidence", "supervise"), ("PUT", "replaceIssueIndicators", "coop"),
]


@pytest.fixture(scope="module")
def stock(stack):
    return Stock(World(stack), keep=True)


@pytest.mark.parametrize("method, operation, part", OTHER_PARTS)
def test_a_unit_does_what_goes_with_its_part(stock, method, operation, part):
    call = CALLS[operation](stock)
    refused(call.send(stock.world.who(UNITS[part], "UNIT_ADMIN"), method), 403, "forbidden")


def test_rights_are_decided_before_what_the_body_says_of_the_object(street):
    """A stranger learns nothing of state or version: 403 comes before 409 and 412."""
    world, issue = street.world, street.world.assigned()
    place = f"/issues/{issue['id']}"
    refused(world.leader.post(place + "/disclosures", DISCLOSURE), 403)
    refused(world.who("310117-SW", "UNIT_LEADER").post(place + "/referrals", REFERRAL), 403)
    refused(world.leader.post(place + "/escalations", ESCALATION), 403)
    refused(world.who("310117-STHJ", "UNIT_ADMIN").post(place + "/plans",
                                                        {"due_date": world.today(90), "goals": [], "measures": []}),
                                                        403)
    refused(world.leader.post(place + "/plans",
                              {"due_date": world.today(90), "goals": [{"text": "目标"}], "measures": []}), 409)
