/* SPDX-License-Identifier: MIT */
/* The table of contents of bihuanctl; docs/reference/bihuanctl.md is checked against it. */
#include "ctl/ctl.h"

/* clang-format off */
const struct verb verbs[] = {
    {"audit verify",  "[--tenant CODE]", "tenant=", 0, 0,
     "Recompute the audit chains; exit 3 when an entry was changed, removed, moved or slipped in", ctl_audit_verify},
    {"clock move",    "SECONDS", "", 1, 1, "Development only: move the clock that the services read", ctl_clock_move},
    {"clock show",    "", "", 0, 0, "Print the time that the services see", ctl_clock_show},
    {"events dead",   "[--service NAME]", "service=", 0, 0, "List events that are being tried, waiting or dead", ctl_events_dead},
    {"events give-up", "[--service NAME] EVENT_ID...", "service=", 1, CTL_WORDS_MAX,
     "Have events tried no more: they are dead, and those behind them go on", ctl_events_give_up},
    {"events replay", "--service NAME --since TIME [--type TYPE] [--aggregate ID] [--again]",
     "service= since= type= aggregate= again", 0, 0,
     "Have a service look at the log again from TIME; with --again also at events it has handled", ctl_events_replay},
    {"events retry",  "[--service NAME] [EVENT_ID...]", "service=", 0, CTL_WORDS_MAX,
     "Have all dead events tried again, or at once those named, dead or not", ctl_events_retry},
    {"help",          "", "", 0, 0, "Print this", ctl_help},
    {"import indicators", "FILE", "", 1, 1, "Import the catalogue of indicators from CSV: all rows or none; prints the report",
     ctl_import_indicators},
    {"import standards", "FILE...", "", 1, CTL_WORDS_MAX,
     "Import editions of standards from CSV, each file whole or not at all; prints the reports", ctl_import_standards},
    {"import tenants", "FILE", "", 1, 1, "Import tenants from CSV: all rows or none; prints the report", ctl_import_tenants},
    {"jobs list",     "", "", 0, 0, "List time-driven work: when it ran and is due", ctl_jobs_list},
    {"jobs run",      "SERVICE NAME", "", 2, 2, "Have a job run now", ctl_jobs_run},
    {"keys encrypt",  "", "", 0, 0, "Encrypt the private signing keys anew with BIHUAN_SIGNING_KEK", ctl_keys_encrypt},
    {"keys list",     "", "", 0, 0, "List the keys that sign the directory's tokens", ctl_keys_list},
    {"keys retire",   "KID", "", 1, 1, "Stop believing tokens that a key signed", ctl_keys_retire},
    {"keys rotate",   "", "", 0, 0, "Make a new signing key; the old ones go on verifying until retired", ctl_keys_rotate},
    {"migrate",       "[--status] [--user NAME]", "status user=", 0, 0,
     "Bring the database to the schema of this build, connecting as NAME (PGUSER, else postgres)", ctl_migrate},
    {"token",         "TENANT_CODE ROLE... [--sub S] [--name N] [--ttl SECONDS] [--issuer URL] [--audience A]",
     "sub= name= ttl= issuer= audience=", 2, CTL_WORDS_MAX, "Print an access token of a tenant with these roles", ctl_token},
    {0},
};
/* clang-format on */
