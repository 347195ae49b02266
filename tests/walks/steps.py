# SPDX-License-Identifier: MIT
"""What walks do: one function an action of actions.tsv that needs more than its name. Each takes the walk and dice."""
import itertools

CLOSING_KINDS = ["ONSITE_SHEET", "PUBLICITY_PROOF", "ACCEPTANCE_OPINION"]
CRITERIA = ["TASKS_DONE", "VIOLATIONS_HANDLED", "EFFECT_MEETS_LAW", "SIMILAR_CORRECTED", "MECHANISM_BUILT"]
STRANGE = ("310117-STHJ", "310117-SW", "310118-SW", "310117", "310117002", "310000")  # not the walk's own
serials = itertools.count(1)


def odd(dice, chance=0.12):
    """Whether something is done in an unusual way."""
    return dice.random() < chance


# ---- steps of the state machine

def act(w, action, **fields):
    """A transition; what it answers is what the walk knows from then on."""
    before = w.state
    answer = w.send("POST", "-/transitions", {"action": action} | fields, w.version)
    if answer.code == "stale-version":
        look(w)
        if w.state == before:
            answer = w.send("POST", "-/transitions", {"action": action} | fields, w.version)
    if answer.ok:
        w.version, w.state, w.due = answer.body["row_version"], answer.body["state"], answer.body["due_date"]
        AFTER.get(action, lambda *_: None)(w, answer.body, before)
    elif answer.code in ("state-conflict", "conflict"):
        look(w)
    elif action == "SUBMIT_PLAN" and answer.code == "validation":
        w.rejected = True
    return answer


def look(w):
    """Reads the issue again: somebody else, or time, changed it."""
    answer = w.ground.send(w, "GET", f"/issues/{w.id}", None, None, "city")
    if answer.ok:
        w.version, w.state, w.due = answer.body["row_version"], answer.body["state"], answer.body["due_date"]
        w.start = w.start | {"secrecy": answer.body["secrecy"]}  # a derived issue has its own


def passed_review(w, _body, _before):
    w.passes += (w.acting if w.acting in ("supervisor", "head") else "office",)


def applied(w, _body, _before):
    w.extension = False  # none waits where nobody decides it
    w.new_round()


def returned(w, _body, _before):
    w.milestones, w.materials, w.change, w.sent_back = True, True, False, True
    w.new_round()


def published(w, _body, _before):
    w.filed, w.objections = False, ()
    w.papers += 1
    answer = w.ground.send(w, "GET", f"/issues/{w.id}/publicity", None, None, "city")
    w.publicity = answer.body["items"][0] if answer.ok and answer.body["items"] else None


def reopened(w, body, _before):
    w.follow(body["new_issue"]["id"])
    w.forget(parties=True)
    w.start = w.start | {"severity": body["new_issue"]["severity"]}
    look(w)


def resumed(w, _body, _before):
    if w.publicity:
        published(w, None, None)  # the same notice; papers of it are handed in once more


def changed_nothing(w, _body, _before):
    w.change = False
    find_draft(w)


AFTER = {
    "SUBMIT_PLAN": lambda w, *_: setattr(w, "passes", ()), "PASS_REVIEW": passed_review,
    "RETURN_PLAN": lambda w, *_: setattr(w, "passes", ()),
    "FILE_PLAN": lambda w, *_: w.forget(parties=True, filed_plan=True, goals=w.goals, findings=w.findings),
    "APPLY_ACCEPTANCE": applied, "RETURN": returned, "RETURN_BY_CITY": returned, "PUBLISH": published,
    "PASS_CITY_REVIEW": published, "UPHOLD_OBJECTION": applied, "RECHECK": applied, "REOPEN": reopened, "KEEP_LONG_TERM": applied,
    "RESUME": resumed,
    "APPROVE_PLAN_CHANGE": lambda w, *_: w.forget(parties=True, filed_plan=True, materials=w.materials, goals=w.goals,
                                                  findings=w.findings),
    "REFUSE_PLAN_CHANGE": changed_nothing,
    "APPROVE_EXTENSION": lambda w, *_: setattr(w, "extension", False),
    "REFUSE_EXTENSION": lambda w, *_: setattr(w, "extension", False),
    "BOUNCE": lambda w, *_: setattr(w, "parties", False),
}


def reasoned(action):
    """A transition with a reason, which is left out now and then."""
    def step(w, dice):
        act(w, action, **({} if odd(dice) else {"reason": "情况说明"}))
    return step


