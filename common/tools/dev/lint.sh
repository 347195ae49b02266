# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154 # root and build come from ./dev
# Formatting and everything that finds faults without running the programs. Each check is a function lint_<name>.

checks=(format shell python house contracts cppcheck tidy)

c_files() { git -C "$root" ls-files --cached --others --exclude-standard -- '*.c' '*.h' | sort -u; }

lint_format() { c_files | xargs -r clang-format --dry-run --Werror; }

lint_shell() {
    git ls-files --cached --others --exclude-standard -- dev .ci/run '*.sh' | sort -u | xargs -r shellcheck -x
}

lint_python() {
    git ls-files --cached --others --exclude-standard -- '*.py' | sort -u | xargs -r pyflakes3
}

lint_house() { /usr/bin/python3 common/tools/house_rules.py; }

lint_contracts() { /usr/bin/python3 tests/contract/lint_api.py; }

# internalAstError: cppcheck stumbles over compound literals.
lint_cppcheck() {
    cppcheck --std=c11 --quiet --inline-suppr --error-exitcode=1 -j "$(nproc)" \
        --enable=warning,performance,portability \
        --suppress=missingIncludeSystem --suppress=invalidPointerCast --suppress=internalAstError \
        -D_POSIX_C_SOURCE=200809L --library=common/tools/cppcheck.cfg \
        --cppcheck-build-dir="$root/.local/cppcheck" -I common -I services common services
}

lint_tidy() {
    local log="$root/.local/tidy.log" status=0
    compile dev >/dev/null
    c_files | grep '^\(common\|services\)/.*\.c$' |
        xargs -r -P "$(nproc)" -n 4 clang-tidy -p build/dev --quiet \
            --extra-arg=-Wno-unknown-warning-option >"$log" 2>&1 || status=$?
    grep -E '(error|warning|note): |^ ' "$log" || true
    return "$status"
}

# verb_lint [CHECK...]
verb_lint() {
    local check failed=() started
    need build lint
    cd "$root" || return
    mkdir -p .local/cppcheck
    for check in "${@:-${checks[@]}}"; do
        started=$SECONDS
        if "lint_$check"; then say "lint $check: clean ($((SECONDS - started)) s)"; else
            say "lint $check: FAILED ($((SECONDS - started)) s)"
            failed+=("$check")
        fi
    done
    [ "${#failed[@]}" -eq 0 ] || die "lint: ${failed[*]}"
}

verb_fmt() {
    need lint
    cd "$root" || return
    c_files | xargs -r clang-format -i
}
