#!/usr/bin/env bash
# The tests (or benchmarks) with everything they can use: weights in ZHOUBAO_MODELS, a Qdrant binary in
# ZHOUBAO_TEST_QDRANT. What cannot be fetched is said, and its tests skip themselves; with ZHOUBAO_STRICT set that is an error.
#
# usage: scripts/test.sh [--bench | --million POINTS [embedded | server | ''] [whole | scalar | binary] | --faults | --cluster]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

lacking() {
  if [[ -n ${ZHOUBAO_STRICT:-} ]]; then
    say "error: $1"
    exit 1
  fi
  say "note: $1: its tests are skipped"
}

say '== set-up'
models=$(scripts/setup.sh)
if [[ -n $models ]]; then
  ZHOUBAO_MODELS=$(cd "$models" && pwd) # tests run in other folders
  export ZHOUBAO_MODELS
else
  unset ZHOUBAO_MODELS
  lacking 'no embedding weights'
fi

if [[ ${1:-} == --bench ]]; then
  scripts/need.sh /usr/bin/time time
  served=$(mktemp -d)
  trap 'scripts/qdrant-server.sh stop "$served" >&2 || true; rm -rf "$served"' EXIT
  if ZHOUBAO_BENCH_QDRANT_URL=$(ZHOUBAO_CACHE=$PWD/.cache scripts/qdrant-server.sh start 16333 "$served"); then
    export ZHOUBAO_BENCH_QDRANT_URL
  else
    lacking 'no Qdrant server'
  fi
  say '== benchmarks'
  cargo bench --locked --benches
  exit
fi

if [[ ${1:-} == --million ]]; then
  served=$(mktemp -d)
  trap 'scripts/qdrant-server.sh stop "$served" >&2 || true; rm -rf "$served"' EXIT
  if ZHOUBAO_BENCH_QDRANT_URL=$(unset QDRANT_URL; ZHOUBAO_CACHE=$PWD/.cache scripts/qdrant-server.sh start 16335 "$served"); then
    export ZHOUBAO_BENCH_QDRANT_URL ZHOUBAO_BENCH_QDRANT_DIR=$served
  else
    lacking 'no Qdrant server'
  fi
  say "== ${2:-1000000} passages"
  cargo bench --locked --bench million -- --points "${2:-1000000}" ${3:+--only "$3"} ${4:+--vectors "$4"}
  exit
fi

if [[ -z ${ZHOUBAO_TEST_QDRANT:-} ]]; then
  command -v qdrant >/dev/null || scripts/need.sh npm npm || true
  if ZHOUBAO_TEST_QDRANT=$(ZHOUBAO_CACHE=$PWD/.cache scripts/qdrant-server.sh ensure); then
    export ZHOUBAO_TEST_QDRANT
    say "qdrant: $ZHOUBAO_TEST_QDRANT"
  else
    unset ZHOUBAO_TEST_QDRANT
    lacking 'no Qdrant server'
  fi
fi

if [[ -z ${ZHOUBAO_TEST_CHROMIUM:-} ]]; then
  timeout 600 scripts/need.sh chromium chromium fonts-noto-cjk || true
  # Somebody may have it under another name; without one its tests skip themselves.
  if ZHOUBAO_TEST_CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome); then
    export ZHOUBAO_TEST_CHROMIUM
    say "browser: $ZHOUBAO_TEST_CHROMIUM"
  else
    unset ZHOUBAO_TEST_CHROMIUM
    say 'note: no browser to look at pages with: its tests are skipped'
  fi
fi

# The pages of the server are used as a person would, through the browser's driver, and looked over for faults of accessibility.
if [[ -n ${ZHOUBAO_TEST_CHROMIUM:-} && -z ${ZHOUBAO_TEST_CHROMEDRIVER:-} ]]; then
  timeout 600 scripts/need.sh chromedriver chromium-driver || true
  if ZHOUBAO_TEST_CHROMEDRIVER=$(command -v chromedriver); then
    export ZHOUBAO_TEST_CHROMEDRIVER
  else
    unset ZHOUBAO_TEST_CHROMEDRIVER
    say 'note: no chromedriver: the tests of the web page are skipped'
  fi
fi
if [[ -z ${ZHOUBAO_TEST_AXE:-} ]]; then
  if ZHOUBAO_TEST_AXE=$(ZHOUBAO_CACHE=$PWD/.cache scripts/axe-core.sh); then
    export ZHOUBAO_TEST_AXE
  else
    unset ZHOUBAO_TEST_AXE
    lacking 'no axe-core'
  fi
fi

# Some tests have it kill the program at a system call; without it they skip themselves.
scripts/need.sh strace strace || say 'note: no strace: the tests that need it are skipped'

if [[ ${1:-} == --faults ]]; then
  say '== faults, every place'
  ZHOUBAO_FAULTS=all cargo test --release --locked --test faults -- --nocapture --test-threads 2
  exit
fi
if [[ ${1:-} == --cluster ]]; then
  say '== a cluster of three nodes'
  cargo test --release --locked --test store_contract -- cluster --nocapture
  exit
fi
say '== tests'
cargo test --release --locked
