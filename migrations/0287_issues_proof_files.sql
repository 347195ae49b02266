-- SPDX-License-Identifier: MIT
-- The file of a proof of dereliction lies in the range of the district that uploaded it, so the wall of ranges shows
-- it to every role there. What hides the row hides its file too, in the same words. A file that open evidence uses as
-- well is no secret; a proof that was withdrawn still is.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

create index evidence_proof_file_idx on evidence (file_id) where kind = 'CONDUCT_PROOF';

create function file_is_kept(file uuid) returns boolean
    language plpgsql stable security definer set search_path = bihuan, pg_temp as $$
begin
    return exists (select from evidence e
                    where e.file_id = file and e.kind = 'CONDUCT_PROOF' and not proof_is_shown(e.kind, e.scope))
       and not exists (select from evidence e
                        where e.file_id = file and e.deleted_at is null and e.kind <> 'CONDUCT_PROOF');
end
$$;
revoke all on function file_is_kept(uuid) from public;
grant execute on function file_is_kept(uuid) to bihuan_directory, bihuan_issues, bihuan_indicators;

create policy file_restricted on file as restrictive for select to bihuan_directory, bihuan_issues, bihuan_indicators
    using (not file_is_kept(id));
