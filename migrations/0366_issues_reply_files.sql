-- SPDX-License-Identifier: MIT
-- What a unit attaches to its answer to an interview or to a step above it (L5 to L7) lies in the unit's own range, so
-- the wall of ranges showed it to every role there and to every office above, which are not shown the answer. What
-- hides the answer hides its file too, in the same words (0287). A file that open evidence or an answer that is shown
-- uses as well is no secret.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create or replace function file_is_kept(file uuid) returns boolean
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return (exists (select from evidence e
                     where e.file_id = file and e.kind = 'CONDUCT_PROOF' and not proof_is_shown(e.kind, e.scope))
            or (select bool_or(step_is_shown(r.level, r.scope, r.party_scope) is true) is false from escalation_reply r
                 where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file)))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF');
end
$$;
