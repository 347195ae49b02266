# SPDX-License-Identifier: MIT
"""A client is no second name of its maker: who was given its secret does not take the second step of a separated duty
after it took the first."""
import pytest

from support.api import Api
from support.callers import Signer
from support.issues import UNITS, World, etag, ok, refused
from support.values import DISTRICT, Values

DUTY = "separation-of-duties"


@pytest.fixture(scope="module")
def world(stack):
    made = World(stack)
    made.calendar(2026, 2027)
    return made


@pytest.fixture(scope="module")
def signer(stack):
    return Signer(stack)


def client_of(person, tenant, *permissions):
    return ok(person.post("/clients", {"tenant": tenant, "name": "业务系统", "permissions": list(permissions)}), 201)


def renewed(client, person):
    return ok(person.patch(f"/clients/{client['id']}", {"rotate_secret": True}, headers=etag(client["row_version"])))


def acting(stack, client):
    """Api of the client."""
    form = {"grant_type": "client_credentials", "client_id": client["client_id"],
            "client_secret": client["client_secret"]}
    return Api(stack, ok(stack.api().request("POST", "/oauth2/token", data=form))["access_token"])


def reported(world, client):
    """(its path, a progress report that the client handed in)."""
    issue = world.rectifying()
    path = f"/issues/{issue['id']}/progress-reports"
    report = min(ok(world.office.get(path))["items"], key=lambda r: r["period_start"])
    path = f"{path}/{report['id']}"
    done = {"progress_pct": "90", "done_text": "已完成"}
    return path, ok(acting(world.stack, client).post(f"{path}/submit", done, headers=etag(report["row_version"])))


def judge(person, path, report, decision="confirm"):
    return person.post(f"{path}/{decision}", {"opinion": "属实"}, headers=etag(report["row_version"]))


def test_who_made_a_client_does_not_judge_its_reports(world, signer):
    maker = signer.api(DISTRICT, "TENANT_ADMIN", "DIST_OFFICE", subject="maker-of-reporters")
    path, report = reported(world, client_of(maker, UNITS["resp"], "issues:read", "issues:report"))
    for decision in ("confirm", "return"):
        refused(judge(maker, path, report, decision), 403, DUTY)
    assert ok(judge(world.office, path, report))["state"] == "CONFIRMED"


def test_who_had_a_secret_renewed_does_not_judge_either(world, signer):
    maker, second, third = (signer.api(DISTRICT, "TENANT_ADMIN", "DIST_OFFICE", subject=f"hand-{n}") for n in range(3))
    client = client_of(maker, UNITS["resp"], "issues:read", "issues:report")
    path, report = reported(world, renewed(renewed(client, second), second))
    for person in (maker, second):
        refused(judge(person, path, report), 403, DUTY)
    client = ok(third.get(f"/clients/{client['id']}"))
    ok(third.patch(f"/clients/{client['id']}", {"name": "另一名"}, headers=etag(client["row_version"])))
    assert ok(judge(third, path, report))["state"] == "CONFIRMED", "to name it is not to have its secret"


def test_who_made_a_client_does_not_freeze_its_figures(stack, signer):
    values, department = Values(stack), f"{DISTRICT}-SW"
    maker = signer.api(department, "TENANT_ADMIN", "MONITOR_REVIEW", subject="maker-of-figures")
    client = acting(stack, client_of(maker, department, "indicators:read", "indicators:edit"))
    figure = values.entered("INF-SEW-R", "1949", by=client, numerator="90", denominator="100")
    values.act(figure, "REVIEW", by=maker)
    said = refused(values.try_act(figure, "FREEZE", by=maker), 403, DUTY)
    assert [e["code"] for e in said["errors"]] == ["freezer_not_enterer"]
    assert values.act(figure, "FREEZE")["status"] == "FROZEN"
