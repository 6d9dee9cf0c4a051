#!/usr/bin/env bash
# Holds a running server against its own OpenAPI document, with requests that schemathesis makes up: no 5xx, no reply that the
# document does not describe, nothing accepted that it forbids.
#
# Times and names are text to the document and more to the program, so that text which is no time is refused with 400: the one check
# that is left out is that whatever the document allows is accepted.
#
# One worker: with two, Python 3.11's own parser fails now and then ("AST constructor recursion depth mismatch").
#
# usage: scripts/schemathesis.sh [EXAMPLES]      requests made up for each operation; 25 where nothing is said
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

readonly version=4.32.5
readonly examples=${1:-25}
readonly tool=.cache/schemathesis-$version

scripts/need.sh python3 python3
if [[ ! -x $tool/bin/schemathesis ]]; then
  say "== schemathesis $version"
  rm -rf "$tool"
  # Debian's python3 comes without: no command has this name, so that the package is installed.
  python3 -c 'import ensurepip' 2>/dev/null || scripts/need.sh python3-venv python3-venv
  python3 -m venv "$tool"
  "$tool/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$version"
fi

. scripts/served.sh

say "== $examples requests for each operation of http://$served_host"
"$tool/bin/schemathesis" run "http://$served_host/api/v1/openapi.json" --url "http://$served_host" \
  --checks all --exclude-checks positive_data_acceptance \
  --phases examples,coverage,fuzzing --max-examples "$examples" --seed 1 --workers 1 --request-timeout 60 \
  --suppress-health-check all --continue-on-failure --no-color
