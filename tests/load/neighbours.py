# SPDX-License-Identifier: MIT
"""What a tenant notices of strangers: the 99th percentile of its reads while they come / without them, in the same run.

The strangers come at a fixed pace, so that what is measured is the service and not who gets the processor. Quotas are
as shipped, but for the tenant, who is to be measured.
"""
import base64
import contextlib
import http.server
import json
import socket
import threading
import time

from bed import Bed, http as load, interleaved, median, request, uuid_of
from requests_rows import office

SECONDS, REPETITIONS, CLIENTS, PACE = 3, 3, 4, 500  # strangers a second
AS_SHIPPED = {"BIHUAN_QUOTA_ADDRESS": "100"}
BODY = b"x" * (64 << 10)


def unknown_key(issuer, number):
    """A token that names a key which nobody has."""
    parts = ({"alg": "RS256", "typ": "JWT", "kid": f"unknown-{number}"},
             {"iss": issuer, "aud": "bihuan", "sub": "x", "exp": 4_000_000_000})
    coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*coded, "AAAA"])


def with_unknown_key(issuer):
    return lambda number: (f"GET /v1/issues HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                           f"Authorization: Bearer {unknown_key(issuer, number)}\r\n\r\n").encode()


def with_body(_number):
    return b"POST /v1/issues HTTP/1.1\r\nHost: x\r\nContent-Length: 33554432\r\n\r\n" + BODY


@contextlib.contextmanager
def strangers(service, made):
    """A connection each, at a fixed pace, until the end."""
    ending = threading.Event()

    def come():
        number, start = 0, time.monotonic()
        while not ending.wait(max(0, start + number / PACE - time.monotonic())):
            number += 1
            with contextlib.suppress(OSError), socket.create_connection(service.address, timeout=5) as one:
                one.sendall(made(number))
                one.recv(4096)
    thread = threading.Thread(target=come)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()


class Slow(http.server.BaseHTTPRequestHandler):
    """A key source that answers after ten seconds."""

    def do_GET(self):
        threading.Event().wait(10)

    def log_message(self, *_):
        pass


def compared(bed, service, made):
    per = bed.issues // bed.districts
    reads = [request("GET", f"/v1/issues/{uuid_of(3, bed.districts * n)}", office(bed, 1)) for n in range(1, per)]

    def alone():
        return load(service, reads, SECONDS, clients=CLIENTS)["p99_us"]

    def beside():
        with strangers(service, made):
            return alone()
    sides = interleaved(REPETITIONS, alone=alone, beside=beside)
    return median(sides["beside"]) / median(sides["alone"]), {
        name: " ".join(f"{v / 1000:.1f} ms" for v in values) for name, values in sides.items()}


def bodies():
    with Bed("work") as bed:
        return compared(bed, bed.serve("issues", quiet=True, **AS_SHIPPED), with_body)


def kids():
    with Bed("work") as bed:
        service = bed.serve("issues", quiet=True, **AS_SHIPPED)
        return compared(bed, service, with_unknown_key("https://bihuan.localhost"))


def slow_keys():
    """The keys of another issuer come from a server that hangs."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with Bed("work") as bed:
            slow = f"https://slow.test bihuan http://127.0.0.1:{server.server_port}/jwks"
            issuers = f'{bed.environment["BIHUAN_ISSUERS"]},{slow}'
            service = bed.serve("issues", quiet=True, **AS_SHIPPED, BIHUAN_ISSUERS=issuers)
            return compared(bed, service, with_unknown_key("https://slow.test"))
    finally:
        server.shutdown()
        server.server_close()