def documented(action):
    def step(w, dice):
        act(w, action, **({} if odd(dice) else {"doc_no": "督〔2026〕1号"}))
    return step


bounce, return_plan, refuse_plan_change = reasoned("BOUNCE"), reasoned("RETURN_PLAN"), reasoned("REFUSE_PLAN_CHANGE")
refuse_extension, return_by_city = reasoned("REFUSE_EXTENSION"), reasoned("RETURN_BY_CITY")
approve_extension, close, cancel = documented("APPROVE_EXTENSION"), documented("CLOSE"), documented("CANCEL")
close_long_term = documented("CLOSE_LONG_TERM")


def keep_long_term(w, _dice):
    act(w, "KEEP_LONG_TERM", reason="阶段目标已完成")


def file_plan(w, dice):
    act(w, "FILE_PLAN", **({"filing_receipt_no": "市备〔2026〕3号"} if w.city_closes and not odd(dice) else {}))


def approve_plan_change(w, dice):
    verdict = {} if odd(dice, 0.15) else {"goals_verdict": "WEAKER" if odd(dice, 0.2) else "MET"}
    act(w, "APPROVE_PLAN_CHANGE", **verdict, **({"city_consent_no": "市函〔2026〕3号"} if odd(dice, 0.3) else {}))


def return_(w, dice):
    reason = {} if odd(dice, 0.05) else {"reason": "材料不实"}
    act(w, "RETURN", due_date=w.day(dice.choice((5, 20, 30, 30, 31, 90))), **reason)


def channels(w, dice):
    """Those that reach whom a notice of such an issue is for, but now and then others, or none."""
    internal = (w.start["secrecy"] == "INTERNAL") != odd(dice, 0.05)
    return [] if odd(dice, 0.03) else ["INTRANET"] if internal else ["GOV_SITE"]


def publish(w, dice):
    start = {"start_on": w.day(dice.choice((0, 2)))} if odd(dice, 0.3) else {}
    act(w, "PUBLISH", channels=channels(w, dice), **start)


def pass_city_review(w, dice):
    start = {"start_on": w.day(2)} if odd(dice) else {}
    act(w, "PASS_CITY_REVIEW", channels=channels(w, dice), **start)


def suspend(w, dice):
    days = dice.choice((3, 10, 20, 40, 90, 150, 179, 180))
    given = {"reason_code": dice.choice(("LEGAL", "FORCE_MAJEURE"))} if not odd(dice, 0.05) else {}
    given |= {} if odd(dice, 0.05) else {"reason": "诉讼中止"}
    act(w, "SUSPEND", until=w.day(days), **given)


def suspend_child(w, dice):
    """What was derived stands still, most often before it has come to work."""
    child, _ = dice.choice(w.children) if w.children else (w.id, None)
    now = w.send("GET", f"/issues/{child}", by="city")
    if now.ok:
        w.send("POST", f"/issues/{child}/transitions", {"action": "SUSPEND", "reason": "诉讼中止", "reason_code": "LEGAL",
                                                        "until": w.day(40)}, now.body["row_version"])


def merge(w, dice):
    target = {} if odd(dice) else {"merged_into": w.ground.other(w, dice)}
    act(w, "MERGE", **target, **({} if odd(dice) else {"doc_no": "并〔2026〕1号"}))


def reopen(w, dice):
    due = {"due_date": w.day(dice.choice((30, 60, 61, 200)))} if odd(dice, 0.4) else {}
    ids = list(w.recurred) or [e for e, _ in w.evidence[:1]]
    ids = [] if odd(dice) else [w.ground.other_evidence(w, dice)] if odd(dice) else ids
    act(w, "REOPEN", reason="同一点位反弹", evidence_ids=[i for i in ids if i], **due)


# ---- registration and parties

def register(w, _dice):
    s = w.start
    body = {"feedback_id": w.ground.feedback(s), "serial_no": f"{w.number}-{next(serials)}",
            "title": f"问题{w.number}", "original_text": "部分河道水质反复，雨污混接未整治到位。"}
    body |= {k: s[k] for k in ("category", "element", "severity", "term_class", "secrecy", "tenant") if k in s}
    body |= {"due_date": w.day(s["due_in"])} if "due_in" in s else {}
    answer = w.send("POST", "/issues", body)
    if answer.ok:
        w.follow(answer.body["id"])
        w.version, w.state, w.due = answer.body["row_version"], answer.body["state"], answer.body["due_date"]


