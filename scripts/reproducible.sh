#!/usr/bin/env bash
# Builds the commit twice, in two folders with nothing in common, and compares what comes out. Takes twice as long as a release.
#
# usage: scripts/reproducible.sh
#        CARGO_PROFILE_DIST_OPT_LEVEL=0 CARGO_PROFILE_DIST_LTO=off scripts/reproducible.sh      quicker: paths and times, not the optimiser
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
SOURCE_DATE_EPOCH=$(scripts/commit-time.sh)
export SOURCE_DATE_EPOCH
commit=$(git rev-parse HEAD) # of both, whatever is committed meanwhile
count=0
for folder in "$work/one" "$work/another/folder of a longer name"; do
  mkdir -p "$folder"
  git archive "$commit" | tar --extract --directory "$folder"
  (cd "$folder" && env -u CARGO_TARGET_DIR ZHOUBAO_CACHE="${ZHOUBAO_CACHE:-$root/.cache}" scripts/dist.sh)
  mv "$folder/target/release-files" "$work/files.$((count += 1))"
  rm -rf "$folder/target"
done
if diff -r "$work/files.1" "$work/files.2"; then
  say 'the same, byte for byte:' "$(cat "$work"/files.1/*.sha256)"
else
  rm -rf target/not-reproducible
  mkdir -p target/not-reproducible
  mv "$work"/files.* target/not-reproducible/
  say 'error: the two builds differ' 'hint: diffoscope target/not-reproducible/files.1 target/not-reproducible/files.2'
  exit 1
fi
