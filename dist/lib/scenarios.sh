# shellcheck shell=bash disable=SC2154 # root and other parts' names: see all.sh
# The lab scenarios one by one, for dist/test --full: a run that was broken off goes on where it stopped.

scenario_record() { echo "$root/target/full-$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo none).tsv"; }

lab_scenarios() {
    grep -rl '@Tag("lab")' "$root/src/test/java" | xargs -r -n 1 basename | sed 's/\.java$//' | LC_ALL=C sort
}

# Runs those that have not passed at this commit yet, and prints the table of all.
run_scenarios() {
    local record scenario started result
    record=$(scenario_record)
    mkdir -p "$root/target" && touch "$record"
    for scenario in $(lab_scenarios | LC_ALL=C sort -r); do
        if grep -q "^$scenario	passed" "$record"; then
            say "scenario $scenario passed before"
            continue
        fi
        started=$SECONDS result=passed
        local failed_before=$failed
        failed=
        phase "$scenario" lab none surefire:test -Dtest="$scenario"
        [ -z "$failed" ] || result=failed
        failed=$failed_before${failed}
        printf '%s\t%s\t%s s\n' "$scenario" "$result" $((SECONDS - started)) >>"$record"
    done
    say "scenarios (kept in $record):"
    sort -u "$record" | awk -F '\t' '{ printf "    %-32s %-8s %8s\n", $1, $2, $3 }'
}

# Whether a pipeline's time limit, where there is one, leaves so many minutes; else what is not run for it is said. Usage: time_for MINUTES NAME
time_for() {
    [ -n "${RESCTL_TEST_MINUTES-}" ] && [ $((RESCTL_TEST_MINUTES * 60 - SECONDS)) -lt $(($1 * 60)) ] || return 0
    say "$2 tests are NOT RUN: less than $1 of $RESCTL_TEST_MINUTES minutes are left"
    not_run+=" $2"
    return 1
}

# One after the other, as long as there is time for the longest: a run that is ended from outside says nothing at all. What was not begun is said.
run_scenarios_within_time() {
    local scenario
    for scenario in $(lab_scenarios | LC_ALL=C sort -r); do
        if time_for 25 "$scenario"; then phase "$scenario" lab none surefire:test -Dtest="$scenario"; fi
    done
}

# The test cases of all phases that ended so, as "class.method: reason". Usage: test_cases WORD|WORD…
test_cases() {
    cat "$root"/target/surefire-reports/TEST-*.xml 2>/dev/null | tr '\n\t' '  ' |
        grep -oE "<testcase name=\"[^\"]*\" classname=\"[^\"]*\"[^>]*> *<($1)( [^>]*)?>(<!\[CDATA\[[^]]*)?" |
        sed -E 's/<testcase name="([^"]*)" classname="([^"]*)"[^>]*> */    \2.\1: /
            s/<[a-z]+[^>]* message="([^"]*)".*/\1/; s/<[a-z]+[^>]*>(<!\[CDATA\[)?//; s/ +at [^ ]+\(.*//; s/&#10;/ /g' |
        cut -c 1-300 || true
}

# Says which tests were skipped and why; and at the end, where whoever sees only the last lines looks, which failed.
print_summary() {
    local skipped red
    skipped=$(test_cases 'skipped')
    red=$(test_cases 'failure|error')
    [ -z "$skipped" ] || printf 'Skipped, with the reason:\n%s\n' "$skipped"
    [ -z "$red" ] || printf 'FAILED, with the reason:\n%s\n' "$red"
}
