-- SPDX-License-Identifier: MIT
-- I7: what is internal is disclosed nowhere; two persons publish; a tombstone has no title.
select d.issue_id, 'an internal issue has a disclosure that is ' || d.state as what
  from disclosure d join issue i on i.id = d.issue_id where i.secrecy <> 'PUBLIC'
         and d.state in ('PROPOSED', 'PUBLISHED')
union all
select d.issue_id, 'proposed and published by one person'
  from disclosure d where d.state in ('PUBLISHED', 'WITHDRAWN') and d.decided_by = d.proposed_by
union all
select i.id, 'the public list shows what is internal'
  from public_issue p join disclosure d on d.id = p.id join issue i on i.id = d.issue_id
 where i.secrecy <> 'PUBLIC'
        and (p.title is not null or p.text is not null or p.resp_units is not null or p.state is not null)
union all
select i.id, 'an internal issue is marked public' from issue i where i.secrecy <> 'PUBLIC' and i.is_public
union all
select b.issue_id, 'a notice of an internal issue reaches the public'
  from publicity b join issue i on i.id = b.issue_id
 where i.secrecy <> 'PUBLIC' and b.ended_on is null
   and b.channels ?| array['GOV_SITE', 'TELEVISION', 'NEWSPAPER', 'NEW_MEDIA', 'NOTICE_BOARD']
union all
select b.issue_id, 'a notice that runs reaches nobody whom it is for'
  from publicity b join issue i on i.id = b.issue_id
 where b.ended_on is null and i.state not in ('CLOSED', 'REOPENED', 'CANCELLED', 'MERGED')
   and (b.channels = '[]' or (i.secrecy = 'PUBLIC'
        and not b.channels ?| array['GOV_SITE', 'TELEVISION', 'NEWSPAPER', 'NEW_MEDIA', 'NOTICE_BOARD']))
