# SPDX-License-Identifier: MIT
"""What each operation of the contract documents as a refusal, asked of each: the table is api/*.yaml itself."""
import uuid

import pytest

import openapi

PLATFORM, OFFICE, UNIT = ("310000", "PLATFORM_ADMIN"), ("310117", "DIST_OFFICE"), ("310117-SW", "UNIT_ADMIN")
CALLERS = {"tenants:write": PLATFORM, "members:write": PLATFORM, "clients:write": PLATFORM, "calendars:write": PLATFORM,
           "audit:read": ("310117", "AUDITOR"), "issues:disclose": ("310117", "GROUP_PUBLICITY"),
           "issues:release": ("310117", "GROUP_DEPUTY"), "issues:extend": ("310117-SW", "UNIT_LEADER"),
           "issues:plan": UNIT, "issues:report": UNIT,
           "issues:approve": ("310117", "GROUP_HEAD"), "issues:account": ("310117", "GROUP_ACCOUNT")}
READER = ("310117", "AUDITOR")  # may read, and nothing else
NOWHERE = {"year": "9999", "name": "nothing"}
QUERIES = {"getAirCalendar": f"?year=2026&object_id={uuid.uuid4()}"}  # what is not there is named in the query


def operations(status):
    """Operations that document the status for JSON requests."""
    found = [(spec, op) for name in openapi.services() for spec in [openapi.Spec(name)]
             for op in spec.operations.values()
             if status in op.responses and not op.root and set(op.body_content()) <= {"application/json"}]
    return pytest.mark.parametrize("spec, op", found, ids=[op.id for _, op in found])


def example(op):
    content = dict(op.body.get("content").items()) if op.body else {}
    return content["application/json"].value["example"] if content else None


def path_of(op):
    path = op.path
    for name in op.parameters_in("path"):
        path = path.replace("{%s}" % name, NOWHERE.get(name, str(uuid.uuid4())))
    return path + QUERIES.get(op.id, "")


def ask(stack, spec, op, caller=None, body=None, version='"1"'):
    permission = (spec.security(op) or ["directory:read"])[0]
    who = stack.api(*(caller or CALLERS.get(permission, OFFICE)))
    headers = {"If-Match": version} if version and "If-Match" in op.parameters_in("header") else {}
    return who.request(op.method, path_of(op), headers=headers, json=body if body is not None else example(op))


def refused(answer, status):
    assert answer.status_code == status, "%s: %s" % (answer.url, answer.text)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status and answer.json()["request_id"] == answer.headers["X-Request-Id"]


@operations("404")
def test_what_does_not_exist_is_not_found(stack, spec, op):
    refused(ask(stack, spec, op), 404)


@operations("428")
def test_a_change_names_the_version_it_is_based_on(stack, spec, op):
    refused(ask(stack, spec, op, version=None), 428)


@operations("422")
def test_an_unknown_field_is_refused(stack, spec, op):
    if op.body is not None:
        answer = ask(stack, spec, op, body={"surprise": 1})
        refused(answer, 422)
        assert {"pointer": "/surprise", "code": "unknown"}.items() <= next(
            e for e in answer.json()["errors"] if e["pointer"] == "/surprise").items()


@operations("403")
def test_a_role_without_the_permission_is_refused(stack, spec, op):
    refused(ask(stack, spec, op, caller=READER), 403)
