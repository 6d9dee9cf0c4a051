#!/usr/bin/env bash
# Lists and calls every MCP tool through the official Python client, over stdio and streamable HTTP, on the sample reports.
# The client is fetched once, in the versions below. `scripts/mcp-clients.sh BINARY` tries another program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

binary=$(realpath "${1:-${CARGO_TARGET_DIR:-target}/release/zhoubao}")
version='2.3.0'
folder="${ZHOUBAO_CACHE:-$PWD/.cache}/mcp-python-$version"

[[ -x $binary ]] || { echo "error: $binary is not there; make build" >&2; exit 1; }
if [[ ! -e $folder/ready ]]; then
  scripts/need.sh python3 python3-venv
  python3 -m venv "$folder"
  "$folder/bin/pip" install --quiet --disable-pip-version-check "mcp==$version" "jsonschema==4.26.0" >&2
  touch "$folder/ready"
fi

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
cp -r seeds "$home/seeds"
HOME=$home "$binary" --embedder none ingest "$home/seeds" 2>/dev/null
HOME=$home "$folder/bin/python" scripts/mcp_clients.py "$binary"
