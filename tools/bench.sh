#!/bin/sh
# Plans every benchmark scenario once and prints a line for each: seconds, status, points, bound, gap.
#
#   tools/bench.sh [SECONDS]     at most so long for each (default 60)
set -eu
cd "$(dirname "$0")/.."
program=target/release/reisagenda
seconds="${1:-60}"
printf '%-32s %8s  %-10s %12s %12s %8s\n' scenario seconds status points bound gap
for scenario in scenarios/taskforce-2027 scenarios/bench/*; do
    [ -e "$scenario" ] || continue
    start="$(date +%s)"
    plan="$("$program" plan "$scenario" --time-limit "$seconds" --quiet --json || true)"
    end="$(date +%s)"
    field() { printf '%s\n' "$plan" | sed -n "s/^  \"$1\": \"\{0,1\}\([^\",]*\).*/\1/p" | head -n 1; }
    printf '%-32s %8s  %-10s %12s %12s %8s\n' "${scenario#scenarios/}" "$((end - start))" "$(field status)" \
        "$(field objective)" "$(field bound)" "$(field gap)"
done
