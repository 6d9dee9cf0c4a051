#!/usr/bin/env bash
# One page of figures in Markdown, each beside what somebody would put together instead; a quarter of an hour on two idle cores. What is
# compared with comes from PyPI in the versions below; both use the weights of `model pull`. Run it with nothing else at work: the page
# says what load there was.
#
# usage: scripts/figures.sh [reading] [embedding] [whole] [asking] [decade] [retrieval]      some parts alone; `asking` wants `whole` before it
#        ZHOUBAO_LAB_REPORTS=FOLDER scripts/figures.sh                              with a large corpus of your own among them
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

others=(fastembed==0.9.1 onnxruntime==1.32.0 qdrant-client==1.20.0 langchain-text-splitters==1.1.3 jieba==0.42.1)
cache=${ZHOUBAO_CACHE:-$PWD/.cache}
venv=$cache/figures-venv

say '== set-up'
models=${ZHOUBAO_MODELS:-$(scripts/setup.sh)}
weights=${models:-none}/bge-small-zh-v1.5
[[ -e $weights/model.onnx ]] || { say "error: no embedding weights in $weights" 'hint: zhoubao model pull'; exit 1; }
weights=$(realpath "$weights")
if [[ $(cat "$venv/ready" 2>/dev/null) != "${others[*]}" ]]; then
  scripts/need.sh python3 python3-venv
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${others[@]}" >&2
  echo "${others[*]}" >"$venv/ready"
fi

say '== the program and its benchmarks'
scripts/need.sh cc build-essential
cargo build --release --locked
built=$(cargo bench --locked --no-run --bench reading --bench embed --bench folder --bench retrieval --message-format json |
  sed -n 's/.*"target":{"kind":\["bench"\].*"name":"\([a-z]*\)".*"executable":"\([^"]*\)".*/\1=\2/p' | paste -sd:)

work=$(mktemp -d)
trap '[[ -z ${ZHOUBAO_BENCH_QDRANT_URL:-} ]] || scripts/qdrant-server.sh stop "$work/qdrant" >&2 || true; rm -rf "$work"' EXIT
parts=${*:-reading embedding whole asking decade retrieval}
if [[ $parts == *retrieval* ]]; then
  mkdir "$work/qdrant"
  if ZHOUBAO_BENCH_QDRANT_URL=$(ZHOUBAO_CACHE=$cache scripts/qdrant-server.sh start 16333 "$work/qdrant"); then
    export ZHOUBAO_BENCH_QDRANT_URL
  else
    say 'note: no Qdrant server: its rows are left out'
  fi
fi
reports=${ZHOUBAO_LAB_REPORTS:-../shared/corpora/plct}
[[ -d $reports ]] && reports=$(realpath "$reports") || { say "skipped: no corpus in $reports (set ZHOUBAO_LAB_REPORTS)"; reports=; }

say '== figures'
mkdir "$work/figures"
python3 scripts/figures.py --program "${CARGO_TARGET_DIR:-target}/release/zhoubao" --benches "$built" --python "$venv/bin/python" \
  --weights "$weights" --work "$work/figures" ${reports:+--reports "$reports"} $parts
