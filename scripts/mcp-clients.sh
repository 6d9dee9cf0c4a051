#!/usr/bin/env bash
# Lists and calls every MCP tool through the official Python and TypeScript clients, over stdio and streamable HTTP, on the sample reports.
# The clients are fetched once, in the versions below. `scripts/mcp-clients.sh BINARY` tries another program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

binary=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/release/zhoubao}")
python_version='2.3.0'
typescript_version='1.32.2'
cache="${ZHOUBAO_CACHE:-$PWD/.cache}"
python="$cache/mcp-python-$python_version"
typescript="$cache/mcp-typescript-$typescript_version"

[[ -x $binary ]] || { echo "error: $binary is not there; make build" >&2; exit 1; }
if [[ ! -e $python/ready ]]; then
  scripts/need.sh python3 python3-venv
  python3 -m venv "$python"
  "$python/bin/pip" install --quiet --disable-pip-version-check "mcp==$python_version" "jsonschema==4.26.0" >&2
  touch "$python/ready"
fi
if [[ ! -e $typescript/ready ]]; then
  scripts/need.sh node nodejs
  scripts/need.sh npm npm
  mkdir -p "$typescript"
  npm install --silent --no-audit --no-fund --prefix "$typescript" "@modelcontextprotocol/sdk@$typescript_version" >&2
  touch "$typescript/ready"
fi

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cp -r seeds "$home/seeds"
HOME=$home "$binary" --embedder none ingest "$home/seeds" 2>/dev/null
HOME=$home "$python/bin/python" scripts/mcp_clients.py "$binary"
HOME=$home node scripts/mcp_clients.mjs "$binary" "$typescript"
