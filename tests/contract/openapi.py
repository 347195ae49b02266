# SPDX-License-Identifier: MIT
"""Reading api/*.yaml and api/events/*.json: references across files, operations, and validation of values."""
import datetime
import json
import pathlib
import re
import urllib.parse
import uuid

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
API = ROOT / "api"
METHODS = ("get", "post", "put", "patch", "delete")


class NoDatesLoader(yaml.SafeLoader):
    """YAML without implicit timestamps, so that an unquoted 2026-10-12 stays text, as it is in JSON; a key stands
    once."""

    def construct_mapping(self, node, deep=False):
        keys = [key.value for key, _ in node.value]
        twice = {key for key in keys if keys.count(key) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"key stands twice: {sorted(twice)}", node.start_mark)
        return super().construct_mapping(node, deep)


NoDatesLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag != "tag:yaml.org,2002:timestamp"]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()}

_documents = {}


def load(path):
    """The parsed YAML or JSON file, once a process."""
    path = pathlib.Path(path).resolve()
    if path not in _documents:
        text = path.read_text(encoding="utf-8")
        _documents[path] = json.loads(text) if path.suffix == ".json" else yaml.load(text, NoDatesLoader)
    return _documents[path]


def _load_uri(uri):
    return load(urllib.parse.unquote(urllib.parse.urlsplit(uri).path))


def pointer(document, fragment):
    """The value an RFC 6901 pointer names."""
    for part in [p for p in fragment.split("/") if p]:
        part = urllib.parse.unquote(part).replace("~1", "/").replace("~0", "~")
        document = document[int(part)] if isinstance(document, list) else document[part]
    return document


class Node:
    """A value inside a file, which knows the file, so that relative references resolve."""

    def __init__(self, path, value):
        self.path, self.value = pathlib.Path(path), value
        while isinstance(self.value, dict) and "$ref" in self.value:
            name, _, fragment = self.value["$ref"].partition("#")
            self.path = (self.path.parent / name).resolve() if name else self.path
            self.value = pointer(load(self.path), fragment)

    def get(self, key, default=None):
        return Node(self.path, self.value[key]) if key in self.value else default

    def items(self):
        return [(key, Node(self.path, value)) for key, value in self.value.items()]

    def nodes(self):
        return [Node(self.path, value) for value in self.value]

    def __contains__(self, key):
        return key in self.value


def merged_schema(node):
    """Properties, required names and openness of an object schema, with allOf folded in."""
    properties, required, closed = {}, set(), node.value.get("additionalProperties") is False
    for part in node.get("allOf").nodes() if "allOf" in node else []:
        more, names, shut = merged_schema(part)
        properties.update(more)
        required |= names
        closed |= shut
    properties.update(dict(node.get("properties").items()) if "properties" in node else {})
    return properties, required | set(node.value.get("required", [])), \
        closed or node.value.get("unevaluatedProperties") is False


def without_null(node):
    """oneOf [schema, null] is how a reference is made nullable: the schema, and whether null is taken."""
    choices = node.get("oneOf").nodes() if "oneOf" in node else []
    rest = [n for n in choices if n.value.get("type") != "null"]
    return (rest[0], True) if len(choices) == 2 and len(rest) == 1 else (node, False)


FORMATS = jsonschema.FormatChecker()


@FORMATS.checks("uuid")
def _is_uuid(value):
    try:
        return not isinstance(value, str) or str(uuid.UUID(value)) == value
    except ValueError:
        return False


@FORMATS.checks("date")
def _is_date(value):
    try:
        return not isinstance(value, str) or datetime.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


@FORMATS.checks("date-time")
def _is_date_time(value):
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)"
    return not isinstance(value, str) or re.fullmatch(form, value) is not None


def validator(node):
    """A JSON Schema 2020-12 validator for a schema node."""
    resolver = jsonschema.RefResolver(node.path.as_uri(), load(node.path), handlers={"file": _load_uri})
    return jsonschema.Draft202012Validator(node.value, resolver=resolver, format_checker=FORMATS)


def faults(node, value):
    """What is wrong with `value` by the schema, as lines "pointer: message"."""
    found = sorted(validator(node).iter_errors(value), key=lambda e: list(map(str, e.absolute_path)))
    return ["/%s: %s" % ("/".join(map(str, e.absolute_path)), e.message[:300]) for e in found]


class Operation:
    """One method of one path of one service."""

    def __init__(self, service, path, method, item):
        self.service, self.path, self.method, self.node = service, path, method.upper(), item.get(method)
        self.root = any(s["url"] == "/" for s in item.value.get("servers", []))  # stands outside /v1
        self.shared = item.path != (API / (service + ".yaml")).resolve()  # every service has it
        node, shared = self.node, item.get("parameters").nodes() if "parameters" in item else []
        self.id = node.value.get("operationId")
        parameters = shared + (node.get("parameters").nodes() if "parameters" in node else [])
        self.parameters = {(p.value["in"], p.value["name"]): p for p in parameters}
        self.responses = dict(node.get("responses").items()) if "responses" in node else {}
        self.body = node.get("requestBody")

    def __str__(self):
        return "%s %s %s" % (self.service, self.method, self.path)

    def parameters_in(self, place):
        return {name: p for (where, name), p in self.parameters.items() if where == place}

    def body_content(self):
        """{media type: schema node} of the request."""
        return {media: n.get("schema") for media, n in self.body.get("content").items()} if self.body else {}

    def response(self, status):
        """The response of a status: its own, or the default."""
        return self.responses.get(str(status), self.responses.get("default"))


class Spec:
    """api/<service>.yaml."""

    def __init__(self, service):
        self.service, self.file = service, API / (service + ".yaml")
        self.root = Node(self.file, load(self.file))
        self.operations = {}
        for path, item in self.root.get("paths").items():
            for method in METHODS:
                if method in item:
                    op = Operation(service, path, method, item)
                    self.operations[op.id] = op

    def security(self, op):
        """The permissions an operation asks for: None when it is public."""
        rows = op.node.value.get("security", self.root.value.get("security", []))
        return None if not rows else [name for row in rows for names in row.values() for name in names]


def services():
    """The services that have a contract."""
    return sorted(p.stem for p in API.glob("*.yaml"))
