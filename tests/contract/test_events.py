# SPDX-License-Identifier: MIT
"""The event schemas are sound by themselves; test_api_contract.py compares them with what the binaries emit."""
import json

import pytest

import openapi

FILES = sorted((openapi.API / "events").glob("*.v*.json"))
EVENTS = [f for f in FILES if f.stem != "envelope.v1"]
REQUIRED = {"org.changed", "calendar.changed", "issue.state_changed", "issue.light_changed", "issue.overdue",
            "issue.rebound",
            "issue.closed", "indicator.frozen", "indicator.redline_breach", "indicator.exceed", "data.manipulated",
            "monitoring.reported"}


def test_every_event_of_the_domain_has_a_schema():
    assert REQUIRED <= {f.stem.removesuffix(".v1") for f in EVENTS}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_schema_is_valid_json_schema(file):
    openapi.jsonschema.Draft202012Validator.check_schema(json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", EVENTS, ids=lambda f: f.stem)
def test_an_event_without_envelope_or_data_is_refused(file):
    node = openapi.Node(file, openapi.load(file))
    assert openapi.faults(node, {"type": "cn.bihuan." + file.stem})
    assert openapi.faults(node, {"data": {}})


@pytest.mark.parametrize("file", EVENTS, ids=lambda f: f.stem)
def test_an_unknown_field_in_data_is_refused(file):
    properties, _, _ = openapi.merged_schema(openapi.Node(file, openapi.load(file)))
    assert any("surprise" in line for line in openapi.faults(properties["data"], {"surprise": 1}))
