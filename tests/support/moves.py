# SPDX-License-Identifier: MIT
"""Bodies that move, are merged or end, as tests need them."""
from support.issues import etag, ok

UNHEARD = """select (select count(*) from bihuan.outbox where type = 'org.changed') + (select count(*) from bihuan.event_log e
    where e.type = 'org.changed' and not exists (select from bihuan.inbox i where i.event_id = e.id and i.service = 'issues'))"""


def zone(world, code, parent="310117", **fields):
    body = {"kind": "DEVZONE", "code": code, "name": f"开发区{code[-2:]}", "parent": parent,
            "valid_from": "2024-01-01"} | fields
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/tenants", body), 201)


def change(world, **body):
    return ok(world.who("310000", "PLATFORM_ADMIN").post("/region-changes", {
        "approval_doc": "沪府〔2026〕1号", "effective_date": world.today()} | body), 201)


def split(world, code, *heirs):
    share = str(1 / len(heirs))
    change(world, kind="SPLIT", tenant=code, successors=[{"tenant": heir, "share": share} for heir in heirs])


def unallocated(world, code):
    return ok(world.office.get(f"/unallocated-issues?tenant={code}&count=exact"))


def allocate(world, issue, gone, to, by=None):
    return (by or world.office).post(f"/issues/{issue['id']}/allocation", {"from": gone, "to": to},
                                     headers=etag(world.read(issue)["row_version"]))


def heard_all(world):
    """Until the issues have been told of all changes."""
    world.stack.until(lambda: world.stack.psql(UNHEARD).strip() == "0")
