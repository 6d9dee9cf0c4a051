#!/usr/bin/env bash
# Learns src/statement/model.json from every set of questions that is there: reports are read, the program prints the features of
# their statements, scripts/train.py fits. The verdict is learned from statements weighed by models that have not seen their corpus.
# usage: scripts/train.sh            (after `make setup`; a second run may change last digits, see docs/quality.md)
set -euo pipefail
export LC_COLLATE=C
cd "$(dirname "$0")/.."
. scripts/env.sh

program=${ZHOUBAO:-${CARGO_TARGET_DIR:-target}/release/zhoubao}
cache=${ZHOUBAO_CACHE:-$PWD/.cache}
export ZHOUBAO_MODELS=${ZHOUBAO_MODELS:-$cache/models}
venv=$cache/train-venv
if [[ ! -x $venv/bin/python ]] || ! "$venv/bin/python" -c 'import sklearn' 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet 'scikit-learn==1.7.2' 'scipy==1.17.1' 'numpy==2.2.6'
fi

declare -A reports questions options
add() { reports[$1]=$2 questions[$1]=$3 options[$1]=${4:-}; }
for corpus in lab-many-authors english-biweekly monthly-prose numbered-newsletter; do
  add "$corpus" "tests/corpora/$corpus/reports" "tests/corpora/$corpus/questions.jsonl"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
held() { add "held-$1" "tests/corpora/held-$1/reports" "tests/corpora/held-$1/questions.jsonl" "--as-of $2"; }
held factory 2025-08-25
held hospital 2026-03-21
held utility 2025-09-22
held shop 2025-08-01
held metro 2025-10-05
held quality-lab 2025-11-01
held library 2025-11-20
held wind 2025-11-15
held broker 2025-08-10
held cargo 2025-08-10
held campus 2025-08-04
held claims 2025-08-04
held bus 2025-10-13
held interns 2025-09-29
held pool 2025-11-10
held press 2025-06-09
held bank 2025-11-17
held estates 2025-08-18
held sewage 2025-09-30
held callhub 2026-05-31
cat seeds/questions.jsonl tests/corpora/samples/questions.jsonl >"$work/samples.jsonl"
add seeds seeds "$work/samples.jsonl" '--as-of 2024-04-02'
if [[ -d ../shared/corpora/plct ]]; then
  add plct ../shared/corpora/plct ../shared/corpora/plct-dev.jsonl
else
  say 'note: ../shared/corpora/plct is not there: learned without it'
fi
mapfile -t names < <(printf '%s\n' "${!reports[@]}" | LC_ALL=C sort)

# Every question is also asked over the reports of all sets: scores drift as an index grows.
mkdir "$work/union" "$work/vectors" "$work/features" "$work/held-out"
for name in "${names[@]}"; do cp -rL "${reports[$name]}" "$work/union/$name"; done

# read_in INDEX REPORTS
read_in() {
  say "== reading $1"
  "$program" --index "$work/index-$1" ingest "$2" >/dev/null 2>"$work/log-$1" || { cat "$work/log-$1" >&2; return 1; }
}
# features CORPUS MODELS FOLDER: over its own reports, and over those of all sets.
features() {
  local index file
  for index in "$1" union; do
    file=$3/$1.json
    [[ $index == "$1" ]] || file=$3/$1@$index.json
    # shellcheck disable=SC2086
    "$program" --index "$work/index-$index" eval "${questions[$1]}" --features --models "$2" ${options[$1]} \
      >"$file" 2>"$work/log-$1" || { cat "$work/log-$1" >&2; return 1; }
  done
}
# Last by name, the samples have the most questions: they come first.
by_size() { printf '%s\n' "${names[@]}" | tac; }
# side_by_side COMMAND: of each set or fold on standard input, as many at once as there are cores.
side_by_side() {
  local one running=0
  while read -r one; do
    "$1" "$one" &
    if ((++running >= $(nproc))); then wait -n; ((running--)); fi
  done
  while ((running-- > 0)); do wait -n; done
}
model=src/statement/model.json
# Sets that are left out together: a sixth of them, so that all the others are learned from.
readonly folds=6
fold_of() { local at; for at in "${!names[@]}"; do [[ ${names[at]} != "$1" ]] || echo $((at % folds)); done; }
vectors() {
  # shellcheck disable=SC2086
  "$program" --index "$work/index-$1" eval "${questions[$1]}" --vectors ${options[$1]} >"$work/vectors/$1.json" 2>"$work/log-$1" ||
    { cat "$work/log-$1" >&2; return 1; }
}
# of_others FOLD FILES…: those of sets that are not of the fold.
of_others() {
  local fold=$1 file name
  shift
  for file; do
    name=${file##*/}
    name=${name%.json}
    [[ $(fold_of "${name%@union}") == "$fold" ]] || echo "$file"
  done
}
fit() { "$venv/bin/python" scripts/train.py "$@" >&2; }
# Features are those of models that have not seen the set.
of_its_fold() { features "$1" "$work/model-$(fold_of "$1").json" "$2"; }
seen() { of_its_fold "$1" "$work/features"; }
unseen() { of_its_fold "$1" "$work/held-out"; }
adapted_without() {
  mapfile -t others < <(of_others "$1" "$work"/vectors/*.json)
  cp "$model" "$work/model-$1.json"
  fit adapter "$work/model-$1.json" "${others[@]}"
}
first_without() {
  mapfile -t others < <(of_others "$1" "$work"/features/*.json)
  fit first "$work/model-$1.json" "${others[@]}"
}
learned_without() {
  say "== statements without fold $1"
  mapfile -t others < <(of_others "$1" "$work"/features/*.json)
  fit statements "$work/model-$1.json" "${others[@]}"
}

read_in union "$work/union"
for name in "${names[@]}"; do read_in "$name" "${reports[$name]}"; done
by_size | side_by_side vectors
seq 0 $((folds - 1)) | side_by_side adapted_without
by_size | side_by_side seen
# What a statement shares with the likeliest ones needs to know which these are.
seq 0 $((folds - 1)) | side_by_side first_without
by_size | side_by_side seen
seq 0 $((folds - 1)) | side_by_side learned_without
by_size | side_by_side unseen
fit adapter "$model" "$work"/vectors/*.json
fit first "$model" "$work"/features/*.json
fit statements "$model" "$work"/features/*.json
fit verdict "$model" "$work"/held-out/*.json
"$venv/bin/python" scripts/train.py report "$model" "$work"/held-out/*.json
