#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Checks recorded traffic against the contract, and that the tests have exercised all of it.

    tests/contract/validate_recorded.py [--no-coverage] build/recorded

`*.jsonl` of the folder holds one exchange a line, as the API test harness writes it: {service, operation?, method,
path, query, request_headers, request_body, status, response_headers, response_body}; bodies are parsed JSON, text or
null. Lines of `events*.jsonl` are CloudEvents. Every answer must fit the schema of its operation and status, every
accepted request its own; an operation or a documented status that never occurred is a fault.
"""
import json
import pathlib
import re
import sys
import urllib.parse

import openapi

BASE = "/v1"


def json_lines(file):
    with open(file, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield "%s:%d" % (file.name, number), json.loads(line)


def header(headers, name):
    return next((value for key, value in (headers or {}).items() if key.lower() == name.lower()), None)


def media_type(headers):
    return (header(headers, "Content-Type") or "").split(";")[0].strip().lower()


class Contract:
    """Every operation of every service, found by method and path."""

    def __init__(self, names):
        self.specs = {name: openapi.Spec(name) for name in names}
        self.rows = []
        for spec in self.specs.values():
            for op in spec.operations.values():
                form = "/".join("[^/]+" if p.startswith("{") else re.escape(p) for p in op.path.split("/"))
                self.rows.append((op.path.count("{"), op.method, re.compile(form), op))
        self.rows.sort(key=lambda row: row[0])

    def find(self, exchange):
        path = exchange["path"].split("?")[0]
        path = path[len(BASE):] if path.startswith(BASE + "/") else path
        method = "GET" if exchange["method"] == "HEAD" else exchange["method"]
        for _, verb, form, op in self.rows:
            if verb == method and form.fullmatch(path) and exchange.get("service") in (None, op.service):
                return op
        return None


class Check:
    def __init__(self, contract):
        self.contract, self.faults, self.seen = contract, [], set()

    def say(self, where, text):
        self.faults.append("%s: %s" % (where, text))

    def exchange(self, where, x):
        op = self.contract.find(x)
        if op is None:
            if x["status"] not in (400, 401, 404, 405, 413, 414, 503):
                self.say(where, "%(method)s %(path)s answered %(status)d, but is not in the contract" % x)
            return
        where = "%s %s -> %d" % (where, op, x["status"])
        explicit = str(x["status"]) in op.responses
        self.seen.add((op.service, op.id, str(x["status"]) if explicit else "default"))
        response = op.response(x["status"])
        if response is None:
            return self.say(where, "status is not documented")
        if not explicit and x["status"] < 400:
            return self.say(where, "a success needs its own response, not the default")
        self.answer(where, response, x)
        if x["status"] < 300:
            self.request(where, op, x)
        return None

    def answer(self, where, response, x):
        content = dict(response.get("content").items()) if "content" in response else {}
        media, body = media_type(x["response_headers"]), x.get("response_body")
        for name, node in (response.get("headers").items() if "headers" in response else []):
            value = header(x["response_headers"], name)
            if value is None and node.value.get("required"):
                self.say(where, "header %s is missing" % name)
            elif value is not None and "schema" in node:
                self.values(where, "header " + name, node.get("schema"), value)
        if x["method"] == "HEAD" or not content and body in (None, ""):
            return
        if media not in content and "*/*" not in content:
            return self.say(where, "media type %r is not documented (%s)" % (media, ", ".join(content)))
        if media.endswith(("/json", "+json")) and media in content and "schema" in content[media]:
            self.values(where, "answer", content[media].get("schema"), body)

    def request(self, where, op, x):
        """What was accepted must be what the contract allows."""
        query = dict(urllib.parse.parse_qsl(x["query"])) if isinstance(x.get("query"), str) else x.get("query") or {}
        for name in set(query) - set(op.parameters_in("query")):
            self.say(where, "query parameter %s was accepted, but is not in the contract" % name)
        content, media = op.body_content(), media_type(x.get("request_headers"))
        if x.get("request_body") not in (None, "") and media not in content and "*/*" not in content:
            self.say(where, "request body of type %r was accepted, but is not in the contract" % media)
        elif media == "application/json" and content.get(media) is not None and x.get("request_body") is not None:
            self.values(where, "request", content[media], x["request_body"])

    def values(self, where, what, node, value):
        for line in openapi.faults(node, value)[:5]:
            self.say(where, "%s %s" % (what, line))

    def event(self, where, value):
        name = str(value.get("type", "")).removeprefix("cn.bihuan.")
        file = openapi.API / "events" / (name + ".json")
        if not file.exists():
            return self.say(where, "event type %r has no schema" % value.get("type"))
        self.seen.add(("events", name, ""))
        return self.values(where, "event", openapi.Node(file, openapi.load(file)), value)

    def coverage(self):
        """Operations and documented statuses that no test has exercised."""
        for spec in self.contract.specs.values():
            for op in spec.operations.values():
                wanted = {status for status, node in op.responses.items()
                          if status != "default" and not node.value.get("x-not-exercised")}
                missing = sorted(s for s in wanted if (op.service, op.id, s) not in self.seen)
                if missing:
                    self.say("never exercised", "%s %s: %s" % (op, op.id, ", ".join(missing)))
        for file in sorted((openapi.API / "events").glob("*.v*.json")):
            if file.stem != "envelope.v1" and ("events", file.stem, "") not in self.seen:
                self.say("never recorded", "event " + file.stem)


def check(folder, coverage=True, services=None):
    """Faults of all recordings in the folder, without repeating the same one."""
    result = Check(Contract(services or openapi.services()))
    for file in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for where, value in json_lines(file):
            (result.event if file.name.startswith("events") else result.exchange)(where, value)
    if coverage:
        result.coverage()
    return list(dict.fromkeys(result.faults))


def main(arguments):
    coverage = "--no-coverage" not in arguments
    faults = check([a for a in arguments if not a.startswith("--")][0], coverage)
    print("\n".join(faults) if faults else "recorded traffic agrees with the contract")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
