-- SPDX-License-Identifier: MIT
-- L5 to L7 of the ladder and the referrals are ACCOUNT records: the leading group's, not the office's and not every party's (F.1, F.4-5).
-- Beside the wall stands who the caller is: his roles come with the unit of work (app.roles), none where nobody set them.
-- breaking: a build that does not say its caller's roles can neither show nor take a step from L5 on.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- The caller has one of these roles (words).
create function role_held(roles text) returns boolean language sql stable parallel safe as $$
    select string_to_array(current_setting('app.roles', true), ',') && string_to_array(roles, ' ')
$$;
-- The work of jobs, relay and consumers: the whole range, said explicitly.
create function range_is_whole() returns boolean language sql stable parallel safe as $$
    select current_setting('app.lo', true) = '' and current_setting('app.hi', true) = '~'
$$;
grant execute on function role_held(text), range_is_whole() to public;

-- 组长、问责专项组 see L5 to L7 in their range, 副组长 L5. A unit that has to answer sees what was issued to it, by its leader and its
-- desk; it never sees a proposal, and a referral (L7) is not addressed to it.
create policy escalation_restricted on escalation as restrictive
    using (level < 5 or range_is_whole()
        or (scope >= current_setting('app.lo', true) and scope < current_setting('app.hi', true)
            and (role_held('GROUP_HEAD GROUP_ACCOUNT') or (level = 5 and role_held('GROUP_DEPUTY'))))
        or (level < 7 and state <> 'PROPOSED' and role_held('UNIT_LEADER UNIT_ADMIN')
            and (select true from issue_party p
                  where p.issue_id = escalation.issue_id and p.valid_to is null and p.role in ('LEAD_UNIT', 'RESP_UNIT')
                    and p.party_scope = current_setting('app.lo', true) limit 1)));

create policy accountability_referral_restricted on accountability_referral as restrictive
    using (range_is_whole() or role_held('GROUP_HEAD GROUP_ACCOUNT'));
