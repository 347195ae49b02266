# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every verb of ./dev uses: messages and root rights.

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die() {
    printf 'dev: %s\n' "$*" >&2
    exit 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}
