# SPDX-License-Identifier: MIT
"""Bad input of every kind gets a clear problem document and changes nothing."""
import json

import pytest

JSON = {"Content-Type": "application/json"}


def is_problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert (document["code"], document["type"]) == (code, "/problems/" + code)
    return document


def pointers(document):
    return {(e["pointer"], e["code"]) for e in document["errors"]}


@pytest.mark.parametrize("body", [
    b'{"text":"a","text":"b"}', b'{"text":"a"', b'{"text":"a"} x', b'{"text":"a"}{}', b"[" * 100_000,
    b'{"a":' * 40 + b"1" + b"}" * 40,
    b'{"text":"a","number":NaN}', b'{"text":"a","number":Infinity}', b'{"text":"a","number":-Infinity}',
    b'{"text":"a","number":1e999}', b'{"text":"a","number":1' + b"0" * 400 + b"}", b"{'text':'a'}", b'{"text":"a",}',
    b"\xef\xbb\xbf{}",
    b"nul", b'{"text":"\\u0000"}', b"", b" ",
], ids=range(18))
def test_json_that_is_none_is_400(traps, body):
    is_problem(traps.post("/v1/mirror", data=body, headers=JSON), 400, "bad-json")


@pytest.mark.parametrize("body", [b'{"text":"\xff"}', b'{"text":"\xc0\x80"}', b'{"text":"\xed\xa0\x80"}',
                                  '{"text":"闭"}'.encode("gb18030"),
                                  '{"text":"闭"}'.encode("utf-16"), b"\x00", b'{"text":"a\x00b"}'], ids=range(7))
def test_text_that_is_not_utf8_is_400(traps, body):
    answer = traps.post("/v1/mirror", data=body, headers=JSON)
    assert answer.status_code == 400
    assert answer.json()["code"] in ("bad-encoding", "bad-json")


@pytest.mark.parametrize("body, expected", [
    ({}, {("/text", "required")}),
    ({"text": None}, {("/text", "type")}),
    ({"text": 1}, {("/text", "type")}),
    ({"text": ""}, {("/text", "length")}),
    ({"text": "闭" * 101}, {("/text", "length")}),
    ({"text": "a", "number": "1"}, {("/number", "type")}),
    ({"text": "a", "number": 1.5}, {("/number", "type")}),
    ({"text": "a", "number": 1001}, {("/number", "range")}),
    ({"text": "a", "flag": 1}, {("/flag", "type")}),
    ({"text": "a", "items": {}}, {("/items", "type")}),
    ({"text": "a", "items": ["x"] * 6}, {("/items", "too-many")}),
    ({"text": "a", "items": ["x", 5]}, {("/items/1", "type")}),
    ({"text": "a", "other": 1, "a/b~c": 2}, {("/other", "unknown"), ("/a~1b~0c", "unknown")}),
    ({"number": "x", "flag": "y", "what": 1}, {("/text", "required"), ("/number", "type"), ("/flag", "type"),
                                               ("/what", "unknown")}),
])
def test_every_wrong_field_is_told_at_once(traps, body, expected):
    document = is_problem(traps.post("/v1/mirror", json=body), 422, "validation")
    assert pointers(document) == expected
    assert all(e["message"] for e in document["errors"])


@pytest.mark.parametrize("body", [[], "text", 1, None, True])
def test_a_body_that_is_no_object_is_refused(traps, body):
    answer = traps.post("/v1/mirror", data=json.dumps(body), headers=JSON)
    assert answer.status_code in (400, 422), answer.text


def test_lengths_count_characters_not_bytes(traps):
    assert traps.post("/v1/mirror", json={"text": "闭" * 100}).json()["text"] == "闭" * 100
    assert traps.post("/v1/mirror", json={"text": "𠀀" * 100}).json()["text"] == "𠀀" * 100


def test_json_survives_the_round_trip(traps):
    text = 'a"b\\c\n\t/<>&\u2028é闭🀄'
    assert traps.post("/v1/mirror", json={"text": text, "number": -1000, "flag": True,
                                          "items": [text[:15]]}).json() == {
        "text": text, "number": -1000, "flag": True, "items": [text[:15]]}


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/xml", "application/jsonp",
                                          "multipart/form-data; boundary=x",
                                          "application/x-www-form-urlencoded", "application/merge-patch+json"])
def test_another_content_type_is_415(traps, content_type):
    headers = {"Content-Type": content_type} if content_type else {}
    is_problem(traps.post("/v1/mirror", data=b'{"text":"a"}', headers=headers), 415, "unsupported-media")


@pytest.mark.parametrize("content_type", ["application/json", "Application/JSON; charset=utf-8",
                                          "application/json ;charset=UTF-8"])
def test_parameters_of_the_content_type_do_not_matter(traps, content_type):
    assert traps.post("/v1/mirror", data=b'{"text":"a"}', headers={"Content-Type": content_type}).status_code == 200


def test_patch_takes_merge_patch(traps):
    headers = {"Content-Type": "application/merge-patch+json"}
    assert traps.request("PATCH", "/v1/mirror", data=b'{"text":"a"}', headers=headers).status_code == 200


def test_a_compressed_body_is_415(traps):
    is_problem(traps.post("/v1/mirror", data=b'{"text":"a"}', headers=JSON | {"Content-Encoding": "gzip"}), 415,
               "unsupported-media")


def test_a_body_where_none_is_taken_is_400(traps):
    is_problem(traps.get("/v1/hello", data=b"x"), 400, "bad-json")


