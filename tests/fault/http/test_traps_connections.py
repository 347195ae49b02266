# SPDX-License-Identifier: MIT
"""The traps of ulfius and libmicrohttpd in connections, threads and time, one test or more for each."""
import contextlib
import select
import socket
import threading
import time

import pytest
import servers
from support.traps import Traps, request


# ---- P2: an epoll loop without a pool stalls

def busy(port, connections, rounds):
    """All connections ask at once, again and again; how many answers came."""
    sockets = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(connections)]
    answers = 0
    for _ in range(rounds):
        for s in sockets:
            s.sendall(request())
        for s in sockets:
            data = b""
            while not data.endswith("闭环\"}".encode()):
                more = s.recv(65536)
                assert more, "the service closed a busy connection"
                data += more
            answers += 1
    for s in sockets:
        s.close()
    return answers


@pytest.mark.alone
@pytest.mark.parametrize("workers, connections", [(8, 300), (8, 900), (3, 350)])
def test_p02_hundreds_of_busy_connections_do_not_stall(workers, connections):
    rounds = 5400 // connections
    with Traps(WORKERS=workers) as traps:
        start = time.monotonic()
        assert busy(traps.service.address[1], connections, rounds) == connections * rounds
        assert time.monotonic() - start < 15  # a stalled loop answers about 100 a second


# ---- P10: the timeout was one of inactivity

def trickle(raw, data, every=0.25, limit=20):
    """A byte now and then until the service speaks; what it says."""
    start = time.monotonic()
    for byte in data:
        try:
            raw.send(bytes([byte]))
        except OSError:
            break
        if select.select([raw.socket], [], [], every)[0] or time.monotonic() - start > limit:
            break
    return raw.answer(), time.monotonic() - start


def test_p10_a_body_that_trickles_is_408(impatient):
    with impatient.connect() as raw:
        raw.send("POST /v1/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n")
        answer, seconds = trickle(raw, b"x" * 900)
        assert (answer.status, answer.json()["code"]) == (408, "request-timeout")
        assert seconds < 10
        assert raw.is_closed()


@pytest.mark.parametrize("before", [0, 2], ids=["first", "kept alive"])
def test_p10_a_request_line_that_trickles_is_408(impatient, before):
    with impatient.connect() as raw:
        for _ in range(before):
            raw.send(request())
            assert raw.answer().status == 200
        answer, seconds = trickle(raw, b"GET /v1/hello?" + b"x" * 900)
        assert (answer.status, answer.json()["code"]) == (408, "request-timeout")
        assert 3 < seconds < 10
        assert raw.is_closed()


def test_p10_a_connection_that_is_used_now_and_then_is_kept(impatient):
    """Longer than any request may take to arrive."""
    with impatient.connect() as raw:
        for _ in range(12):
            raw.send(request())
            assert raw.answer().status == 200
            assert not select.select([raw.socket], [], [], 0.6)[0]


def test_p10_headers_that_trickle_are_408(impatient):
    with impatient.connect() as raw:
        raw.send("GET /v1/hello HTTP/1.1\r\nX-Slow: ")
        answer, seconds = trickle(raw, b"x" * 900)
        assert answer.status == 408
        assert seconds < 10


def test_p10_an_endless_body_is_408(impatient):
    """The answer is there, or the connection gone: a caller who only sends would not hear of it while his window is
    shut."""
    with impatient.connect() as raw:
        raw.send("POST /v1/bytes HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffff\r\n")
        start = time.monotonic()
        answered, said = [], b""
        with contextlib.suppress(OSError):
            while not answered and time.monotonic() - start < 20:
                answered, writable, _ = select.select([raw.socket], [raw.socket], [], 1)
                if writable:
                    raw.socket.send(b"x" * 0x4000)
            said = raw.socket.recv(4096)
        assert time.monotonic() - start < 15
        assert said == b"" or said.startswith(b"HTTP/1.1 408 ")
    # a connection of its own: an idle one may be closed at any moment
    assert impatient.raw(request("/v1/hello")).status == 200


def test_p10_an_idle_connection_is_closed(impatient):
    with impatient.connect() as raw:
        raw.send(request())
        assert raw.answer().status == 200
        start = time.monotonic()
        assert raw.is_closed()
        assert time.monotonic() - start < 10


def test_p10_a_slow_handler_is_not_cut(impatient):
    assert impatient.raw(request("/v1/slow?n=5500")).status == 200


# ---- P11: stopping cut requests in flight

def in_flight(traps, count):
    """Waits until so many requests are being served; each look is one more, on a connection of its own."""
    def seen():
        text = traps.raw(request("/metrics", "GET", "Connection: close")).body.decode()
        return f"bihuan_http_in_flight {count + 1}\n" in text
    servers.wait_until(seen, 5, f"{count} requests in flight")


