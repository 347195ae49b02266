# SPDX-License-Identifier: MIT
"""A client of the services that remembers every exchange, for the contract check that runs over the records."""
import json
import pathlib
import threading
import urllib.parse

import requests

lock = threading.Lock()


def parsed(content_type, body):
    """A body as it is recorded: parsed JSON, text, or None."""
    if not body:
        return None
    if isinstance(body, bytes):
        body = body.decode("utf-8", "replace")
    if content_type and "json" in content_type and "ndjson" not in content_type:
        try:
            return json.loads(body)
        except ValueError:
            return body
    return body


class Recorder:
    """Appends one JSON line an exchange to a file."""

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.file.parent.mkdir(parents=True, exist_ok=True)

    def add(self, service, answer):
        request = answer.request
        url = urllib.parse.urlsplit(request.url)
        body = None if hasattr(request.body, "read") else request.body
        line = json.dumps({
            "service": service, "method": request.method, "path": url.path, "query": url.query,
            "request_headers": dict(request.headers),
            "request_body": parsed(request.headers.get("Content-Type"), body),
            "status": answer.status_code, "response_headers": dict(answer.headers),
            "response_body": parsed(answer.headers.get("Content-Type"), answer.content),
        }, ensure_ascii=False)
        with lock, self.file.open("a", encoding="utf-8") as out:
            out.write(line + "\n")

    def add_events(self, events):
        if events:
            with lock, self.file.with_name(f"events-{self.file.name}").open("a", encoding="utf-8") as out:
                out.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in events)


class Api:
    """One caller: paths are given without the base, `api.get("/issues")`; the service is found by its routes.

    `token` is a string or a function that returns one (asked again after a 401 of an expired token: tests move the
    clock)."""

    def __init__(self, stack, token=None):
        self.stack = stack
        self.session = requests.Session()
        self.session.headers["Accept-Language"] = "en"
        self.make_token = token if callable(token) else None
        self.token = token if isinstance(token, str) else None
        if self.make_token:
            self.token = self.make_token()

    def request(self, method, path, headers=None, timeout=30, record=True, **options):
        service = self.stack.owner(path)
        url = self.stack.service(service).url + (path if path.startswith("/.well-known") else "/v1" + path)
        for last in (False, True):
            sent = dict(headers or {})
            if self.token:
                sent.setdefault("Authorization", f"Bearer {self.token}")
            answer = self.session.request(method, url, headers=sent, timeout=timeout, allow_redirects=False, **options)
            if record:
                self.stack.recorder.add(service, answer)
            if last or answer.status_code != 401 or not self.make_token or "Authorization" in (headers or {}):
                return answer
            self.token = self.make_token()

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, json=None, **options):
        return self.request("POST", path, json=json, **options)

    def put(self, path, json=None, **options):
        return self.request("PUT", path, json=json, **options)

    def patch(self, path, json=None, **options):
        return self.request("PATCH", path, json=json, **options)

    def delete(self, path, **options):
        return self.request("DELETE", path, **options)
