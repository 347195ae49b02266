# SPDX-License-Identifier: MIT
"""The audit chain: closed shortly after the commit, and whatever somebody with the database does to it is found."""
import subprocess
import uuid

import pytest

from support.probe import Probe
from support.stack import BUILD

TENANTS = ["00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"]
INSERT = """insert into audit_entry (id, tenant_id, scope, at, actor, action, object_kind, object_id, detail)
            values (%s, %s, '0001', now(), 'somebody', 'thing.changed', 'thing', %s, '{"a": [1, 2.50, "x"]}')"""


@pytest.fixture
def probe():
    with Probe() as own:
        for number in range(40):
            own.rows(INSERT, str(uuid.uuid4()), TENANTS[number % 2], str(number))
        own.wait(lambda: own.value("select count(*) from audit_entry") == 40, "entries")
        own.wait(lambda: own.stack.psql("select count(*) from bihuan.audit_seal").strip() == "40", "seals")
        yield own


def verify(probe):
    return subprocess.run([BUILD / "bin" / "bihuanctl", "audit", "verify"], env=probe.environment, capture_output=True,
                          text=True)


def test_a_whole_chain_is_verified_and_its_heads_are_told(probe):
    done = verify(probe)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(tenant in done.stdout for tenant in TENANTS)


@pytest.mark.parametrize("harm, told", [
    ("update bihuan.audit_entry set detail = '{\"a\": 0}' where object_id = '7'", "changed"),
    ("update bihuan.audit_entry set actor = 'nobody' where object_id = '7'", "changed"),
    ("update bihuan.audit_entry set at = at + interval '1 microsecond' where object_id = '7'", "changed"),
    ("delete from bihuan.audit_entry where object_id = '7'", "removed"),
    ("delete from bihuan.audit_seal where number = 3", "removed"),
    ("delete from bihuan.audit_seal where number = 20", "end of the chain"),
    ("""delete from bihuan.audit_seal where number = 20;
        delete from bihuan.audit_entry where object_id in ('38', '39')""", "end of the chain"),
    ("""update bihuan.audit_seal s set entry_id = gen_random_uuid() where number = 4;
        update bihuan.audit_seal s set entry_id = e.id from bihuan.audit_entry e where s.number = 4
        and e.object_id in ('8', '9')
           and e.tenant_id = s.tenant_id and false""", "removed"),
    ("""update bihuan.audit_entry a set object_id = case object_id when '2' then '4' else '2' end where object_id in ('2', '4')""",
     "changed"),
    ("""insert into bihuan.audit_entry (id, tenant_id, scope, at, actor, action, object_kind, object_id, xid)
        select gen_random_uuid(), tenant_id, scope, at, 'forger', action, object_kind, object_id,
        '3' from bihuan.audit_entry limit 1""",
     "slipped in"),
    ("""insert into bihuan.audit_entry (id, tenant_id, scope, at, actor, action, object_kind, object_id, xid)
        select gen_random_uuid(), tenant_id, scope, at, 'forger', action, object_kind, object_id,
        '90000000000' from bihuan.audit_entry limit 1""",
     "no transaction of this server"),
])
def test_harm_is_found(probe, harm, told):
    probe.stack.psql(harm)
    done = verify(probe)
    assert done.returncode == 3 and told in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("attempt", [
    "update audit_entry set actor = 'x'", "delete from audit_entry", "insert into audit_seal select * from audit_seal",
    "update audit_chain set number = 0", "delete from audit_seal", "update audit_watermark set xid = '0'"])
def test_a_service_can_neither_change_nor_remove(probe, attempt):
    with pytest.raises(Exception, match="permission denied"):
        probe.rows(attempt)


def test_entries_of_a_long_transaction_are_sealed_when_it_commits(probe):
    slow = probe.connect()
    slow.autocommit = False
    slow.cursor().execute(INSERT, (str(uuid.uuid4()), TENANTS[0], "slow"))
    for number in range(10):
        probe.rows(INSERT, str(uuid.uuid4()), TENANTS[0], f"quick {number}")
    slow.commit()
    slow.close()
    probe.wait(lambda: probe.stack.psql("select count(*) from bihuan.audit_seal").strip() == "51", "seals")
    assert verify(probe).returncode == 0


def test_entries_that_a_dump_took_unsealed_are_sealed_where_it_is_restored(probe):
    """Into a server that counts its transactions from the start, and will not reach theirs."""
    probe.stack.psql("""
        insert into bihuan.audit_entry (id, tenant_id, scope, at, actor, action, object_kind, object_id, xid)
        select gen_random_uuid(), tenant_id, scope, at, actor, action, object_kind, 'restored', '90000000000'
          from bihuan.audit_entry limit 1;
        update bihuan.audit_watermark set xid = '80000000000'""")
    sealed = lambda: probe.stack.psql("select count(*) from bihuan.audit_seal").strip()  # noqa: E731
    probe.wait(lambda: sealed() == "41", "seals")
    probe.rows(INSERT, str(uuid.uuid4()), TENANTS[0], "later")
    probe.wait(lambda: sealed() == "42", "seals")
    assert verify(probe).returncode == 0
    probe.stack.psql("update bihuan.audit_entry set actor = 'nobody' where object_id = 'restored'")
    assert verify(probe).returncode == 3
