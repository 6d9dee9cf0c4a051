# Sourced by scripts in bash, after env.sh: a server over the sample reports, with an index and a home of its own, which go when the
# script ends. Sets served_host (`127.0.0.1:41233`) and served_pid.

program=${CARGO_TARGET_DIR:-target}/release/zhoubao
[[ -x $program ]] || { say "error: $program is missing" 'hint: make build'; exit 1; }

served_home=$(mktemp -d)
served_pid=
end_served() {
  [[ -z $served_pid ]] || kill "$served_pid" 2>/dev/null || true
  [[ -z $served_pid ]] || wait "$served_pid" 2>/dev/null || true
  rm -rf "$served_home"
}
trap end_served EXIT

alone=(env -i PATH="$PATH" HOME="$served_home" ZHOUBAO_EMBEDDER=none ZHOUBAO_AS_OF=2024-04-02 "$program")
"${alone[@]}" ingest seeds >/dev/null 2>&1
mkfifo "$served_home/address"
# `env` gives the program its place, so that this is the program's number.
"${alone[@]}" serve --address 127.0.0.1:0 --log-format off >"$served_home/address" 2>"$served_home/log" &
served_pid=$!
if ! read -r -t 30 served_url <"$served_home/address"; then
  cat "$served_home/log" >&2
  exit 1
fi
served_host=${served_url#http://}
served_host=${served_host%/}