def test_p11_requests_in_flight_are_answered_before_the_end():
    with Traps() as traps:
        slow, idle = traps.connect(), traps.connect()
        idle.send(request())
        assert idle.answer().status == 200
        slow.send(request("/v1/slow?n=2000"))
        in_flight(traps, 1)
        traps.service.send(15)
        servers.wait_until(lambda: not servers.answers(traps.service.address), 5, "no new connections")
        idle.send(request("/readyz"))
        ready = idle.answer()
        assert (ready.status, ready.headers.get("connection", "").lower()) == (503, "close")
        assert slow.answer().status == 200
        servers.wait_until(lambda: traps.service.pid is None, 8, "the end")
        assert traps.service.child.wait(5) == 0


def test_p11_the_wait_is_bounded():
    with Traps(DRAIN_SECONDS=1) as traps:
        hanging = traps.connect()
        hanging.send("POST /v1/bytes HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
        in_flight(traps, 1)
        start = time.monotonic()
        traps.service.send(15)
        servers.wait_until(lambda: traps.service.pid is None, 15, "the end")
        assert 0.9 < time.monotonic() - start < 10
        assert traps.service.child.wait(5) == 0
        hanging.reset()


# ---- P12: IPv6 addresses were cut

def test_p12_an_ipv6_caller_is_seen_whole():
    with Traps(BIND="::") as traps:
        with traps.connect("::1") as raw:
            raw.send(request("/v1/seen"))
            assert raw.answer().json()["remote"] == "::1"
        assert traps.get("/v1/seen").json()["remote"] == "127.0.0.1"


# ---- P13: a stream runs on the worker's thread

def test_p13_readers_who_do_not_read_hold_up_nobody(traps):
    stuck = [traps.connect() for _ in range(24)]
    for raw in stuck:
        raw.send(request("/v1/stream?n=50000000"))
    for _ in range(100):
        assert traps.raw(request("/v1/hello", "GET", "Connection: close")).status == 200
    for raw in stuck:
        raw.reset()


def test_p13_streams_and_large_answers_are_whole(traps):
    assert traps.get("/v1/stream?n=30000000").content == bytes(30_000_000)
    assert len(traps.get("/v1/large?n=20000000").content) == 20_000_002
    assert traps.get("/v1/stream?n=0").content == b""


@pytest.mark.alone
def test_p13_a_worker_in_a_handler_gets_no_new_connections():
    with Traps(WORKERS=4) as traps:
        slow = [traps.connect() for _ in range(3)]
        for raw in slow:
            raw.send(request("/v1/slow?n=3000"))
        in_flight(traps, 3)
        start = time.monotonic()
        for _ in range(50):
            assert traps.raw(request("/v1/hello", "GET", "Connection: close")).status == 200
        assert time.monotonic() - start < 2
        assert [raw.answer().status for raw in slow] == [200] * 3


@pytest.mark.alone
def test_connections_are_spread_over_the_workers():
    """Eight callers, eight workers: what sleeps half a second takes half a second for all of them."""
    with Traps() as traps:
        many = [traps.connect() for _ in range(8)]
        for raw in many:  # every connection is there before the first worker is busy
            raw.send(request())
        assert [raw.answer().status for raw in many] == [200] * 8
        start = time.monotonic()
        for raw in many:
            raw.send(request("/v1/slow?n=500"))
        assert [raw.answer().status for raw in many] == [200] * 8
        assert time.monotonic() - start < 0.95


# ---- P14: the limit of connections is split over the workers

def test_p14_connections_above_the_limit_wait_for_their_turn():
    with Traps(WORKERS=2, CONNECTION_LIMIT=8) as traps:
        many = [traps.connect() for _ in range(20)]
        for raw in many:
            raw.send(request("/v1/hello", "GET", "Connection: close"))
        assert [raw.answer().status for raw in many] == [200] * 20


def test_many_requests_on_one_connection_stay_in_step(traps):
    with traps.connect() as raw:
        raw.send(b"".join(request(f"/v1/echo/{i}") for i in range(50)))
        assert [raw.answer().json()["name"] for _ in range(50)] == [str(i) for i in range(50)]


def test_answers_belong_to_their_questions_under_load(traps):
    wrong = []

    def ask(worker):
        with traps.connect() as raw:
            for i in range(200):
                raw.send(request(f"/v1/echo/{worker}-{i}?q={worker}"))
                answer = raw.answer().json()
                if answer != {"name": f"{worker}-{i}", "q": str(worker)}:
                    wrong.append(answer)

    threads = [threading.Thread(target=ask, args=(w,)) for w in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
