#!/usr/bin/env bash
# A server under use, over large made-up indexes (a department, fifteen years of a team, pages of incidents, a year): answers, roll-ups,
# pages, memory. Some minutes; the indexes stay in .cache/use.
#
# usage: scripts/use.sh [department] [weeks] [incidents] [year]      some of them alone
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

scripts/need.sh python3 python3
program=${ZHOUBAO:-${CARGO_TARGET_DIR:-target}/release/zhoubao}
[[ -x $program ]] || { say "error: $program is missing" 'hint: make build'; exit 1; }
python3 scripts/use.py "$program" "${ZHOUBAO_CACHE:-$PWD/.cache}/use" "$@"
