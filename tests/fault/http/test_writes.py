# SPDX-License-Identifier: MIT
"""Writes: kept answers, versions, lost races, one effect."""
import threading
import uuid

import pytest
import requests
from support.traps import Traps


@pytest.fixture(scope="module")
def pair():
    """Two processes on one database."""
    with Traps(processes=2) as both:
        yield both


@pytest.fixture(scope="module")
def officer(pair):
    return pair.token("310117", "DIST_OFFICE", "officer")


def create(traps, token, text, key=None, process=0, path="/v1/notes"):
    headers = {"Idempotency-Key": key} if key else {}
    return traps.post(path, json={"text": text}, token=token, headers=headers, process=process)


def count(traps, text):
    return int(traps.psql(f"select count(*) from trap_note where text = '{text}'"))


def test_a_kept_answer_is_given_again_by_another_process(pair, officer):
    first = create(pair, officer, "kept", "key-1")
    again = create(pair, officer, "kept", "key-1", process=1)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    for header in ("ETag", "Location", "Content-Type"):
        assert again.headers[header] == first.headers[header]
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert count(pair, "kept") == 1


def test_without_a_key_each_request_counts(pair, officer):
    create(pair, officer, "twice")
    create(pair, officer, "twice")
    assert count(pair, "twice") == 2


@pytest.mark.parametrize("path, text", [("/v1/notes", "another body"), ("/v1/notes/fail", "used"),
                                        ("/v1/notes/contend?n=0", "used"),
                                        ("/v1/notes/contend?n=1", "used")])
def test_a_key_used_for_something_else_is_422(pair, officer, path, text):
    create(pair, officer, "used", "key-2")
    answer = create(pair, officer, text, "key-2", path=path)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency-reused")
    assert count(pair, "another body") == 0


def test_a_key_belongs_to_subject_and_tenant(pair, officer):
    others = [pair.token("310117", "DIST_OFFICE", "somebody else"), pair.token("310118", "DIST_OFFICE", "officer")]
    ids = {create(pair, token, "own", "key-3").json()["id"] for token in (officer, *others)}
    assert len(ids) == 3


def test_what_failed_may_be_tried_again(pair, officer):
    for _ in range(2):
        answer = create(pair, officer, "failing", "key-4", path="/v1/notes/fail")
        assert (answer.status_code, answer.json()["code"]) == (409, "state-conflict")
        assert "Idempotent-Replayed" not in answer.headers
    assert count(pair, "failing") == 0
    assert pair.psql("select count(*) from idempotency_key where key = 'key-4'") == "0"


def test_a_faulty_body_does_not_use_the_key(pair, officer):
    bad = pair.post("/v1/notes", json={"text": ""}, token=officer, headers={"Idempotency-Key": "key-5"})
    assert bad.status_code == 422
    assert create(pair, officer, "mended", "key-5").status_code == 201


@pytest.mark.parametrize("key", ["", "a b", "a" * 129, "é", "a,b", "\x7f"])
def test_a_malformed_key_is_422(pair, officer, key):
    answer = pair.post("/v1/notes", json={"text": "x"}, token=officer, headers={"Idempotency-Key": key.encode()})
    assert answer.status_code in (400, 422)
    assert count(pair, "x") == 0


def test_requests_with_one_key_at_once_have_one_effect(pair, officer):
    for round_ in range(5):
        text, key, answers = f"at once {round_}", uuid.uuid4().hex, []
        start = threading.Barrier(8)

        def ask(worker):
            start.wait()
            answers.append(requests.post(pair.services[worker % 2].url + "/v1/notes", json={"text": text}, timeout=30,
                                         headers={
                "Authorization": f"Bearer {officer}", "Idempotency-Key": key}))

        threads = [threading.Thread(target=ask, args=(i,)) for i in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [a.status_code for a in answers] == [201] * 8
        assert len({a.json()["id"] for a in answers}) == 1
        assert sum("Idempotent-Replayed" not in a.headers for a in answers) == 1
        assert count(pair, text) == 1


def test_a_kept_answer_is_forgotten_after_a_day():
    with Traps() as traps:
        token = traps.token("310117", "DIST_OFFICE", seconds=200_000)
        first = create(traps, token, "day", "key-6").json()
        traps.clock.move(hours=23, minutes=59)
        assert create(traps, token, "day", "key-6").json() == first
        traps.clock.move(minutes=2)
        assert create(traps, token, "day", "key-6").json() != first


def test_a_lost_race_is_run_again(pair, officer):
    pair.psql("alter sequence trap_tries restart")
    assert create(pair, officer, "raced", "key-7", path="/v1/notes/contend?n=2").status_code == 201
    assert count(pair, "raced") == 1


def test_three_lost_races_are_503(pair, officer):
    pair.psql("alter sequence trap_tries restart")
    answer = create(pair, officer, "lost", path="/v1/notes/contend?n=3")
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "unavailable", "1")
    assert count(pair, "lost") == 0


