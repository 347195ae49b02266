-- SPDX-License-Identifier: MIT
-- Private signing keys are encrypted by the key of BIHUAN_SIGNING_KEK (common/auth/key_wrap.h); `bihuanctl migrate` and `bihuanctl keys
-- encrypt` encrypt what lies in the clear. The directory only signs: bihuanctl makes, retires and encrypts keys.
-- compatible

set local role bihuan_owner;
set local search_path = bihuan, pg_temp;

revoke insert, update on signing_key from bihuan_directory;
comment on column signing_key.private_pem is 'PEM, encrypted as aes256gcm:KEK:NONCE+TEXT+TAG, or from before keys were encrypted';
