-- SPDX-License-Identifier: MIT
-- Whoever opened the proof of dereliction, or the answer to an interview, left a trace only where it was another
-- tenant's: each reading of what is restricted leaves one (F.4-7).
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Whether a file is, or was, of a restricted class, and is no open evidence besides. Who may open it, others say.
create function file_is_restricted(file uuid) returns boolean language sql stable security definer
    set search_path = bihuan, pg_temp as $$
    select (exists (select from evidence e where e.file_id = file and e.kind = 'CONDUCT_PROOF')
            or exists (select from escalation_reply r
                        where r.attachments <> '[]' and r.attachments @> jsonb_build_array(file) and r.level >= 5))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF')
$$;
revoke all on function file_is_restricted(uuid) from public;
grant execute on function file_is_restricted(uuid) to bihuan_directory;
