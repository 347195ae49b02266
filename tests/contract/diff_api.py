#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Compares what a binary serves (`--dump-api`) with api/<service>.yaml and api/events/, both ways.

    tests/contract/diff_api.py build/dev/bihuan-issues ...

Every line names the row and the file. Exit status 1 when anything differs.
"""
import json
import pathlib
import re
import subprocess
import sys

import openapi

SCALARS = {"text": ("string", None), "int": ("integer", None), "bool": ("boolean", None), "uuid": ("string", "uuid"),
           "date": ("string", "date"), "time": ("string", "date-time"), "enum": ("string", None),
           "decimal": ("string", None), "object": ("object", None), "array": ("array", None), "map": ("object", None)}
BOUNDS = {"text": ("minLength", "maxLength"), "int": ("minimum", "maximum"), "array": ("minItems", "maxItems"),
          "map": (None, "x-max-bytes"), "decimal": ("x-scaled-minimum", "x-scaled-maximum")}
BODY_MAX_DEFAULT = 1 << 20
CODE_PATTERN = "^[A-Za-z0-9._:-]+$"
PARAMETER = re.compile(r"\{([a-z_]+)\}")


def dump(binary):
    """The dump of a binary, checked against its own schema."""
    answer = subprocess.run([str(binary), "--dump-api"], check=True, capture_output=True, timeout=60)
    tables = json.loads(answer.stdout)
    schema = pathlib.Path(__file__).with_name("dump.schema.json")
    bad = openapi.faults(openapi.Node(schema, openapi.load(schema)), tables)
    if bad:
        raise SystemExit("%s --dump-api is not what tests/contract/dump.schema.json says:\n%s" % (binary,
                "\n".join(bad)))
    return tables


class Diff:
    """Differences found, each as one line."""

    def __init__(self, tables):
        self.tables, self.lines = tables, []

    def say(self, where, text):
        self.lines.append("%s: %s" % (where, text))

    def same(self, where, what, code, contract):
        if code != contract:
            self.say(where, "%s is %r in the code, %r in the contract" % (what, code, contract))

    def names(self, where, what, code, contract):
        """Both sets must be equal; says which names are missing where."""
        for name in sorted(code - contract):
            self.say(where, "%s %s is served but not in the contract" % (what, name))
        for name in sorted(contract - code):
            self.say(where, "%s %s is in the contract but not served" % (what, name))
        return sorted(code & contract)

    # ---- fields

    def table(self, where, name, node):
        """A field table against an object schema."""
        rows = {row["name"]: row for row in self.tables["tables"][name]}
        properties, required, closed = openapi.merged_schema(node)
        if not closed:
            self.say(where, "schema of %s allows unknown fields; say additionalProperties: false" % name)
        for field in self.names(where, "field", set(rows), set(properties)):
            at = "%s/%s" % (where, field)
            self.same(at, "required", rows[field]["required"], field in required)
            self.field(at, rows[field], properties[field])

    def field(self, where, row, node):
        """One row against the schema of its value."""
        node, null = openapi.without_null(node)
        schema = node.value
        kinds = schema.get("type", [])
        kinds = set([kinds] if isinstance(kinds, str) else kinds)
        base, form = SCALARS[row["type"]]
        self.same(where, "nullable", row["nullable"], null or "null" in kinds)
        self.same(where, "type", {base}, kinds - {"null"})
        if row["type"] != "decimal":
            self.same(where, "format", form, schema.get("format"))
        self.bounds(where, row, schema)
        if row["type"] == "enum":
            self.same(where, "values", sorted(row["values"]),
                      sorted(v for v in schema.get("enum", []) if v is not None))
        if row["type"] == "text":
            self.same(where, "code pattern", row["pattern"], schema.get("pattern") == CODE_PATTERN)
        if row["type"] == "decimal":
            self.same(where, "scale", row["scale"], schema.get("x-scale"))
        if row["type"] == "object":
            self.table(where, row["nested"], node)
        if row["type"] == "array":
            self.items(where, row, node)

    def bounds(self, where, row, schema):
        low, high = BOUNDS.get(row["type"], (None, None))
        free = row["min"] == 0 and row["max"] == 0
        if high:
            self.same(where, high, None if free else row["max"], schema.get(high))
        if low:
            default = 0 if row["type"] in ("text", "array") else None
            self.same(where, low, default if free else row["min"], schema.get(low, default))

    def items(self, where, row, node):
        rows = self.tables["tables"][row["nested"]]
        if [r["name"] for r in rows] == [""]:
            self.field(where + "/0", rows[0], node.get("items"))
        else:
            self.table(where + "/0", row["nested"], node.get("items"))

    # ---- routes

    def route(self, spec, row, op):
        where = "%s %s %s" % (spec.file.name, row["method"], row["path"])
        flags = set(row["flags"])
        self.same(where, "method and path", (row["method"], row["path"]), (op.method, op.path))
        self.same(where, "public", "public" in flags, spec.security(op) is None)
        self.same(where, "permission", [row["permission"]] if row["permission"] else [], spec.security(op) or [])
        self.same(where, "Idempotency-Key", "idempotent" in flags, "Idempotency-Key" in op.parameters_in("header"))
        self.same(where, "If-Match", "if_match" in flags, "If-Match" in op.parameters_in("header"))
        self.same(where, "If-None-Match", "or_new" in flags, "If-None-Match" in op.parameters_in("header"))
        self.same(where, "body bytes", row["body_max"], op.node.value.get("x-body-max-bytes", BODY_MAX_DEFAULT))
        self.same(where, "stands outside /v1", "root" in flags, op.root)
        self.names(where, "path parameter", set(PARAMETER.findall(row["path"])), set(op.parameters_in("path")))
        for name, parameter in op.parameters_in("path").items():  # request_check_ids() goes by the name
            self.same("%s {%s}" % (where, name), "a UUID", name.endswith(("_id", "_key")),
                      parameter.get("schema").value.get("format") == "uuid")
        self.query(where, row, op)
        self.body(where, row, op)

    def query(self, where, row, op):
        rows = {f["name"]: f for f in self.tables["tables"][row["query"]]} if row["query"] else {}
        params = op.parameters_in("query")
        for name in self.names(where, "query parameter", set(rows), set(params)):
            at = "%s?%s" % (where, name)
            self.same(at, "required", rows[name]["required"], params[name].value.get("required", False))
            self.field(at, rows[name], params[name].get("schema"))

    def body(self, where, row, op):
        content, flags = op.body_content(), set(row["flags"])
        if "raw_body" in flags:
            if not content or "application/json" in content and len(content) == 1:
                self.say(where, "takes a raw body; the contract gives no media type for it")
            return
        media = "application/x-www-form-urlencoded" if "form_body" in flags else "application/json"
        self.same(where, "media types of the body", {media} if row["body"] else set(), set(content))
        if row["body"] and media in content:
            self.table(where + " body", row["body"], content[media])

    # ---- events

    def event(self, row):
        name = "%s.v%d.json" % (row["name"], row["version"])
        file = openapi.API / "events" / name
        if not file.exists():
            return self.say("api/events/" + name, "is emitted but has no schema")
        node = openapi.Node(file, openapi.load(file))
        self.same(name, "x-producer", self.tables["service"], node.value.get("x-producer"))
        properties, _, _ = openapi.merged_schema(node)
        return self.table(name + " data", row["payload"], properties["data"])

    def consumed(self, row):
        """A consumer may know fewer fields than the event has, never others."""
        name = "%s.v%d.json" % (row["name"], row["version"])
        file = openapi.API / "events" / name
        if not file.exists():
            return self.say("api/events/" + name, "is consumed but has no schema")
        node = openapi.Node(file, openapi.load(file))
        self.same(name, "x-producer", row["producer"], node.value.get("x-producer"))
        properties, _, _ = openapi.merged_schema(node)
        known = set(openapi.merged_schema(properties["data"])[0])
        for field in self.tables["tables"].get(row["payload"], []) if row["payload"] else []:
            if field["name"] not in known:
                self.say(name, "the consumer reads %s, which the event does not have" % field["name"])
        return None


def compare(tables):
    """All differences between one dump and the contract."""
    diff, spec = Diff(tables), openapi.Spec(tables["service"])
    rows = {row["operation"]: row for row in tables["routes"]}
    if len(rows) != len(tables["routes"]):
        diff.say(spec.file.name, "an operation name stands on two routes")
    for name in diff.names(spec.file.name, "operation", set(rows), set(spec.operations)):
        diff.route(spec, rows[name], spec.operations[name])
    for row in tables["emits"]:
        diff.event(row)
    for row in tables["consumes"]:
        diff.consumed(row)
    emitted = {"%s.v%d.json" % (row["name"], row["version"]) for row in tables["emits"]}
    for file in sorted((openapi.API / "events").glob("*.v*.json")):
        if openapi.load(file).get("x-producer") == tables["service"] and file.name not in emitted:
            diff.say("api/events/" + file.name, "has a schema but is not emitted")
    return diff.lines


def main(binaries):
    lines = [line for binary in binaries for line in compare(dump(binary))]
    print("\n".join(lines) if lines else "contract: %d binaries agree with api/" % len(binaries))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