@pytest.mark.parametrize("data, status, code", [
    (b"n=1&q=%E9%97%AD", 200, None), (b"n=1&n=2", 400, "bad-query"), (b"n=1&x=2", 400, "bad-query"),
    (b"q=a\x00b", 400, "bad-encoding"),
    (b"q=%00", 400, "bad-query"), (b"n=x", 400, "bad-query"), (b"", 400, "bad-json"),
])
def test_forms_are_decoded_by_table_too(traps, data, status, code):
    answer = traps.post("/v1/form", data=data, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["code"] == code


@pytest.mark.parametrize("path", ["/v1/hello?x=1", "/v1/echo/a?Q=1", "/v1/echo/a?n=1&nope=2", "/v1/whoami?token=1"])
def test_an_unknown_query_parameter_is_400(traps, token, path):
    document = is_problem(traps.get(path, token=token), 400, "bad-query")
    assert document["errors"][0]["code"] == "unknown"


@pytest.mark.parametrize("accept, status", [
    (None, 200), ("*/*", 200), ("application/json", 200), ("application/*", 200),
    ("text/html, application/json;q=0.1", 200),
    ("text/html", 406), ("image/png, text/*;q=0.5", 406), ("application/json;q=0", 406),
    ("*/*;q=0.5, application/json;q=0", 406), ("", 200),
])
def test_406_only_when_nothing_fits(traps, accept, status):
    answer = traps.get("/v1/hello", headers={"Accept": accept})
    assert answer.status_code == status
    if status == 406:
        is_problem(answer, 406, "not-acceptable")


def test_accept_is_compared_with_what_the_route_answers(traps):
    assert traps.get("/v1/text", headers={"Accept": "text/csv"}).text == "a,b\n"
    is_problem(traps.get("/v1/text", headers={"Accept": "application/json"}), 406, "not-acceptable")


def test_a_refused_representation_leaves_no_effect(traps, token):
    before = traps.psql("select count(*) from trap_note")
    answer = traps.post("/v1/notes", json={"text": "unseen"}, token=token, headers={"Accept": "image/png"})
    is_problem(answer, 406, "not-acceptable")
    assert traps.psql("select count(*) from trap_note") == before


@pytest.mark.parametrize("languages, title", [
    (None, "资源不存在"), ("en", "No such resource"), ("en-GB,zh;q=0.8", "No such resource"), ("zh-CN,en;q=0.9", "资源不存在"),
    ("en;q=0.5,zh;q=0.5", "资源不存在"), ("fr", "资源不存在"), ("*", "资源不存在"), ("fr,en;q=0.1", "No such resource"),
    ("en;q=0", "资源不存在"),
    (";;;,,q=", "资源不存在"),
])
def test_problems_speak_the_callers_language(traps, languages, title):
    answer = traps.get("/v1/nowhere", headers={"Accept-Language": languages})
    assert answer.json()["title"] == title
    assert answer.headers["Content-Language"] == ("en" if title.startswith("No") else "zh-CN")


def test_field_messages_speak_it_too(traps):
    assert traps.post("/v1/mirror", json={}).json()["errors"][0]["message"] != \
        traps.post("/v1/mirror", json={}, headers={"Accept-Language": "en"}).json()["errors"][0]["message"]


@pytest.mark.parametrize("sent, kept", [("abc-1.2_X", True), ("a" * 63, True), ("a" * 64, False), ("a b", False),
                                        ("a\"b", False), ("", False)])
def test_the_request_id_is_the_callers_when_it_is_one(traps, sent, kept):
    answer = traps.get("/v1/nowhere", headers={"X-Request-Id": sent})
    assert (answer.headers["X-Request-Id"] == sent) == kept
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


@pytest.mark.parametrize("sent, kept", [
    (TRACE, True), (TRACE.upper(), False), ("00-" + "0" * 32 + TRACE[35:], False),
    (TRACE[:36] + "0" * 16 + "-01", False),
    (TRACE[:-1], False), (TRACE + "-x", False), ("ff" + TRACE[2:], False), ("", False),
])
def test_the_trace_is_carried_on(traps, sent, kept):
    given = traps.get("/v1/hello", headers={"traceparent": sent}).headers["traceparent"]
    assert (given == sent) == kept
    assert len(given) == 55 and given.startswith("00-")


def test_answers_are_not_cached_nor_sniffed(traps):
    answer = traps.get("/v1/seen")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_keeps_its_name(traps):
    answer = traps.get("/v1/stream?n=3")
    assert answer.headers["Content-Disposition"].endswith("filename*=UTF-8''%E6%95%B4%E6%94%B9%20%22a%22.bin")


def test_one_line_a_request(traps):
    traps.get("/v1/nowhere?secret=1", headers={"X-Request-Id": "one-line-a-request"})
    lines = [line for line in traps.log("http.request") if line["request_id"] == "one-line-a-request"]
    assert len(lines) == 1
    assert (lines[0]["path"], lines[0]["status"], lines[0]["problem"]) == ("/v1/nowhere", 404, "not-found")


def test_metrics_know_operations_not_paths(traps):
    for i in range(20):
        traps.get(f"/v1/nowhere/{i}")
    text = traps.get("/metrics").text
    assert 'operation="none",status="404"' in text
    assert "/v1/" not in text and "nowhere" not in text


def test_ready_says_when_redis_is_down(traps):
    assert traps.get("/readyz").json() == {"status": "ready", "redis": "ok"}
    traps.redis.stop()
    try:
        assert traps.get("/readyz").json() == {"status": "ready", "redis": "down"}
    finally:
        traps.redis.launch()


def test_ready_is_no_when_the_schema_is_another(traps):
    traps.psql("insert into schema_migration (name, checksum, applied_at, breaking) values ('9999_later', 'x', now(), true)")
    try:
        is_problem(traps.get("/readyz"), 503, "unavailable")
        assert traps.get("/healthz").json() == {"status": "ok"}
    finally:
        traps.psql("delete from schema_migration where name = '9999_later'")
    assert traps.get("/readyz").status_code == 200