def parties(w, dice):
    """The units of the start, or, now and then, others."""
    s = w.start
    units = {role: s[role] for role in ("lead", "resp", "supervise", "coop")}
    if odd(dice):
        units[dice.choice(list(units))] = dice.choice(STRANGE)
    rows = [{"role": f"{role.upper()}_UNIT", "tenant": tenant} for role, tenant in units.items()]
    named = [role for role in ("RESP_PERSON", "PARTY_LEAD", "GOV_LEAD") if not odd(dice, 0.06)]
    rows += [{"role": role, "tenant": units["resp"], "person_name": f"{role} 某"} for role in named]
    answer = w.send("PUT", "-/parties", {"parties": rows}, w.version)
    if answer.ok:
        w.version, w.parties, w.start = w.version + 1, True, w.start | units
    elif answer.code == "stale-version":
        look(w)


def edit(w, dice):
    """A field of the issue; what is judged is not the judged one's to write."""
    body = dice.choice((
        {"severity": dice.choice(("GENERAL", "SERIOUS", "MAJOR"))}, {"secrecy": dice.choice(("PUBLIC", "INTERNAL"))},
        {"due_date": w.day(dice.choice((10, 100, 400)))}, {"due_date": None},
        {"term_class": dice.choice(("SHORT", "LONG_TERM"))},
        {"is_measurable": False}, {"criteria": CRITERIA}, {"criteria": CRITERIA[:2]}, {"effect_evaluation": None},
        {"category": "OTHER"}))
    answer = w.send("PATCH", f"/issues/{w.id}", body, w.version)
    if answer.ok:
        w.version = answer.body["row_version"]
        if body.get("secrecy", w.start["secrecy"]) != w.start["secrecy"]:
            w.publicity = None  # the notice is taken back
        w.start = w.start | {k: v for k, v in body.items() if k in ("severity", "secrecy", "term_class")}
        w.evaluated = w.evaluated and not {"criteria", "effect_evaluation"} & set(body)
    elif answer.code == "stale-version":
        look(w)


def derive(w, dice):
    units = dice.sample(("310117002", "310117003", "310117-LHSR", "310117-STHJ", "310118-SW", "310117"),
                        dice.choice((1, 1, 2)))
    leaders = {} if odd(dice) else {"party_lead": "党委负责人", "gov_lead": "行政负责人"}
    body = {"tenants": [{"tenant": unit} | leaders for unit in units], "due_date": w.day(dice.choice((30, 60, 150)))}
    answer = w.send("POST", "-/derive", body)
    if answer.ok and isinstance(answer.body, dict):
        w.children += [(child["id"], child["tenant_code"]) for child in answer.body["items"] if child.get("id")]


# ---- plan and work

def plan_body(w, dice):
    short = w.start["term_class"] == "IMMEDIATE" and not odd(dice)
    due = dice.choice((10, 20) if short else (25, 60, 120, 160))
    weights = dice.choice((("100",), ("40", "60"), ("40", "60"), ("40", "30") if odd(dice, 0.2) else ("30", "70")))
    days = w.day(due) if w.due is None or odd(dice, 0.15) else min(w.day(due), w.due)
    stones = [w.day(dice.choice((5, 30, 90))) for _ in weights]
    rows = [{"name": f"节点{n}", "planned_date": stone if odd(dice) else min(stone, days), "weight": weight}
            for n, (stone, weight) in enumerate(zip(stones, weights))]
    kind = dice.choice(("ENG", "REG", "INST", "STUDY"))
    measures = [{"type": kind, "text": "雨污分流改造", "unit": w.start["lead"], "milestones": rows}]
    goals = [{"text": text} for text in ("消除黑臭", "长效管护")[:1 + odd(dice, 0.3)]]
    return {"due_date": days, "goals": [] if odd(dice, 0.04) else goals,
            "measures": [] if odd(dice, 0.03) else measures}


def draft(w, dice):
    """A plan that waits to be handed in: another text of the one there is, or a new one."""
    body = plan_body(w, dice)
    if w.drafted:
        answer = w.send("PATCH", f"-/plans/{w.drafted[0]}", body, w.drafted[1])
    else:
        answer = w.send("POST", "-/plans", body)
    if answer.ok:
        w.goals = max(1, len(body["goals"]))
        w.drafted, w.rejected = (answer.body["id"], answer.body["row_version"]), False
    elif answer.status in (409, 412):
        find_draft(w)
    return answer


