#!/usr/bin/env bash
# The time of the commit that is built, in seconds since 1970; what is made of a release carries it instead of the clock's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [[ -n ${SOURCE_DATE_EPOCH:-} ]]; then
  printf '%s\n' "$SOURCE_DATE_EPOCH"
elif [[ -e .git ]]; then
  git log -1 --format=%ct
else
  # An archive of the source has no history; its files have the commit's time.
  stat -c %Y Cargo.toml
fi
