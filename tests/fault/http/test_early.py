# SPDX-License-Identifier: MIT
"""What is refused for its path, its caller or its size is refused before its body: answered at once, closed, and
nothing kept of it."""
import concurrent.futures
import os
import pathlib

import pytest

from support.stack import KEEPS_FREED
from support.traps import Traps, request

LARGE = "Content-Length: 30000000"
CHUNKED = "Transfer-Encoding: chunked"


def bodies_on_disk(traps):
    """Descriptors of the process that are bodies."""
    links = pathlib.Path(f"/proc/{traps.service.pid}/fd").iterdir()
    return sum("bihuan-body" in os.readlink(link) for link in links if link.is_symlink())


def resident(traps):
    """Bytes of memory."""
    text = pathlib.Path(f"/proc/{traps.service.pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("VmRSS"))


def refused(answer, status, code):
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["code"], answer.headers["connection"].lower()) == (code, "close")
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


REFUSALS = [
    ("POST", "/v1/nowhere", None, 404, "not-found"), ("PUT", "/v1/nowhere", None, 404, "not-found"),
    ("PATCH", "/v1/hello", None, 405, "method-not-allowed"), ("BREW", "/v1/hello", None, 405, "method-not-allowed"),
    ("POST", "/v1/echo/%zz", None, 400, "bad-path"),
    ("POST", "/v1/notes", None, 401, "bad-token"), ("PATCH", "/v1/notes/x", "x.y.z", 401, "bad-token"),
    ("POST", "/v1/notes", "auditor", 403, "forbidden"),
]


@pytest.mark.parametrize("length", [LARGE, CHUNKED])
@pytest.mark.parametrize("method, path, who, status, code", REFUSALS)
def test_the_head_is_enough(traps, method, path, who, status, code, length):
    token = traps.token("310117", "DIST_AUDITOR") if who == "auditor" else who
    headers = [length, *([f"Authorization: Bearer {token}"] if token else [])]
    with traps.connect() as raw:
        raw.send(request(path, method, *headers))
        refused(raw.answer(), status, code)
        assert raw.is_closed()
    assert traps.get("/v1/hello").status_code == 200


@pytest.mark.parametrize("method, path, bytes, status, code", [
    ("POST", "/v1/bytes", 1001, 413, "body-too-large"), ("POST", "/v1/upload", (4 << 20) + 1, 413, "body-too-large"),
    ("POST", "/v1/notes", (1 << 20) + 1, 413, "body-too-large"), ("GET", "/v1/hello", 1, 400, "bad-json")])
def test_the_announced_length_is_enough(traps, token, method, path, bytes, status, code):
    with traps.connect() as raw:
        raw.send(request(path, method, f"Content-Length: {bytes}", f"Authorization: Bearer {token}"))
        refused(raw.answer(), status, code)
        assert raw.is_closed()


def test_nobody_is_told_to_go_on_first(traps):
    with traps.connect() as raw:
        raw.send(request("/v1/notes", "POST", LARGE, "Expect: 100-continue"))
        raw.more()
        assert raw.rest.startswith(b"HTTP/1.1 401 ")


def test_a_refused_method_is_told_the_others_and_options_has_a_body_too(traps):
    with traps.connect() as raw:
        raw.send(request("/v1/mirror", "DELETE", LARGE))
        assert raw.answer().headers["allow"] == "PATCH, POST"
    with traps.connect() as raw:
        raw.send(request("/v1/mirror", "OPTIONS", LARGE))
        assert raw.answer().status == 204


@pytest.mark.parametrize("size", [1 << 10, 1 << 20, 8 << 20])
def test_who_sends_all_of_it_first_still_gets_the_answer(traps, size):
    for path, status in (("/v1/nowhere", 404), ("/v1/notes", 401), ("/v1/bytes", 413 if size > 1000 else 200)):
        with traps.connect() as raw:
            raw.send(request(path, "POST", f"Content-Length: {size}") + b"x" * size)
            assert raw.answer().status == status
            assert raw.is_closed()


def test_one_line_and_one_count_for_each(traps):
    before = traps.get("/metrics").text
    with traps.connect() as raw:
        raw.send(request("/v1/notes", "POST", LARGE, "X-Request-Id: refused-early"))
        raw.answer()
    lines = [line for line in traps.log("http.request") if line["request_id"] == "refused-early"]
    assert [(line["status"], line["operation"], line["remote"]) for line in lines] == [(401, "trapNoteCreate",
            "127.0.0.1")]
    counted = [next((float(line.split()[1]) for line in text.splitlines()
                     if line.startswith("bihuan_http_requests_total") and "trapNoteCreate" in line and '"401"' in line),
                     0)
               for text in (before, traps.get("/metrics").text)]
    assert counted[1] == counted[0] + 1


def test_a_body_without_a_length_is_kept_up_to_the_limit_of_its_route(traps):
    with traps.connect() as raw:
        raw.send(request("/v1/bytes", "POST", CHUNKED))
        for _ in range(32):
            raw.send(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        assert traps.get("/v1/hello").status_code == 200
        assert bodies_on_disk(traps) == 0
        raw.send(b"0\r\n\r\n")
        answer = raw.answer()
        assert (answer.status, answer.json()["code"]) == (413, "body-too-large")
        raw.send(request("/v1/bytes", "POST", body=b"x"))  # the connection is in step
        assert raw.answer().json() == {"bytes": 1}


def test_a_body_that_is_taken_is_kept(traps):
    with traps.connect() as raw:
        raw.send(request("/v1/upload", "POST", f"Content-Length: {2 << 20}") + b"x" * (1 << 20))
        traps.wait_for(lambda: bodies_on_disk(traps) == 1)
        raw.send(b"x" * (1 << 20))
        assert raw.answer().json() == {"bytes": 2 << 20}
    traps.wait_for(lambda: bodies_on_disk(traps) == 0)


def test_a_thousand_bodies_without_a_token_cost_nothing():
    """Ten times a hundred at once, each with half a megabyte on the way and 32 to come."""
    part = b"x" * (512 << 10)
    with Traps(SPOOL_DIR="/var/tmp") as traps:
        before = None
        for _ in range(10):
            held = [traps.connect() for _ in range(100)]
            for raw in held:
                raw.send(request("/v1/notes", "POST", f"Content-Length: {32 << 20}") + part)
            for raw in held:
                refused(raw.answer(), 401, "bad-token")
            assert bodies_on_disk(traps) == 0
            assert traps.get("/healthz").status_code == 200
            for raw in held:
                raw.socket.close()
            before = before or resident(traps)  # after the first hundred: buffers of connections are there then
        assert KEEPS_FREED or resident(traps) - before < 8 << 20


def test_who_sends_in_a_crowd_still_gets_the_answer():
    """Some 240 at once, all of them in the midst of a body: nobody is cut off for want of a place at the door."""
    part = b"x" * (512 << 10)

    def many(traps):
        held = [traps.connect() for _ in range(30)]
        for raw in held:
            raw.send(request("/v1/notes", "POST", f"Content-Length: {32 << 20}") + part)
        statuses = [raw.answer().status for raw in held]
        for raw in held:
            raw.socket.close()
        return set(statuses)

    with Traps(SPOOL_DIR="/var/tmp") as traps, concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(many, [traps] * 160)) == {401}
