-- SPDX-License-Identifier: MIT
-- A verification names the stage goal (阶段目标) it is about, so that a long-term issue rests on what was found of each goal of its
-- plan (domain B.3 T21, T22). The flag that said so, and was looked at by the first version of the workflow only, goes.
-- breaking: a build before this one reads the flag, and takes a stage without its goals

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

alter table verification add column goal text
    constraint verification_goal_check check (char_length(goal) between 1 and 2000);
comment on column verification.goal is 'the goal''s text in the plan that was in force';
alter table issue drop column stage_goals_verified;
