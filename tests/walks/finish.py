# SPDX-License-Identifier: MIT
"""I9: from wherever walks came to, CLOSED or LONG_TERM is reached by roles that exist and by time, without T24 or T25.

The service explains what keeps the next step (GET .../transitions); each condition that fails has a remedy. Which
conditions failed where is the class of facts that was searched; an issue that comes no further is a dead end."""
import random
import re

from walks import judging, steps
from walks.walk import Walk

ENDS = {"CLOSED", "LONG_TERM", "REOPENED", "CANCELLED", "MERGED"}
OFFICES, CITY = ("office", "office_b"), ("city", "city_b")
SUPERVISORS = ("supervisor", "twin_supervisor")  # another, where a unit supervises what it leads
ROUNDS, DAYS = 34, 8
# The step that leads on from a state, and who may try it.
ONWARD = {
    "REGISTERED": ("ASSIGN", ("holder", "street", *OFFICES, *CITY)),
    "ASSIGNED": ("SIGN", ("resp_admin", "lead_admin")),
    "PLANNING": ("SUBMIT_PLAN", ("lead",)),
    "PLAN_REVIEW": ("FILE_PLAN", OFFICES),
    "RECTIFYING": ("APPLY_ACCEPTANCE", ("lead",)),
    "ACCEPT_APPLIED": ("ACCEPT_MATERIALS", OFFICES),
    "DIST_VERIFY": ("PUBLISH", OFFICES),
    "CITY_REVIEW": ("PASS_CITY_REVIEW", CITY),
    "PUBLICITY": ("CLOSE", (*OFFICES, *CITY, "street")),
}
FIELDS = {
    "FILE_PLAN": {"filing_receipt_no": "市备〔2026〕9号"}, "RETURN_PLAN": {"reason": "重报"},
    "CLOSE": {"doc_no": "销〔2026〕1号"},
}
TIME = {"publicity_over", "children_rectifying"}  # what waiting mends


class Plain(random.Random):
    """Dice of somebody who does nothing unusual."""

    def random(self):
        return 0.999

    def choice(self, seq):
        return seq[0]