# ---- versions

def patch(traps, token, note, text, version):
    headers = {"If-Match": version} if version is not None else {}
    return traps.request("PATCH", f"/v1/notes/{note}", json={"text": text}, token=token, headers=headers)


def test_a_change_names_the_version_it_was_made_from(pair, officer):
    note = create(pair, officer, "v1").json()["id"]
    read = pair.get(f"/v1/notes/{note}", token=officer)
    assert read.headers["ETag"] == '"1"'
    changed = patch(pair, officer, note, "v2", read.headers["ETag"])
    assert (changed.status_code, changed.headers["ETag"], changed.json()["text"]) == (200, '"2"', "v2")
    stale = patch(pair, officer, note, "v3", read.headers["ETag"])
    assert (stale.status_code, stale.json()["code"]) == (412, "stale-version")
    assert pair.get(f"/v1/notes/{note}", token=officer).json()["text"] == "v2"


@pytest.mark.parametrize("version, status, code", [
    (None, 428, "precondition-required"), ("", 428, "precondition-required"), ("*", 428, "precondition-required"),
    ("1", 412, "stale-version"),
    ('W/"1"', 412, "stale-version"), ('"x"', 412, "stale-version"), ('"1", "2"', 412, "stale-version"),
    ('"-1"', 412, "stale-version"),
    ('"99999999999999999999"', 412, "stale-version"), ('""', 412, "stale-version"),
])
def test_a_change_without_a_version_of_ours_is_refused(pair, officer, version, status, code):
    note = create(pair, officer, "strict").json()["id"]
    answer = patch(pair, officer, note, "changed", version)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert count(pair, "changed") == 0


def test_of_two_changes_at_once_one_wins(pair, officer):
    note = create(pair, officer, "race").json()["id"]
    statuses, start = [], threading.Barrier(2)

    def change(worker):
        start.wait()
        statuses.append(requests.patch(f"{pair.services[worker].url}/v1/notes/{note}", json={"text": f"by {worker}"},
                                       timeout=30, headers={
            "Authorization": f"Bearer {officer}", "If-Match": '"1"'}).status_code)

    threads = [threading.Thread(target=change, args=(i,)) for i in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(200) == 1
    assert pair.get(f"/v1/notes/{note}", token=officer).json()["row_version"] == 2


def test_a_version_that_is_known_is_not_sent_again(pair, officer):
    note = create(pair, officer, "known").json()["id"]
    answer = pair.get(f"/v1/notes/{note}", token=officer, headers={"If-None-Match": '"1"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert pair.get(f"/v1/notes/{note}", token=officer, headers={"If-None-Match": '"2"'}).status_code == 200


def test_writes_succeed_without_redis(pair, officer):
    pair.redis.stop()
    try:
        assert create(pair, officer, "no redis").status_code == 201
    finally:
        pair.redis.launch()


def test_without_the_database_answers_are_503_and_come_back():
    with Traps() as traps:
        token = traps.token("310117", "DIST_OFFICE")
        assert create(traps, token, "before").status_code == 201
        traps.postgres.kill()
        answer = create(traps, token, "meanwhile")
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert traps.get("/readyz").status_code == 503
        assert traps.get("/healthz").status_code == 200
        traps.postgres.launch()
        traps.service.wait_ready(traps.service.ready)
        assert create(traps, token, "after").status_code == 201


def test_a_row_that_a_policy_refuses_is_the_callers_fault_and_a_missing_privilege_ours(pair, officer):
    pair.psql("create policy trap_refuses on trap_note as restrictive for insert with check (text <> 'refused')")
    answer = create(pair, officer, "refused")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    pair.psql("revoke insert on trap_note from bihuan_issues")
    try:
        answer = create(pair, officer, "no privilege")
    finally:
        pair.psql("grant insert on trap_note to bihuan_issues")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "detail" not in answer.json()
    line = next(x for x in pair.log("http.request") if x["request_id"] == answer.headers["X-Request-Id"])
    assert line["level"] == "error" and "42501" in line["cause"] and "permission denied" in line["cause"]


def test_after_a_fail_over_no_connection_to_the_old_server_is_used_again(pair, officer):
    """Sessions that take no writes stand for a server that was demoted to a standby and kept its connections."""
    sessions = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'bihuan_issues'"
    pair.psql(f"alter role bihuan_issues set default_transaction_read_only = on; {sessions}")
    readers = [threading.Thread(target=pair.services[0].ready) for _ in range(8)]
    for thread in readers:  # the pool is full of them
        thread.start()
    for thread in readers:
        thread.join()
    answer = create(pair, officer, "too early")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    pair.psql("alter role bihuan_issues reset default_transaction_read_only")
    for _ in range(3):
        assert create(pair, officer, "after the fail-over").status_code == 201
