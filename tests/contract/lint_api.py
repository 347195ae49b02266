#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Rules for api/*.yaml and api/events/*.json that a schema cannot say. Prints faults as "file: rule: text"; see
RULES."""
import re
import sys

import openapi

RULES = """
A1  openapi is 3.1.x, info has title, version, description and licence, the server is /v1
A2  every operation has a camelCase operationId, unique over all services, a summary, and one tag that is declared
A3  every operation has exactly one success, a `default` problem, and says its security
A4  every parameter has a description and a schema; path parameters are the {names} of the path and required
A5  a POST that creates answers 201 with Location; 204 has no content; every other answer has a schema
A6  every object schema that has properties is closed (additionalProperties: false or unevaluatedProperties: false)
A7  every example is valid by its schema; a JSON request body has an example
A8  property and query names are snake_case; paths are kebab-case; component names are PascalCase
A9  every named schema is used
A10 an event's file name, type and producer agree, and it includes the envelope
"""
SNAKE, KEBAB, PASCAL = r"[a-z][a-z0-9_]*", r"(/(\.?[a-z0-9][a-z0-9.-]*|\{[a-z_]+\}))+", r"[A-Z][A-Za-z0-9]*"


class Lint:
    def __init__(self):
        self.faults, self.ids, self.used = [], {}, set()

    def say(self, where, rule, text):
        self.faults.append("%s: %s: %s" % (where, rule, text))

    def need(self, truth, where, rule, text):
        if not truth:
            self.say(where, rule, text)

    # ---- schemas

    def walk(self, where, node, seen):
        """Every schema below a node, once."""
        key = (node.path, id(node.value))
        if key in seen or not isinstance(node.value, dict):
            return
        seen.add(key)
        value = node.value
        if "properties" in value and where.endswith("]"):
            self.need(value.get("additionalProperties") is False or value.get("unevaluatedProperties") is False
                      or "allOf" in value,
                      where, "A6", "the object is open")
        for name, child in node.get("properties").items() if "properties" in value else []:
            self.need(re.fullmatch(SNAKE, name), where, "A8", "property %s is not snake_case" % name)
            self.walk("%s.%s[]" % (where[:-2], name), child, seen)
        for word in ("items", "additionalProperties"):
            if isinstance(value.get(word), dict):
                self.walk(where, node.get(word), seen)
        for word in ("allOf", "anyOf", "oneOf"):
            for child in node.get(word).nodes() if word in value else []:
                self.walk(where.removesuffix("[]"), child, seen)

    def examples(self, where, content, seen):
        """Schema and examples of one media type."""
        if "schema" not in content:
            return
        schema = content.get("schema")
        self.walk(where + "[]", schema, seen)
        values = [content.value["example"]] if "example" in content else []
        values += [n.value["value"] for _, n in content.get("examples").items()] if "examples" in content else []
        for value in values:
            for line in openapi.faults(schema, value):
                self.say(where, "A7", "example " + line)

    # ---- operations

    def operation(self, spec, op, seen):
        where = "%s %s %s" % (spec.file.name, op.method, op.path)
        self.need(re.fullmatch(r"[a-z][A-Za-z0-9]*", op.id or ""), where, "A2", "operationId %r" % op.id)
        self.need(op.shared or self.ids.setdefault(op.id, where) == where, where, "A2",
                  "operationId %s is taken" % op.id)
        tags = {tag["name"] for tag in spec.root.value.get("tags", [])}
        self.need(op.node.value.get("summary"), where, "A2", "no summary")
        self.need(len(op.node.value.get("tags", [])) == 1 and set(op.node.value["tags"]) <= tags, where, "A2",
                  "one declared tag")
        self.need(re.fullmatch(KEBAB, op.path), where, "A8", "path is not kebab-case")
        self.need("security" in op.node.value, where, "A3", "security is not said")
        self.parameters(where, op, seen)
        self.body(where, op, seen)
        self.responses(where, op, seen)

    def parameters(self, where, op, seen):
        names = set(re.findall(r"\{([a-z_]+)\}", op.path))
        self.need(names == set(op.parameters_in("path")), where, "A4", "path parameters differ from the path")
        for (place, name), node in op.parameters.items():
            self.need(node.value.get("description"), where, "A4", "parameter %s has no description" % name)
            self.need("schema" in node, where, "A4", "parameter %s has no schema" % name)
            self.need(place != "path" or node.value.get("required") is True, where, "A4",
                      "path parameter %s is required" % name)
            self.need(place != "query" or re.fullmatch(SNAKE, name), where, "A8", "query parameter %s" % name)
            self.examples("%s ?%s" % (where, name), node, seen)

    def body(self, where, op, seen):
        for media, node in op.body.get("content").items() if op.body else []:
            self.examples(where + " request", node, seen)
            if media == "application/json":
                self.need("example" in node or "examples" in node, where, "A7", "the request body has no example")

    def responses(self, where, op, seen):
        success = [s for s in op.responses if s.startswith("2")]
        self.need(1 <= len(success) <= 2, where, "A3", "successes: %s" % ", ".join(success))
        self.need("default" in op.responses, where, "A3", "no default problem")
        for status, node in op.responses.items():
            at = "%s -> %s" % (where, status)
            self.need(status != "201" or "Location" in (node.value.get("headers") or {}), at, "A5",
                      "201 without Location")
            self.need((status in ("204", "304")) == ("content" not in node), at, "A5", "content and status disagree")
            for media, content in node.get("content").items() if "content" in node else []:
                self.need("schema" in content or not media.endswith("json"), at, "A5", "no schema for " + media)
                self.examples(at, content, seen)

    # ---- files

    def spec(self, name):
        spec, seen = openapi.Spec(name), set()
        root, where = spec.root.value, spec.file.name
        self.need(str(root.get("openapi", "")).startswith("3.1."), where, "A1", "openapi version")
        info = root.get("info", {})
        self.need(all(info.get(k) for k in ("title", "version", "description", "license")), where, "A1",
                  "info is incomplete")
        self.need([s["url"] for s in root.get("servers", [])] == ["/v1"], where, "A1", "servers is not /v1")
        for op in spec.operations.values():
            self.operation(spec, op, seen)
        text = spec.file.read_text(encoding="utf-8")
        self.need("???" not in text, where, "A2", "something is left as ???")
        for kind, rows in root.get("components", {}).items():
            for row in rows:
                self.need(kind in ("securitySchemes", "parameters") or re.fullmatch(PASCAL, row), where, "A8",
                          "component " + row)
                self.need(kind == "securitySchemes" or re.search(r"#/components/%s/%s\b" % (kind, row), text), where,
                          "A9", "%s is unused" % row)

    def event(self, file):
        value = openapi.load(file)
        props = value.get("properties", {})
        self.need(props.get("type", {}).get("const") == "cn.bihuan." + file.stem, file.name, "A10",
                  "type is not the file's")
        self.need({"$ref": "envelope.v1.json"} in value.get("allOf", []), file.name, "A10", "the envelope is missing")
        self.need((openapi.ROOT / "services" / value.get("x-producer", "?")).is_dir(), file.name, "A10",
                  "unknown producer")
        self.need(props.get("data", {}).get("additionalProperties") is False, file.name, "A6", "data is open")
        openapi.jsonschema.Draft202012Validator.check_schema(value)


def lint():
    result = Lint()
    for name in openapi.services():
        result.spec(name)
    for file in sorted((openapi.API / "events").glob("*.json")):
        if file.stem != "envelope.v1":
            result.event(file)
    return result.faults


def main():
    faults = lint()
    print("\n".join(faults) if faults else "api: %d services, no fault" % len(openapi.services()))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