class Goal(Plain):
    """Names one goal of the plan."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def randint(self, *_):
        return self.number


def verify_again(w, level, unit, by):
    """Each goal, where it is goals that are verified."""
    w.acting = by
    for number in range(1, w.goals + 1):
        judging.verification(w, Goal(number), level, unit)


def review(w, detail):
    for w.acting in {"OFFICE": OFFICES, "LEADING_GROUP": ("head",)}.get(detail, SUPERVISORS):
        if steps.act(w, "PASS_REVIEW").ok:
            return
    w.acting = "office"
    steps.act(w, "RETURN_PLAN", **FIELDS["RETURN_PLAN"])


def settle_objection(w, _detail):
    """Also one of an earlier notice, which nobody decided."""
    answer = w.send("GET", "-/publicity", by="city")
    for notice in answer.body["items"] if answer.ok else ():
        for o in (o for o in notice["objections"] if o["decision"] is None):
            body = {"decision": "INVALID", "opinion": "经查不实"}
            path = f"-/publicity/{notice['id']}/objections/{o['id']}/decide"
            any(w.send("POST", path, body, o["row_version"], by=who).ok for who in (*OFFICES, *CITY))


def notice(w, _detail):
    """Another in the place of one that was taken back."""
    for action, who in (("PUBLISH", OFFICES), ("PASS_CITY_REVIEW", CITY)):
        for w.acting in who:
            if steps.act(w, action, channels=steps.channels(w, Plain())).ok:
                return


def plan_anew(w, detail):
    """The last day a plan may name, where that is what is wrong with it, may have passed already. One that is under
    review
    goes back first."""
    for w.acting in ("supervisor", *OFFICES, "head") if w.state == "PLAN_REVIEW" else ():
        if steps.act(w, "RETURN_PLAN", **FIELDS["RETURN_PLAN"]).ok:
            return
    w.acting, w.due = "lead", detail if re.fullmatch(r"\d{4}-\d\d-\d\d", detail or "") else w.due
    steps.find_draft(w)
    steps.plan(w, Plain())


def by(step, *who):
    """A step that the first of these may take who is let."""
    def remedy(w, _detail):
        for w.acting in who:
            step(w, Plain())
            if w.last.ok:
                return
    return remedy


def parties_anew(w, _detail):
    for w.acting in (w.part("holder"), *OFFICES, *CITY):
        steps.parties(w, Plain())
        if w.last.ok:
            return


verify_district = lambda w, _detail: verify_again(w, "DISTRICT", "310117", "office")  # noqa: E731
verify_in_city = lambda w, _detail: verify_again(w, "CITY", "310000", "city")  # noqa: E731
goals = lambda w, _detail: (verify_in_city if w.city_closes else verify_district)(w, None)  # noqa: E731
materials = by(steps.materials, "lead_admin", "office", "city")
closing_materials = by(steps.closing_materials, "lead_admin", "office", "city")
def clear_findings(w, _detail):
    """By the level that found."""
    answer = w.send("GET", "-/findings", by="city")
    for f in [f for f in answer.body["items"] if f["cleared_at"] is None] if answer.ok else ():
        path, body = f"-/findings/{f['id']}/clear", {"reason": "复核整改到位"}
        any(w.send("POST", path, body, f["row_version"], by=who).ok for who in (*OFFICES, *CITY))


def back_to_verification(w, _detail):
    for w.acting in (*OFFICES, *CITY):
        if steps.act(w, "RECHECK").ok:
            return


evaluate, settle = by(judging.evaluate, "office", "city"), settle_objection
uphold = lambda w, _detail: [steps.act(w, "UPHOLD_OBJECTION") for w.acting in ("office",)]  # noqa: E731
REMEDIES = {
    **dict.fromkeys(("parties_complete", "supervisor_not_resp", "leads_named", "parties_in_reach", "plan_has_units",
                     "plan_has_person"), parties_anew),
    **dict.fromkeys(("plan_has_goal", "plan_has_due", "plan_has_measure", "weights_sum_100", "plan_due_in_programme"),
                    plan_anew),
    **dict.fromkeys(("plan_due_ahead", "milestones_in_due", "measure_units_are_parties"), lambda w, _detail: plan_anew(w, None)),
    **dict.fromkeys(("enough_verifiers", "verified_on_site", "verification_passed"), verify_district),
    **dict.fromkeys(("city_passed", "city_review_stands"), verify_in_city),
    "stage_goals_verified": goals,
    **dict.fromkeys(("materials_complete", "self_check_done"), materials),
    **dict.fromkeys(("effect_evaluated", "criteria_met"), evaluate),
    "reviews_passed": review, "milestones_done": by(steps.milestones, "lead"), "closing_materials": closing_materials,
    "notice_fits": notice, "no_failed_check": back_to_verification, "no_false_rectification": clear_findings, "no_open_objection": settle, "no_upheld_objection": uphold,
}


def onward(w):
    """The next step of this issue and who may try it."""
    if w.state == "DIST_VERIFY" and w.city_closes:
        return "SUBMIT_TO_CITY", OFFICES
    if w.state == "RECTIFYING" and w.start["term_class"] == "LONG_TERM" and w.number % 2:
        return "KEEP_LONG_TERM", (w.part("closer"), *OFFICES, *CITY)
    return ONWARD[w.state]


def explained(w, action, who):
    """Of the named the first who may take the action, and what it still lacks: (actor, {guard: detail})."""
    for actor in map(w.part, who):
        answer = w.send("GET", "-/transitions", by=actor)
        rows = [a for a in answer.body["actions"] if a["action"] == action] if answer.ok else []
        if rows and not rows[0]["actor_mismatch"]:
            failed = {g["guard"]: g["detail"] for g in rows[0]["failed"]}
            if not failed.keys() & {"reviewer_not_submitter", "reviewer_not_earlier", "receiver_not_applicant"}:
                return actor, failed
    return None, {}


def further(w):
    """One step onward, or the remedies of what keeps it; the class of facts it was in."""
    steps.look(w)
    if w.state in ENDS or w.state == "SUSPENDED":
        return (w.state,)
    action, who = onward(w)
    actor, failed = explained(w, action, who)
    facts = (w.state, action, w.start["source_level"], w.start["holder"], w.start["severity"], *sorted(failed))
    if actor is None:
        w.stuck = f"nobody may {action}"
        return facts
    if not failed:
        w.acting = actor
        fields = {"channels": steps.channels(w, Plain())} if action in ("PUBLISH",
                "PASS_CITY_REVIEW") else FIELDS.get(action, {})
        answer = steps.act(w, action, **fields)
        w.stuck = None if answer.ok else f"{action} by {actor}: {answer.status} {answer.body}"
        return facts
    w.stuck = f"{action} lacks {' '.join(failed)}"
    for guard in sorted(failed):
        if guard not in TIME and guard in REMEDIES:
            REMEDIES[guard](w, failed[guard])
            w.stuck += f"; {guard}: {w.last.status} {w.last.body if not w.last.ok else ''}"
    return facts


def children_of(ground, walk):
    """Derived issues walk on as issues of their units."""
    for number, (issue, unit) in enumerate(walk.children):
        child = Walk(ground, walk.number * 100 + number, 0, [], walk.names)
        child.start = walk.start | {"lead": unit, "resp": unit, "holder": "office", "source_level": "DISTRICT",
                                    "source_kind": "SELF"}
        child.follow(issue)
        child.state = "ASSIGNED"
        yield child


def finish(ground):
    """All open issues of the walks to their ends; (classes of facts that were met, dead ends)."""
    walks = [w for w in ground.walks if w.id] + [c for w in ground.walks for c in children_of(ground, w)]
    classes, left = set(), walks
    for w in walks:
        w.stuck = None
    for _ in range(ROUNDS):
        for w in left:
            for _ in range(3):
                classes.add(further(w))
                if w.state in ENDS or w.state == "SUSPENDED":
                    break
        left = [w for w in left if w.state not in ENDS]
        if not left:
            break
        ground.look_on(DAYS)
    for w in left:
        ground.found("i09", w.id, f"a dead end in {w.state}: {w.stuck}")
    return classes
