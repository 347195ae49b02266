# SPDX-License-Identifier: MIT
"""The check of recorded traffic finds what it is there for: each fault is planted once."""
import json

import pytest

import validate_recorded

JSON = {"Content-Type": "application/json"}
ME = {"subject": "s", "name": "n", "is_client": False, "roles": [], "permissions": [],
      "tenant": {"id": "01935f6e-7d2a-7cc3-9d1c-3a1f7c2f1c55", "code": "310117", "name": "松江区", "kind": "DISTRICT"}}
GOOD = {"service": "directory", "method": "GET", "path": "/v1/me", "query": "", "request_headers": {},
        "request_body": None,
        "status": 200, "response_headers": JSON, "response_body": ME}


def faults(folder, **changes):
    (folder / "1.jsonl").write_text(json.dumps(GOOD | changes, ensure_ascii=False) + "\n", encoding="utf-8")
    return "\n".join(validate_recorded.check(folder, coverage=False))


def test_a_good_exchange_has_no_fault(tmp_path):
    assert faults(tmp_path) == ""


@pytest.mark.parametrize("changes, text", [
    ({"response_body": {k: v for k, v in ME.items() if k != "roles"}}, "'roles' is a required property"),
    ({"response_body": ME | {"secret": 1}}, "'secret' was unexpected"),
    ({"response_body": ME | {"tenant": ME["tenant"] | {"id": "X"}}}, "is not a 'uuid'"),
    ({"status": 201}, "a success needs its own response"),
    ({"status": 503, "response_body": {"error": "down"}}, "media type 'application/json' is not documented"),
    ({"query": "verbose=1"}, "query parameter verbose was accepted"),
    ({"path": "/v1/nobody-knows"}, "not in the contract"),
    ({"response_headers": {"Content-Type": "text/html"}}, "media type 'text/html'"),
])
def test_a_planted_fault_is_found(tmp_path, changes, text):
    assert text in faults(tmp_path, **changes)


def test_what_was_never_exercised_is_named(tmp_path):
    faults(tmp_path)
    found = validate_recorded.check(tmp_path, services=["directory"])
    assert any("listTenants: 200" in line for line in found) and not any("getMe:" in line for line in found)
    assert any(line.startswith("never recorded: event org.changed") for line in found)


def test_an_event_is_held_against_its_schema(tmp_path):
    event = {"specversion": "1.0", "type": "cn.bihuan.calendar.changed.v1", "data": {"year": 2026, "days": 39}}
    (tmp_path / "events.jsonl").write_text(json.dumps(event) + "\n", encoding="utf-8")
    found = "\n".join(validate_recorded.check(tmp_path, coverage=False))
    assert "'source' is a required property" in found and "'time' is a required property" in found
