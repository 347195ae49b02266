# SPDX-License-Identifier: MIT
"""A plain caller: one connection a service, nothing recorded, no HTTP library: the service is what costs."""
import json
import socket
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
        self.address, self.connection, self.answers, self.sent = service.address, None, None, 0

    def send(self, method, path, token=None, body=None, version=None, media="application/json"):
        lines = [f"{method} /v1{path} HTTP/1.1", "Host: walks", "Accept-Language: en"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        if version is not None:
            lines.append(f'If-Match: "{version}"')
        data = body if body is None or isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        if data is not None:
            lines.append(f"Content-Type: {media}")
        lines += [f"Content-Length: {len(data or b'')}", "", ""]
        return self.answer("\r\n".join(lines).encode() + (data or b""))

    def answer(self, request):
        """A connection that the service closed while nobody spoke is opened again."""
        try:
            answer = self.connection and self.exchange(request)
        except (BrokenPipeError, ConnectionResetError):
            answer = None
        if answer is None:
            self.open()
            answer = self.exchange(request)
        if answer is None:
            raise ConnectionError(f"no answer to {request[:200]}")
        self.sent += 1
        return answer

    def open(self):
        if self.connection:
            self.connection.close()
        self.connection = socket.create_connection(self.address, 60)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.answers = self.connection.makefile("rb")

    def exchange(self, request):
        """None when the service hung up instead of answering."""
        self.connection.sendall(request)
        first = self.answers.readline()
        if not first:
            return None
        headers = dict(line.lower().split(b":", 1) for line in iter(self.answers.readline, b"\r\n"))
        text = self.answers.read(int(headers[b"content-length"]) if first[9:12] != b"204" else 0)
        is_json = text and b"json" in headers.get(b"content-type", b"")
        return Answer(int(first[9:12]), json.loads(text) if is_json else text)
