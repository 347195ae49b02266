# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154,SC2034 # root comes from ./dev; the lists are used by name
# What each job needs from Debian, and how it is installed: only what is missing, without starting any system server.

packages_build=(build-essential cmake ninja-build ccache pkg-config python3 libulfius-dev libyder-dev liborcania-dev
    libmicrohttpd-dev libjansson-dev libhiredis-dev libpq-dev librhonabwy-dev libcurl4-gnutls-dev libgnutls28-dev
    libcsv-dev libxlsxwriter-dev libarchive-dev libintelrdfpmath-dev libcmocka-dev)
packages_run=(postgresql-15 redis-server nginx-light curl)
packages_test=(postgresql-15-pgtap python3-pytest python3-pytest-xdist python3-requests
    python3-hypothesis python3-yaml python3-jsonschema python3-psycopg2 python3-redis python3-jwt python3-cryptography)
packages_lint=(clang clang-format clang-tidy cppcheck shellcheck pyflakes3 python3-yaml python3-jsonschema)
packages_bench=(wrk)

# Prints those of the given packages that are not installed.
missing_packages() {
    local package
    for package in "$@"; do
        dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok installed' || printf '%s\n' "$package"
    done
}

# need GROUP...: installs what the named groups lack.
need() {
    local group wanted=() missing
    for group in "$@"; do
        local -n list="packages_$group"
        wanted+=("${list[@]}")
    done
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

install_packages() {
    say "installing ${#*} Debian packages: $*"
    local guard=/usr/sbin/policy-rc.d guarded=
    local log="$root/.local/apt.log"
    mkdir -p "$root/.local"
    if [ ! -e "$guard" ]; then # keeps the packages' own PostgreSQL, Redis and nginx from being started
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$guard" >/dev/null
        as_root chmod 755 "$guard"
        guarded=yes
    fi
    local status=0
    { as_root apt-get update -q && as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"; } >"$log" 2>&1 || status=$?
    [ -z "$guarded" ] || as_root rm -f "$guard"
    if [ "$status" -ne 0 ]; then
        tail -n 20 "$log" >&2
        die "apt-get failed; the whole log is $log"
    fi
}
