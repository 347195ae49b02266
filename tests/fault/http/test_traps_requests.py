# SPDX-License-Identifier: MIT
"""The traps of ulfius and libmicrohttpd in what a request may hold, one test or more for each; the service must answer,
or at least live on.

Those of connections and time are in test_traps_connections.py."""
import socket

import pytest
from support.traps import Traps, request


def is_problem(answer, status, code):
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert (document["code"], document["status"]) == (code, status)
    assert document["request_id"] == answer.headers["x-request-id"]
    return document


# ---- P1: the library's messages were used as formats

@pytest.mark.parametrize("evil", ["%s%s%s%s%s%s%s%s", "%25s%25s%25s%25n%25n", "%n%n%n%n", "%25x" * 50, "{}%1000000d"])
def test_p01_format_strings_in_urls_do_not_end_the_process(traps, evil):
    pid = traps.service.pid
    for path in (f"/zz/{evil}", f"/v1/echo/{evil}", f"/v1/hello?{evil}={evil}"):
        raw = traps.connect()
        raw.send(request(path))
        raw.reset()
        raw = traps.connect()
        raw.send(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n{evil}: {evil}\r\n\r\n{evil[:3]}")
        raw.reset()
        traps.raw(f"{evil} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert traps.get("/v1/hello").status_code == 200
    assert traps.service.pid == pid


# ---- P3: bodies above the limit were cut in silence

def test_p03_a_body_at_the_limit_is_taken_whole(traps):
    assert traps.post("/v1/bytes", data=b"x" * 1000).json() == {"bytes": 1000}


@pytest.mark.parametrize("size", [1001, 5000, (4 << 20) + 1, 6 << 20])
def test_p03_a_longer_body_is_413(traps, size):
    answer = traps.post("/v1/bytes", data=b"x" * size)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


@pytest.mark.parametrize("size", [1001, (4 << 20) + 2, 5 << 20])
def test_p03_a_longer_chunked_body_is_413(traps, size):
    answer = traps.post("/v1/bytes", data=iter([b"x" * (size // 2), b"x" * (size - size // 2)]))
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_p03_a_large_body_arrives_whole(traps):
    assert traps.post("/v1/upload", data=b"x" * (4 << 20)).json() == {"bytes": 4 << 20}
    assert traps.post("/v1/upload", data=iter([b"x" * 65536] * 64)).json() == {"bytes": 4 << 20}


def test_p03_a_body_that_has_no_room_is_503_and_a_small_one_needs_none():
    with Traps(SPOOL_DIR="/nowhere") as traps:
        assert traps.post("/v1/upload", data=b"x" * 200_000).json() == {"bytes": 200_000}
        answer = traps.post("/v1/upload", data=b"x" * 600_000)
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert traps.post("/v1/upload", data=b"x" * 200_000).json() == {"bytes": 200_000}


def test_p03_expect_100_continue_above_the_limit_is_413(traps):
    with traps.connect() as raw:
        raw.send("POST /v1/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n")
        while b"\r\n\r\n" not in raw.rest:
            raw.more()
        raw.send(b"x" * 5000)
        is_problem(raw.answer(), 413, "body-too-large")


def test_p03_a_body_that_breaks_off_changes_nothing(traps, token):
    before = traps.psql("select count(*) from trap_note")
    for cut in (b"", b'{"text":"cut', b'{"text":"cut"'):
        with traps.connect() as raw:
            raw.send(f"POST /v1/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                     "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n".encode() + cut)
    with traps.connect() as raw:
        raw.send(f"POST /v1/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                 "Transfer-Encoding: chunked\r\n\r\ne\r\n{\"text\":\"cut\"}\r\n")
    assert traps.get("/v1/hello").status_code == 200
    assert traps.psql("select count(*) from trap_note") == before


@pytest.mark.parametrize("headers", [
    ("Content-Length: 5", "Transfer-Encoding: chunked"),
    ("Transfer-Encoding: chunked", "Content-Length: 5"),
])
def test_p03_two_lengths_for_one_body_are_refused(traps, headers):
    answer = traps.raw(request("/v1/bytes", "POST", "Connection: close", *headers) + b"0\r\n\r\n")
    assert answer.status == 400


def test_p03_two_content_lengths_are_refused(traps):
    answer = traps.raw(request("/v1/bytes", "POST", "Connection: close", "Content-Length: 3", "Content-Length: 4")
                       + b"abcd")
    assert answer.status == 400


# ---- P4: query parameters and path parameters shared one map

def test_p04_a_query_parameter_does_not_reach_a_path_parameter(traps):
    assert traps.get("/v1/echo/7?q=42").json() == {"name": "7", "q": "42"}
    answer = traps.get("/v1/echo/7?name=42")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "?name")


def test_p04_a_repeated_query_parameter_is_400(traps):
    answer = traps.get("/v1/echo/7?q=1&q=2")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-query")


# ---- P5: paths were decoded in surprising ways

@pytest.mark.parametrize("path", ["/v1/echo/a%00b", "/v1/echo/a%2Fb", "/v1/echo/a%4", "/v1/echo/a%zz",
                                  "/v1/echo/%ff%fe",
                                  "/v1/echo/%c0%80", "/v1/echo/%ed%a0%80", "/v1/echo/%", "/v1/./hello",
                                  "/v1/../v1/hello",
                                  "/v1/echo/..", "/v1/echo/%2e%2E"])
def test_p05_a_path_that_cannot_be_decoded_is_400(traps, path):
    is_problem(traps.raw(request(path)), 400, "bad-path")


@pytest.mark.parametrize("path", ["/v1//hello", "//v1/hello", "/v1/hello/", "/v1/hello//", "/v1",
                                  "/", "/hello", "/V1/hello", "/v1/Hello", "/v1/echo/", "*", "http://traps/v1/hello"])
def test_p05_only_the_exact_path_matches(traps, path):
    is_problem(traps.raw(request(path)), 404, "not-found")


@pytest.mark.parametrize("sent, seen", [("a+b", "a+b"), ("a%20b", "a b"), ("%E9%97%AD%E7%8E%AF", "闭环"),
                                        ("%252F", "%2F"), 
                                        ("a;b=c", "a;b=c"), ("%7Bid%7D", "{id}")])
def test_p05_a_parameter_is_decoded_once(traps, sent, seen):
    answer = traps.raw(request(f"/v1/echo/{sent}"))
    assert (answer.status, answer.json()["name"]) == (200, seen)


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%4", "=", "q=1&&n=2&x", "n=1e3", "n=",
                                   "n=99999999999999999999"])
def test_p05_a_query_that_cannot_be_decoded_is_400(traps, query):
    is_problem(traps.raw(request(f"/v1/echo/a?{query}")), 400, "bad-query")


# ---- P6: unknown paths were answered 200 without a body

@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "BREW"])
def test_p06_an_unknown_path_is_404_for_every_method(traps, method):
    is_problem(traps.raw(request("/v1/nowhere", method)), 404, "not-found")


def test_p06_a_handler_that_says_nothing_is_500(traps):
    is_problem(traps.raw(request("/v1/silent")), 500, "internal")


# ---- P7: a refusal asked for a password of another scheme

def test_p07_a_refusal_asks_for_a_bearer_token_only(traps):
    answer = traps.raw(request("/v1/whoami", "GET", "Authorization: Basic YTpi"))
    is_problem(answer, 401, "bad-token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


# ---- P8: no 405, no HEAD, errors of the library's own

def test_p08_a_method_that_is_not_there_is_405_with_allow(traps):
    for method in ("DELETE", "POST", "BREW"):
        answer = traps.raw(request("/v1/hello", method))
        is_problem(answer, 405, "method-not-allowed")
        assert set(answer.headers["allow"].split(", ")) >= {"GET", "HEAD"}


def test_p08_options_tells_what_is_allowed(traps):
    answer = traps.raw(request("/v1/mirror", "OPTIONS"))
    assert (answer.status, answer.body) == (204, b"")
    assert {"PATCH", "POST"} <= set(answer.headers["allow"].split(", "))


@pytest.mark.parametrize("path", ["/v1/hello", "/v1/nowhere", "/v1/stream?n=100000"])
def test_p08_head_is_get_without_a_body(traps, path):
    with traps.connect() as raw:
        raw.send(request(path))
        full = raw.answer()
        raw.send(request(path, "HEAD"))
        head = raw.answer("HEAD")
        raw.send(request())  # the connection is in step: no byte of a body was sent
        assert raw.answer().status == 200
    assert head.status == full.status
    assert head.headers["content-length"] == full.headers["content-length"]


def test_p08_a_long_url_is_414_with_a_problem(traps):
    is_problem(traps.raw(request("/v1/echo/" + "x" * 9000)), 414, "uri-too-long")


@pytest.mark.parametrize("sent", [
    request("/v1/echo/" + "x" * 200_000),                         # a line that fits no buffer
    request("/v1/hello", "GET", "X-Long: " + "x" * 200_000),      # a header that fits none
    b"GET\r\n\r\n", b"GET /v1/hello HTTP/9.9\r\nHost: x\r\n\r\n", b"GET /v1/hello HTTP/1.1\r\nno colon\r\n\r\n",
    b"POST /v1/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    b"POST /v1/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
    b"POST /v1/bytes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"POST /v1/bytes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
], ids=range(9))
def test_p08_what_the_library_refuses_itself_ends_the_connection_and_nothing_else(traps, sent):
    with traps.connect() as raw:
        try:
            raw.send(sent)
            raw.socket.shutdown(socket.SHUT_WR)
            assert raw.answer().status >= 400
        except TimeoutError:  # still open: it did not end
            raise
        except OSError:  # closed without a word
            pass
    assert traps.get("/v1/hello").status_code == 200


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64, b"\x00" * 100],
                         ids=["tls", "nul"])
def test_p08_what_never_becomes_a_request_ends_with_the_patience(impatient, sent):
    with impatient.connect() as raw:
        raw.send(sent)
        raw.socket.shutdown(socket.SHUT_WR)
        assert raw.is_closed()
    # a connection of its own: an idle one may be closed at any moment
    assert impatient.raw(request("/v1/hello")).status == 200


# ---- P9: header names were looked up by case, repeated ones joined

def test_p09_header_names_do_not_depend_on_case(traps, token):
    for name in ("authorization", "AUTHORIZATION", "Authorization"):
        assert traps.raw(request("/v1/whoami", "GET", f"{name}: Bearer {token}")).status == 200


def test_p09_repeated_headers_are_one_value(traps):
    assert traps.raw(request("/v1/seen", "GET", "X-Trap: a", "x-trap: b")).json()["x"] == "a,b"


def test_p09_two_tokens_are_refused(traps, token):
    header = f"Authorization: Bearer {token}"
    is_problem(traps.raw(request("/v1/whoami", "GET", header, header)), 401, "bad-token")


def test_p09_two_idempotency_keys_are_refused(traps, token):
    answer = traps.raw(request("/v1/notes", "POST", f"Authorization: Bearer {token}", "Content-Type: application/json",
                               "Idempotency-Key: a", "Idempotency-Key: b", body=b'{"text":"two keys"}'))
    assert is_problem(answer, 422, "validation")["errors"][0]["pointer"] == "Idempotency-Key"


def test_p09_headers_that_are_not_utf8_are_refused_not_dropped(traps, token):
    head = f"POST /v1/notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n".encode()
    answer = traps.raw(head + b"Idempotency-Key: \xff\xfe\r\nContent-Length: 12\r\n\r\n" + b'{"text":"x"}')
    is_problem(answer, 400, "bad-encoding")
