# SPDX-License-Identifier: MIT
"""An issuer of tokens that misbehaves: its key server counts who asks and answers as slowly as a test wants.

    with Issuer(delay=5) as issuer: Traps(ISSUERS=f"{own}, {issuer.entry}")
"""
import base64
import contextlib
import http.server
import json
import threading


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forged(kid, issuer):
    """A token in the right form, by a key that nobody has."""
    return ".".join((part({"alg": "RS256", "kid": kid}),
                     part({"iss": issuer, "aud": "traps", "sub": "eve", "exp": 4102444800}),
                     base64.urlsafe_b64encode(b"x" * 256).rstrip(b"=").decode()))


class Issuer:
    """`keys` is the JWKS document; `delay` may be changed at any time, and release() ends all waiting at once."""

    name, audience = "https://idp.test", "traps"

    def __init__(self, keys='{"keys":[]}', delay=0):
        self.keys, self.delay, self.reads = keys, delay, 0
        self.released = threading.Event()
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.reads += 1
                if issuer.delay:
                    issuer.released.wait(issuer.delay)
                with contextlib.suppress(OSError):  # whoever asked may have given up
                    self.send_response(200)
                    self.end_headers()
                    self.wfile.write(issuer.keys.encode())

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.released.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    @property
    def entry(self):
        """As BIHUAN_ISSUERS wants it."""
        return f"{self.name} {self.audience} http://127.0.0.1:{self.server.server_address[1]}/keys"

    def forged(self, kid):
        return forged(kid, self.name)
