#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Prints what api/<service>.yaml needs for the routes of a binary: the half that the tables already know.

    common/tools/openapi_skeleton.py build/dev/bin/bihuan-issues [operation...]

Parameters, request bodies and permissions come from `--dump-api`. Descriptions, examples and answers are written by
hand; what a person has to fill in is marked `???`, which tests/contract/lint_api.py refuses.
"""
import json
import re
import subprocess
import sys

import yaml

TYPES = {"int": {"type": "integer"}, "bool": {"type": "boolean"}, "uuid": {"type": "string", "format": "uuid"},
         "date": {"type": "string", "format": "date"}, "time": {"type": "string", "format": "date-time"},
         "map": {"type": "object", "additionalProperties": True}}
BOUNDS = {"text": ("minLength", "maxLength"), "int": ("minimum", "maximum"), "array": ("minItems", "maxItems"),
          "map": (None, "x-max-bytes"), "decimal": ("x-scaled-minimum", "x-scaled-maximum")}
BODY_MAX_DEFAULT = 1 << 20
PAGE = ("limit", "cursor", "count", "subtree", "as_of")
JSON, PROBLEM = "application/json", {"$ref": "components/problem.yaml#/Response"}


class Plain(yaml.SafeDumper):
    """Without anchors: what is written twice is meant twice."""

    def ignore_aliases(self, data):
        return True


def ref(name):
    return {"$ref": "#/components/schemas/" + name}


def bounds(row):
    """Lengths, ranges and counts of a row, in the words of JSON Schema."""
    low, high = BOUNDS.get(row["type"], (None, None))
    if not high or row["min"] == 0 and row["max"] == 0:
        return {}
    counted = row["type"] in ("text", "array") and row["min"] == 0
    return {**({low: row["min"]} if low and not counted else {}), high: row["max"]}


def schema(row, tables):
    """The schema of one field row."""
    kind = row["type"]
    out = dict(TYPES.get(kind, {"type": "string"}))
    if kind == "enum":
        out["enum"] = list(row["values"])
    if kind == "decimal":
        out["x-scale"] = row["scale"]
    if kind == "text" and row["pattern"]:
        out["pattern"] = "^[A-Za-z0-9._:-]+$"
    if kind == "object":
        out = ref(row["nested"])
    if kind == "array":
        rows = tables[row["nested"]]
        scalar = [r["name"] for r in rows] == [""]
        out = {"type": "array", "items": schema(rows[0], tables) if scalar else ref(row["nested"])}
    out.update(bounds(row))
    if row["nullable"] and "$ref" in out:
        return {"oneOf": [out, {"type": "null"}]}
    if row["nullable"]:
        out["type"] = [out["type"], "null"]
        out.update({"enum": out["enum"] + [None]} if "enum" in out else {})
    return out


def table(name, tables):
    """The object schema of a field table."""
    rows = tables[name]
    required = [r["name"] for r in rows if r["required"]]
    return {"type": "object", "additionalProperties": False, **({"required": required} if required else {}),
            "properties": {r["name"]: schema(r, tables) for r in rows}}


def nested(name, tables, found):
    """`name` and every table below it that needs a schema of its own."""
    if name is None or name in found or [r["name"] for r in tables[name]] == [""]:
        return found
    found.append(name)
    for row in tables[name]:
        nested(row["nested"], tables, found)
    return found


def parameters(route, tables):
    rows = [{"name": name, "in": "path", "required": True, "description": "???",
             "schema": {"type": "string", "format": "uuid"}}
            for name in re.findall(r"\{([a-z_]+)\}", route["path"])]
    for row in tables[route["query"]] if route["query"] else []:
        rows.append({"$ref": "components/page.yaml#/" + row["name"]} if row["name"] in PAGE else
                    {"name": row["name"], "in": "query", **({"required": True} if row["required"] else {}),
                     "description": "???", "schema": schema(row, tables)})
    rows += [{"$ref": "components/headers.yaml#/IdempotencyKey"}] if "idempotent" in route["flags"] else []
    known = ["IfMatchOrNew",
             "IfNoneMatch"] if "or_new" in route["flags"] else ["IfMatch"] if "if_match" in route["flags"] else []
    rows += [{"$ref": "components/headers.yaml#/" + name} for name in known]
    return rows


def operation(route, tables):
    """The operation object of one route."""
    public = "public" in route["flags"]
    out = {"operationId": route["operation"], "summary": "???", "tags": ["???"],
           "security": [] if public else [{"bearer": [route["permission"]] if route["permission"] else []}]}
    if route["body_max"] != BODY_MAX_DEFAULT:
        out["x-body-max-bytes"] = route["body_max"]
    if parameters(route, tables):
        out["parameters"] = parameters(route, tables)
    if "raw_body" in route["flags"]:
        out["requestBody"] = {"required": True, "content": {"???": {"schema": {"type": "string"}}}}
    elif route["body"]:
        media = "application/x-www-form-urlencoded" if "form_body" in route["flags"] else JSON
        out["requestBody"] = {"required": True, "content": {media: {"schema": ref(route["body"]), "example": "???"}}}
    out["responses"] = {"???": {"description": "???", "content": {JSON: {"schema": "???"}}}, "default": PROBLEM}
    return out


def skeleton(dump, wanted):
    paths, schemas = {}, {}
    for route in dump["routes"]:
        if not wanted or route["operation"] in wanted:
            paths.setdefault(route["path"], {})[route["method"].lower()] = operation(route, dump["tables"])
            raw = "raw_body" in route["flags"]
            for name in nested(None if raw else route["body"], dump["tables"], []):
                schemas[name] = table(name, dump["tables"])
    return {"paths": paths, "components": {"schemas": schemas}}


def main(binary, *wanted):
    dump = json.loads(subprocess.run([binary, "--dump-api"], check=True, capture_output=True, timeout=60).stdout)
    print(yaml.dump(skeleton(dump, wanted), Dumper=Plain, allow_unicode=True, sort_keys=False, default_flow_style=None,
                    width=120),
          end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
