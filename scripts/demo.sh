#!/usr/bin/env bash
# The first minutes with the program: sets up what is missing, builds, reads the sample reports into .zhoubao-demo/ and
# asks them a question.
#
# usage: scripts/demo.sh [--server]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh
exec 2>&1 # a story is read in one order

readonly question='what caused the 6/15 账户流水 discrepancy'
readonly demo=.zhoubao-demo
program=${CARGO_TARGET_DIR:-target}/release/zhoubao

# The demo is about this folder, not about what the user has configured elsewhere.
unset QDRANT_API_KEY ZHOUBAO_INDEX ZHOUBAO_COLLECTION ZHOUBAO_CONFIG ZHOUBAO_EMBEDDER ZHOUBAO_AS_OF

scripts/need.sh cc build-essential
say '== building (the first time takes fifteen to thirty minutes on two cores)'
cargo build --release --locked
say '== embedding weights'
models=$(scripts/setup.sh)
if [[ -n $models && -z ${ZHOUBAO_MODELS:-} ]]; then
  # Where the program itself looks for them, so that it works from any folder afterwards.
  if ! "$program" model pull --from "$models/bge-small-zh-v1.5" >/dev/null 2>&1; then
    say "note: your data folder cannot be written to; to use the weights: export ZHOUBAO_MODELS=$models"
    export ZHOUBAO_MODELS=$models
  fi
fi

if [[ ${1:-} == --server ]]; then
  url=$(ZHOUBAO_CACHE=$PWD/.cache scripts/qdrant-server.sh start 16333 "$demo/server")
  place=(--qdrant-url "$url" --collection demo)
  ending="the server goes on; end it with: scripts/qdrant-server.sh stop $demo/server"
else
  unset QDRANT_URL
  place=(--index "$demo/index")
  ending="your own reports:  $program ingest FOLDER && $program ask \"…\""
fi

say '== reading the sample reports'
# An index of another time was perhaps built with, or without, weights: anew is right, and takes seconds.
"$program" "${place[@]}" ingest seeds --rebuild
say '' "== $program ${place[*]} ask \"$question\"" ''
"$program" "${place[@]}" ask "$question"
say '' '== go on with' \
  "  $program ${place[*]} ask \"5月有哪些事故？\"" \
  "  $program ${place[*]} search 对账单 --explain" \
  "  $program ${place[*]} serve          # the same in a browser: http://127.0.0.1:7350/" \
  "  $ending"
