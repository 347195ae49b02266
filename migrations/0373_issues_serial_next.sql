-- SPDX-License-Identifier: MIT
-- The number of the next issue that is derived from one, or opens it again, counted those that the caller sees. When a
-- child had moved into another district the number was given a second time, and every derivation was refused.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- The number behind a stem that follows all that were given in this feedback, whoever holds them.
create function serial_next(feedback uuid, stem text) returns bigint language sql stable security definer
    set search_path = bihuan, pg_temp as $$
    select coalesce(max(substr(i.serial_no, length(stem) + 1)::bigint)
                        filter (where substr(i.serial_no, length(stem) + 1) ~ '^[0-9]{1,9}$'), 0) + 1
      from issue i where i.feedback_id = feedback and starts_with(i.serial_no, stem)
$$;
revoke all on function serial_next(uuid, text) from public;
grant execute on function serial_next(uuid, text) to bihuan_issues;
