# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # root and build come from ./dev
# Building, and the verbs that run what was built. BIHUAN_PRESET chooses the preset: dev, asan, tsan, release.

preset=${BIHUAN_PRESET:-dev}
build="$root/build/$preset"

# build PRESET [TARGET...]: configures when that was never done, then compiles what changed.
compile() {
    local preset=$1
    shift
    [ -f "$root/build/$preset/build.ninja" ] || cmake --preset "$preset" -S "$root" >"$root/.local/cmake.log" ||
        die "cmake failed; the whole log is .local/cmake.log"
    cmake --build "$root/build/$preset" --parallel "$(nproc)" ${1+--target "$@"} >&2
}

local_stack() { /usr/bin/python3 "$root/common/tools/dev/local.py" "$@"; }

# The settings of the running stack.
use_local() {
    [ -f "$root/.local/env" ] || die "nothing is up; run ./dev up"
    # shellcheck source=/dev/null
    . "$root/.local/env"
}

verb_up() {
    need build run
    say "building ($preset)"
    compile "$preset" programs
    local_stack up "$build" "$@"
}

verb_down() { local_stack down "$build" "$@"; }

verb_token() {
    use_local
    "$build/bin/bihuanctl" token "$@"
}

verb_logs() {
    use_local
    local log="$BIHUAN_LOGS/${1:?which service?}.log"
    [ -f "$log" ] || die "no log of $1; there are: $(cd "$BIHUAN_LOGS" && printf '%s ' *.log)"
    tail -n 200 -F "$log"
}

verb_psql() {
    use_local
    /usr/lib/postgresql/15/bin/psql "$BIHUAN_PG user=postgres options='-c search_path=bihuan'" "$@"
}
