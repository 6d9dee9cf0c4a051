#!/usr/bin/env bash
# A load that ends: 64 callers at once for a minute on loopback, each asking, searching and reading ledgers one after the other. Prints
# p50, p95 and p99 of every kind of request, what the server's memory came to, and how many requests failed; fails where one did.
#
# usage: scripts/load.sh [SECONDS [CALLERS]]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

scripts/need.sh python3 python3
. scripts/served.sh
python3 scripts/load.py "$served_host" "$served_pid" "${1:-60}" "${2:-64}"
