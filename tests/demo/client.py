# SPDX-License-Identifier: MIT
"""A small client of the REST API, on the standard library alone: ./dev up uses it where no test package is
installed."""
import json
import os
import subprocess
import urllib.error
import urllib.parse
import urllib.request
import uuid


class Refused(Exception):
    """An answer that is not a success; `status` and the problem's `code` tell which."""

    def __init__(self, method, path, status, problem):
        self.status, self.problem = status, problem
        self.code = problem.get("code") if isinstance(problem, dict) else None
        super().__init__("%s %s answered %d: %s" % (method, path, status,
                                                    json.dumps(problem, ensure_ascii=False)[:900]))


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def __getitem__(self, key):
        return self.body[key]


class Tokens:
    """Access tokens from `bihuanctl token`, made anew when they may have run out."""

    def __init__(self, ctl, environment=None):
        self.ctl, self.environment, self.made = str(ctl), environment or dict(os.environ), {}

    def get(self, tenant, roles, fresh=False):
        key = (tenant, roles)
        if fresh or key not in self.made:
            done = subprocess.run([self.ctl, "token", tenant, *roles], env=self.environment, check=True,
                                  capture_output=True,
                                  text=True)
            self.made[key] = done.stdout.strip()
        return self.made[key]


class Caller:
    """One tenant with some roles. `title` is how the demonstration calls it."""

    def __init__(self, url, tokens, tenant, *roles, title=None):
        # by path where no entrance stands in front
        self.url_of = url if callable(url) else lambda path: url.rstrip("/")
        self.tokens, self.tenant, self.roles, self.title = tokens, tenant, roles, title or tenant

    def request(self, method, path, body=None, query=None, headers=None, media="application/json"):
        """An Answer, or Refused. A 401 is tried once more with a new token."""
        for fresh in (False, True):
            try:
                return self._send(method, path, body, query, headers, media, fresh)
            except Refused as refused:
                if refused.status != 401 or fresh:
                    raise
        raise AssertionError("unreachable")

    def _send(self, method, path, body, query, headers, media, fresh):
        sent = {"Authorization": "Bearer " + self.tokens.get(self.tenant, self.roles, fresh),
                "Accept-Language": "zh-CN",
                **(headers or {})}
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = media
        target = path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(self.url_of(path) + "/v1" + target, data=data, headers=sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return self._answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            refused = self._answer(error.code, error.headers, error.read())
            raise Refused(method, target, refused.status, refused.body) from None

    @staticmethod
    def _answer(status, headers, raw):
        text = raw.decode("utf-8", "replace")
        return Answer(status, headers, json.loads(text) if "json" in (headers.get("Content-Type") or "") else text)

    def get(self, path, **query):
        return self.request("GET", path, query=query)

    def items(self, path, **query):
        """All pages of a list."""
        found, cursor = [], None
        while True:
            page = self.get(path, limit=200, **query, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next_cursor"]
            if not cursor:
                return found

    def post(self, path, body=None, version_of=None, **query):
        """`version_of`: path of the object whose present version the write is bound to."""
        headers = {"Idempotency-Key": str(uuid.uuid4())}
        return self.request("POST", path, body, query, headers | self.if_match(version_of))

    def put(self, path, body, version_of=None):
        return self.request("PUT", path, body, None, self.if_match(version_of))

    def put_new(self, path, body):
        """Of what may not be there yet; Refused with 412 when somebody else was quicker."""
        try:
            return self.put(path, body, version_of=path)
        except Refused as refused:
            if refused.status != 404:
                raise
        return self.request("PUT", path, body, None, {"If-None-Match": "*"})

    def patch(self, path, body):
        return self.request("PATCH", path, body, None, self.if_match(path))

    def if_match(self, path):
        return {"If-Match": self.get(path).headers["ETag"]} if path else {}

    def upload(self, name, content):
        return self.request("POST", "/files", content, {"name": name}, {"Idempotency-Key": str(uuid.uuid4())},
                            "application/octet-stream")
