-- SPDX-License-Identifier: MIT
-- Who acted is kept as one key of issuer and subject: the subject alone for our own issuer and the system, "issuer#subject" for others
-- (common/auth/principal.h). Rows from before hold the subject alone. Where the members name exactly one issuer for a subject it is
-- written as that one's key; where two share it, or nobody is a member any more, it stays as it was and is nobody's who calls today. Only what
-- is still compared with a caller is rewritten: history, and the sealed audit trail, say what they said.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;
set local app.lo = '';
set local app.hi = '~';

do $$
declare
    own text := nullif(current_setting('bihuan.own_issuer', true), '');
    place record;
begin
    if to_regclass('bihuan.member') is null or not exists (select from member) then
        return;
    end if;
    if own is null then
        raise exception 'set bihuan.own_issuer to the first issuer of BIHUAN_ISSUERS';
    end if;
    for place in
        select * from (values
            ('idempotency_key', 'subject'), ('api_client', 'created_by'), ('issue', 'acceptance_applied_by'),
            ('issue_plan', 'submitted_by'), ('extension_request', 'applied_by'), ('progress_report', 'submitted_by'),
            ('disclosure', 'proposed_by'), ('publicity_objection', 'created_by'), ('verification', 'created_by'),
            ('indicator_value', 'entered_by'), ('indicator_value', 'reviewed_by')) x(tbl, col)
         where to_regclass('bihuan.' || x.tbl) is not null
    loop
        execute format('update %1$I t set %2$I = k.issuer || ''#'' || k.subject
                          from (select subject, min(issuer) as issuer from member group by subject having count(distinct issuer) = 1) k
                         where t.%2$I = k.subject and k.issuer <> $1', place.tbl, place.col) using own;
    end loop;
end
$$;
