-- SPDX-License-Identifier: MIT
-- What a change of the tenant tree does to rows of this service. Run by the consumer with the whole range; safe to repeat.

-- name: move_feedback
update inspection_feedback set scope = :new_scope || substr(scope, length(:old_scope) + 1)
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: move_programme
update programme set scope = :new_scope || substr(scope, length(:old_scope) + 1)
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: move_issue
update issue set scope = :new_scope || substr(scope, length(:old_scope) + 1), row_version = row_version + 1
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: move_party
update issue_party set party_scope = :new_scope || substr(party_scope, length(:old_scope) + 1)
 where party_scope >= :old_scope and party_scope < :old_scope || '~';

-- name: move_grant
update issue_grant set scope = :new_scope || substr(scope, length(:old_scope) + 1)
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: move_counter
update issue_code_counter set scope = :new_scope || substr(scope, length(:old_scope) + 1)
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: move_parameter
update issue_parameter set scope = :new_scope || substr(scope, length(:old_scope) + 1)
 where scope >= :old_scope and scope < :old_scope || '~';

-- name: rename_tenant
with parties as (
    update issue_party set party_code = :code, party_name = :name
     where party_tenant_id = :tenant_id::uuid and valid_to is null and (party_code, party_name) is distinct from (:code, :name)
)
update issue set tenant_code = :code, tenant_name = :name
 where tenant_id = :tenant_id::uuid and closed_at is null and (tenant_code, tenant_name) is distinct from (:code, :name);
