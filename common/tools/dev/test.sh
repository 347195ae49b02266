# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # root and build come from ./dev
# The test suites, the benchmarks and the demonstration: each on throw-away servers, none touching what `./dev up` runs.

suites=(unit sql contract api flow fault)
results="$root/build/results"

export PYTHONDONTWRITEBYTECODE=1 BIHUAN_PRESET="$preset"
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:abort_on_error=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
export TSAN_OPTIONS=${TSAN_OPTIONS:-halt_on_error=1:second_deadlock_stack=1:suppressions=$root/tests/support/tsan.supp}

python() { /usr/bin/python3 "$@"; }

# Files of a suite share nothing, so they are given to processes, each file whole to one of them. What keeps the cores
# busy has one process a core; faults mostly wait and have more.
declare -A processes=([contract]=$(nproc) [api]=$(nproc) [flow]=$(nproc) [fault]=$((2 * $(nproc))))

# pytest_suite SUITE REPORT [ARGUMENT...]
pytest_suite() {
    local suite=$1 report=$2
    shift 2
    python -m pytest -c "$root/tests/pytest.ini" --rootdir "$root/tests" "$root/tests/$suite" \
        --junitxml "$results/$report.xml" "$@"
}

# run_suite NAME [ARGUMENT...]: arguments go to ctest (unit) or pytest (the rest).
run_suite() {
    local suite=$1 apart=()
    shift
    say "tests: $suite"
    [ -z "${processes[$suite]-}" ] || apart=(--numprocesses "${processes[$suite]}" --dist loadfile)
    case $suite in
    unit)
        ctest --test-dir "$build" -L unit --output-on-failure --parallel "$(nproc)" \
            --output-junit "$results/unit.xml" "$@"
        ;;
    fault) fault_suite "$@" ;;
    *) pytest_suite "$suite" "$suite" "${apart[@]}" "$@" ;;
    esac
}

# Faults: first what may run side by side, then what measures time. All that was asked for may be in one half: pytest
# says 5 when it finds no test.
fault_suite() {
    local together=0 alone=0
    pytest_suite fault fault -m "not alone" "${apart[@]}" "$@" || together=$?
    pytest_suite fault fault_alone -m alone "$@" || alone=$?
    case $together$alone in 00 | 05 | 50) ;; *) return 1 ;; esac
}

# Every answer that the API and flow tests saw fits the contract; after all suites, nothing documented was left out.
check_recorded() {
    say "recorded traffic against the contract"
    python "$root/common/tools/dev/tally.py" --check recorded "$results" -- \
        /usr/bin/python3 "$root/tests/contract/validate_recorded.py" "$root/build/recorded"
}

verb_test() {
    local suite status=0 wanted=("${suites[@]}")
    case " ${suites[*]} " in
    *" ${1:-all} "*) wanted=("$1") && shift ;;
    *) [ $# -eq 0 ] || die "no suite $1; there are: ${suites[*]}" ;;
    esac
    need build run test
    say "building ($preset)"
    compile "$preset"
    rm -rf "$results" "$root/build/recorded"
    mkdir -p "$results"
    for suite in "${wanted[@]}"; do
        [ ! -d "$root/tests/$suite" ] || run_suite "$suite" "$@" || status=1
    done
    [ "${#wanted[@]}" -eq 1 ] || check_recorded || status=1
    python "$root/common/tools/dev/tally.py" "$results" || status=1
    return "$status"
}

verb_bench() {
    need build run test bench
    preset=release build="$root/build/release" BIHUAN_PRESET=release
    say "building (release)"
    compile release
    python "$root/tests/load/bench.py" "$@"
}

verb_demo() {
    need build run test
    say "building ($preset)"
    compile "$preset" programs
    if [ "${1-}" = --reload ]; then local_stack reload "$build"; else python "$root/tests/demo/demo.py" "$@"; fi
}
