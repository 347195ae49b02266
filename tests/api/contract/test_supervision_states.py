# SPDX-License-Identifier: MIT
"""The ladder, derived issues and disclosure: stale versions, refused states, and the ends that the other tests leave
out."""
from support.issues import derive_unit, etag, ok, refused

STALE = etag(999)


def letter(world, issue, **fields):
    body = {"level": 3, "doc_no": "督〔2026〕%s号" % issue["serial_no"], "reason": "进度滞后"} | fields
    return world.office.post("/issues/%s/escalations" % issue["id"], body)


def test_nothing_is_derived_from_what_is_not_assigned(world):
    issue = world.issue()
    body = {"tenants": [derive_unit("310117001")], "due_date": world.today(90)}
    refused(world.office.post("/issues/%s/derive" % issue["id"], body), 409, "state-conflict")


def test_a_letter_is_issued_answered_and_lifted(world):
    issue = world.rectifying()
    made = ok(letter(world, issue), 201)
    refused(letter(world, issue), 409, "duplicate")
    place = "/issues/%s/escalations/%s" % (issue["id"], made["id"])
    refused(world.office.post(place + "/issue", {"doc_no": "2号"}, headers=STALE), 412)
    refused(world.leader.post(place + "/reply", {"reply": "马上"}, headers=STALE), 412)
    answered = ok(world.leader.post(place + "/reply", {"reply": "月底前完成"}, headers=etag(made["row_version"])))
    failed = world.verify(issue, result="FAIL")
    refused(world.office.post(place + "/lift", {"verification_id": failed["id"]},
                              headers=etag(answered["row_version"])), 409, "guard-failed")
    passed = world.verify(issue)
    refused(world.office.post(place + "/lift", {"verification_id": passed["id"]}, headers=STALE), 412)
    lifted = ok(world.office.post(place + "/lift", {"verification_id": passed["id"]},
                                  headers=etag(answered["row_version"])))
    assert lifted["state"] == "LIFTED" and lifted["lift_verification_id"] == passed["id"]


def test_a_disclosure_is_refused_published_and_withdrawn_by_its_version(world):
    issue = world.issue(secrecy="PUBLIC")
    place, other = "/issues/%s/disclosures" % issue["id"], world.deputy
    body = {"public_title": "河道整治", "public_text": "正在整治。"}
    first = ok(world.press.post(place, body), 201)
    for action in ("publish", "refuse"):
        refused(other.post("%s/%s/%s" % (place, first["id"], action), headers=STALE), 412)
    assert ok(other.post("%s/%s/refuse" % (place, first["id"]),
                         headers=etag(first["row_version"])))["state"] == "REFUSED"
    second = ok(world.press.post(place, body), 201)
    shown = ok(other.post("%s/%s/publish" % (place, second["id"]), headers=etag(second["row_version"])))
    refused(world.press.post("%s/%s/withdraw" % (place, second["id"]), {"reason": "有误"}, headers=STALE), 412)
    ok(world.press.post("%s/%s/withdraw" % (place, second["id"]), {"reason": "有误"}, headers=etag(shown["row_version"])))
    assert [d["state"] for d in ok(world.office.get(place))["items"]] == ["WITHDRAWN", "REFUSED"]
