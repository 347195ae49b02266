# SPDX-License-Identifier: MIT
"""A plain caller: one connection a service, nothing recorded: a request costs the client a tenth of a millisecond."""
import http.client
import json
from typing import NamedTuple


class Answer(NamedTuple):
    status: int
    body: object

    @property
    def ok(self):
        return self.status < 300

    @property
    def code(self):
        """The problem's code; empty for an answer that is none."""
        return self.body.get("code", "") if isinstance(self.body, dict) and self.status >= 400 else ""


class Caller:
    """Speaks to one service."""

    def __init__(self, service):
        self.address, self.connection, self.sent = service.address, None, 0

    def send(self, method, path, token=None, body=None, version=None, media="application/json"):
        headers = {"Accept-Language": "en"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        data = body if body is None or isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        if data is not None:
            headers["Content-Type"] = media
        return self.read(method, "/v1" + path, data, headers)

    def read(self, method, path, data, headers):
        """A connection that the service closed while nobody spoke is opened again."""
        for last in (False, True):
            self.connection = self.connection or http.client.HTTPConnection(*self.address, timeout=60)
            try:
                self.connection.request(method, path, data, headers)
                answer = self.connection.getresponse()
                text = answer.read()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self.connection.close()
                self.connection = None
                if last:
                    raise
        self.sent += 1
        is_json = text and "json" in (answer.getheader("Content-Type") or "")
        return Answer(answer.status, json.loads(text) if is_json else text)
