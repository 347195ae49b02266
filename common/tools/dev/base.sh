# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every verb of ./dev uses: messages, root rights, waiting.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# wait_for SECONDS WHAT COMMAND...: polls until COMMAND succeeds.
wait_for() {
    local limit=$((SECONDS + $1)) what=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$limit" ] || return 1
        read -rt 0.1 <> <(:) || true
    done
    : "$what"
}
