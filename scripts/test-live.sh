#!/usr/bin/env bash
# The tests against a real language model: the one that OPENAI_BASE_URL names, else one on this machine's own cores, set up
# and started for them (scripts/llm-server.sh; it fetches 1.2 GB the first time) and ended with them.
#
# usage: scripts/test-live.sh [--hostile]
#
# --hostile: sixty hostile reports and questions instead, over the command line, REST, OpenAI's form and MCP (a quarter of an hour)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

say '== set-up'
models=$(scripts/setup.sh)
if [[ -n $models ]]; then
  ZHOUBAO_MODELS=$(cd "$models" && pwd) # tests run in other folders
  export ZHOUBAO_MODELS
else
  unset ZHOUBAO_MODELS
  say 'note: no embedding weights: the questions are asked by words alone'
fi
case ${1:-} in
  '') tests=(--test live -- --nocapture --test-threads=1) ;;
  --hostile) tests=(--test server -- hostile_lines_before_a_real_model --nocapture) ;;
  *)
    say "error: \`$1\` is no option" 'usage: scripts/test-live.sh [--hostile]'
    exit 2
    ;;
esac
cargo test --release --locked "${tests[@]:0:2}" --no-run

# free_port: one that nobody listens on.
free_port() {
  local port
  for port in {18080..18179}; do
    if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      printf '%s\n' "$port"
      return
    fi
  done
  say 'error: no free port from 18080 to 18179'
  return 1
}

if [[ -z ${OPENAI_BASE_URL:-} ]]; then
  # A key and a model's name belong to another endpoint than this one.
  unset OPENAI_API_KEY OPENAI_MODEL
  export ZHOUBAO_CACHE=${ZHOUBAO_CACHE:-$PWD/.cache}
  port=$(free_port)
  served=$(mktemp -d)
  trap 'scripts/llm-server.sh stop "$served" >&2 || true; rm -rf "$served"' EXIT
  OPENAI_BASE_URL=$(scripts/llm-server.sh start "$port" "$served")
fi
export OPENAI_BASE_URL ZHOUBAO_TEST_LLM=1
say "== live tests at $OPENAI_BASE_URL"
cargo test --release --locked "${tests[@]}"