def find_draft(w):
    answer = w.ground.send(w, "GET", f"/issues/{w.id}/plans", None, None, "city")
    drafts = [p for p in answer.body["items"] if p["state"] in ("DRAFT", "RETURNED")] if answer.ok else []
    w.drafted = (drafts[0]["id"], drafts[0]["row_version"]) if drafts else None


def plan(w, dice):
    if draft(w, dice).ok:
        w.passes = ()


def change_plan(w, dice):
    if not draft(w, dice).ok:
        return
    if w.send("POST", f"-/plans/{w.drafted[0]}/submit", {"reason": "工程变更"}, w.drafted[1]).ok:
        w.change = True
        look(w)


def milestones(w, dice):
    answer = w.send("GET", "-/milestones")
    if not answer.ok:
        return
    left = [m for m in answer.body["items"] if m["actual_date"] is None]
    kept = left[1:] if odd(dice) else left
    done = [w.send("PATCH", f"-/milestones/{m['id']}", {"actual_date": w.day(0)}, m["row_version"]).ok for m in kept]
    w.milestones = all(done) and kept == left


def hand_in(w, kind, **fields):
    sha256 = w.paper if kind in CLOSING_KINDS else w.file
    answer = w.send("POST", "-/evidence", {"kind": kind, "sha256": sha256} | fields)
    if answer.ok:
        w.evidence += ((answer.body["id"], answer.body["file_id"]),)
    return answer.ok or answer.code == "duplicate"


def materials(w, dice):
    """What the checklist misses, but now and then not all of it."""
    answer = w.send("GET", "-/evidence")
    if not answer.ok:
        return
    missing = answer.body["checklist"]["apply"]["missing"]
    kept = missing[1:] if odd(dice) and missing else missing
    done = []
    for kind in kept:
        phases = ("BEFORE", "AFTER") if kind == "BEFORE_AFTER_PHOTO" else (None,)
        done += [hand_in(w, kind, **({"phase": p, "pair_key": "site-1"} if p else {})) for p in phases]
    w.materials = all(done) and kept == missing


def remove_evidence(w, dice):
    if w.evidence:
        evidence, _ = dice.choice(w.evidence)
        if w.send("POST", f"-/evidence/{evidence}/remove", {"reason": "传错"}, 1).ok:
            w.materials = False


def closing_materials(w, dice):
    kept = CLOSING_KINDS[1:] if odd(dice, 0.08) else CLOSING_KINDS
    done = [hand_in(w, kind) for kind in kept]
    w.filed = all(done)


def extend(w, dice):
    base = w.due or w.day(30)
    new = max(base, w.day(0))
    later = (w.ground.parse(new) + w.ground.days(dice.choice((0, 15, 30, 90)))).isoformat()
    answer = w.send("POST", "-/extensions", {"new_due": later, "reason_code": "ENGINEERING", "reason": "汛期停工"})
    if answer.ok:
        w.extension = True
        look(w)


def hedge(w, _dice):
    """Asks for one more day, hands in at once, and is sent back with a month: what was asked for waits no more, and
    somebody tries to grant it."""
    more = (w.ground.parse(w.due or w.day(0)) + w.ground.days(1)).isoformat()
    if not w.send("POST", "-/extensions", {"new_due": more, "reason_code": "ENGINEERING"}).ok:
        return
    w.extension = True
    look(w)
    for w.acting, action, fields in (("lead", "APPLY_ACCEPTANCE", {}),
                                     ("office", "RETURN", {"due_date": w.day(30), "reason": "材料不实"})):
        act(w, action, **fields)
    w.extension = True


def report(w, dice):
    """Hands in the next report that is due, and has it confirmed, or returned."""
    answer = w.send("GET", "-/progress-reports")
    due = [r for r in answer.body["items"] if r["state"] in ("DUE", "MISSED", "RETURNED")] if answer.ok else []
    if not due:
        return
    next_ = min(due, key=lambda r: r["due_on"])
    pct = dice.choice(("20.00", "60.00", "95.00", "100.00"))
    path = f"-/progress-reports/{next_['id']}"
    answer = w.send("POST", f"{path}/submit", {"progress_pct": pct, "done_text": "按计划推进"}, next_["row_version"])
    if answer.ok and not odd(dice, 0.3):
        decision = "return" if odd(dice, 0.15) else "confirm"
        w.send("POST", f"{path}/{decision}", {"opinion": "属实"}, answer.body["row_version"], by="office")
