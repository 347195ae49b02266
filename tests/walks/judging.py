# SPDX-License-Identifier: MIT
"""What walks do where work is judged: verification, the notice and objections, disclosure, opening of evidence."""
from walks.steps import CRITERIA, look, odd

# ---- verification, notice, objections

def verifiers(w, dice, unit):
    """Two members of the unit; now and then one, the same twice, one of a unit that answers, or an expert."""
    first, second = ((unit, f"{who}@{unit}") for who in ("first", "second"))
    own = w.start["resp"] if w.start["resp"] != "310117-CG" else "310117-SW"
    twin = ("310117-STHJ", "twin") if unit == "310117-STHJ" else first
    odd_ones = ([first], [first, first], [first, (own, f"first@{own}")], [first, twin],
                [(own, f"first@{own}"), (own, f"second@{own}")], [second])
    drawn = dice.choice(([first, second],) * 8 + odd_ones)
    rows = [{"member_id": w.ground.people.members[m]} for m in drawn if m in w.ground.people.members]
    if odd(dice):
        rows.append({"name": "外聘专家", "organisation": "环科院"})
    return drawn, rows


def verification(w, dice, level, unit):
    drawn, rows = verifiers(w, dice, unit)
    result = dice.choice(("PASS",) * 10 + ("FAIL", "PARTIAL"))
    method = "ONSITE" if not odd(dice, 0.15) else dice.choice(("DOC", "MONITOR"))
    body = {"level": level, "method": method, "result": result,
            "verified_on": w.day(-3 if odd(dice, 0.08) else 0), "verifiers": rows, "opinion": "现场已完成整改"}
    if w.state in ("RECTIFYING", "LONG_TERM") and not odd(dice, 0.1):
        body["goal_no"] = dice.randint(1, w.goals)
    answer = w.send("POST", "-/verifications", body)
    counted = tuple(m for m in drawn if m[0] == unit and m[1] != "twin")
    return (result, counted, body.get("goal_no")) if answer.ok else None


def verify(w, dice):
    made = verification(w, dice, "DISTRICT", "310117-STHJ")
    if made:
        w.failed = w.failed or (w.state == "PUBLICITY" and made[0] != "PASS")
        w.verified = (w.verified if made[0] == "PASS" else ()) + (made,)


def verify_city(w, dice):
    made = verification(w, dice, "CITY", "310000")
    if made:
        w.failed = w.failed or (w.state == "PUBLICITY" and made[0] != "PASS")
        w.city_verified += (made[0],)


def evaluate(w, dice):
    criteria = CRITERIA[1:] if odd(dice, 0.06) else CRITERIA
    body = {"criteria": criteria} | ({} if odd(dice, 0.06) else {"effect_evaluation": "水质达标"})
    answer = w.send("PATCH", f"/issues/{w.id}", body, w.version)
    if answer.ok:
        w.version, w.evaluated = answer.body["row_version"], len(body) == 2 and criteria == CRITERIA
    elif answer.code == "stale-version":
        look(w)


def object_(w, _dice):
    if not w.publicity:
        return
    body = {"received_on": w.day(0), "channel": "电话", "content": "仍有异味"}
    answer = w.send("POST", f"-/publicity/{w.publicity['id']}/objections", body)
    if answer.ok:
        w.objections += (answer.body | {"notice": w.publicity["id"]},)
    w.expect("i02", answer.ok or w.acting not in ("office", "office_b") or w.start["holder"] != "office",
             f"an objection was not taken while the issue was {w.state}: {answer.status} {answer.code}")


def decide(w, dice):
    waiting = [o for o in w.objections if o["decision"] is None]
    if not waiting:
        return
    body = {"decision": dice.choice(("VALID", "INVALID")), "opinion": "经查属实"}
    path = f"-/publicity/{waiting[0]['notice']}/objections/{waiting[0]['id']}/decide"
    answer = w.send("POST", path, body, waiting[0]["row_version"])
    if answer.ok:
        w.objections = tuple(o | answer.body if o["id"] == answer.body["id"] else o for o in w.objections)


def prolong(w, dice):
    if w.publicity:
        end = (w.ground.parse(w.publicity["end_on"]) + w.ground.days(dice.choice((-3, 3, 7)))).isoformat()
        answer = w.send("PATCH", f"-/publicity/{w.publicity['id']}", {"end_on": end}, w.publicity["row_version"])
        if answer.ok:
            w.publicity = answer.body


def find(w, dice):
    """A finding of conduct, also once the issue is struck off."""
    answer = w.send("POST", "-/evidence", {"kind": "OTHER", "sha256": w.file})
    proof = [answer.body["id"]] if answer.ok else [e for e, _ in w.evidence[:1]]
    kind = dice.choice(("FALSE", "FALSE", "SUPERFICIAL", "SLOW"))
    answer = w.send("POST", "-/findings", {"kind": kind, "unit": w.start["resp"], "facts": "台账与现场不符",
                                           "evidence_ids": proof})
    if answer.ok:
        w.findings += (answer.body["id"],)


def clear_finding(w, _dice):
    if w.findings and w.send("POST", f"-/findings/{w.findings[0]}/clear", {"reason": "复核整改到位"}, 1).ok:
        w.findings = w.findings[1:]


def recur(w, dice):
    answer = w.send("POST", "-/evidence", {"kind": "OTHER", "sha256": w.file})
    if answer.ok:
        w.recurred += (answer.body["id"],)


# ---- disclosure and evidence that somebody opens

def disclose(w, _dice):
    answer = w.send("POST", "-/disclosures", {"public_title": "整改情况", "public_text": "已完成整改"})
    if answer.ok:
        w.disclosure = answer.body


def publish_disclosure(w, dice):
    if not w.disclosure:
        return
    verb, body = ("withdraw", {"reason": "内容有误"}) if w.disclosure["state"] == "PUBLISHED" else ("publish", None)
    verb = "refuse" if verb == "publish" and odd(dice) else verb
    answer = w.send("POST", f"-/disclosures/{w.disclosure['id']}/{verb}", body, w.disclosure["row_version"])
    if answer.ok:
        w.disclosure = answer.body if verb == "publish" else None
        look(w)
    elif answer.code in ("stale-version", "state-conflict", "conflict"):
        w.disclosure = None


def open_evidence(w, dice):
    """I10: who must verify opens what is handed in."""
    if w.evidence:
        evidence, file_id = dice.choice(w.evidence)
        answer = w.ground.open_file(w, file_id)
        w.last = answer
        w.expect("i10", answer.status == 200 or w.acting != "supervisor", f"{w.acting} cannot open evidence {evidence}")


def list_evidence(w, _dice):
    """I10: who looks from above leaves one entry a list."""
    if w.send("GET", "-/evidence").ok and w.acting == "city" and w.start["holder"] != "city":
        w.ground.note_read(w, "evidence.read", w.id)


def pry(w, dice):
    """Nobody else does."""
    if w.evidence:
        evidence, file_id = dice.choice(w.evidence)
        answer = w.ground.open_file(w, file_id)
        w.last = answer
        w.expect("i10", answer.status in (403, 404) or w.acting not in ("stranger", "neighbour"),
                 f"{w.acting} opens evidence {evidence}")
