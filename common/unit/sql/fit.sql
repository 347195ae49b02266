-- SPDX-License-Identifier: MIT
-- Whether a build and the schema belong together.

-- name: schema_misfit
-- Why this build cannot work with the schema: what it needs is missing, or a newer build has left it behind.
select (select min(n.name) from unnest(:names::text[]) n (name)
         where not exists (select from schema_migration m where m.name = n.name)) as missing,
       (select min(m.name) from schema_migration m where m.breaking and m.name <> all (:names::text[])) as breaking;
