-- SPDX-License-Identifier: MIT
-- What a figure rests on: files that its revision names (domain C.8, S-018), and who uploaded what.

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

-- Files as they were when they were named: id, sha256, name, size and media_type of each, in the order given.
alter table indicator_value add column files jsonb not null default '[]'
    constraint indicator_value_files_check check (jsonb_typeof(files) = 'array' and jsonb_array_length(files) <= 50);

grant select (id, tenant_id, scope, sha256, name, uploaded_by, uploaded_at) on file to bihuan_indicators;
grant select on file_content to bihuan_indicators;
grant select on api_file to bihuan_indicators;
