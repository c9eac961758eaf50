#!/bin/sh
# Write requirements/*.txt anew from pyproject.toml: exact versions with hashes, one set for Python 3.11 to 3.13.
# Versions already locked stay; `tools/lock_requirements.sh --upgrade` takes the newest that pyproject.toml allows.
set -eu
cd -- "$(dirname -- "$0")/.."

locker=build/locker
[ -x "$locker/bin/uv" ] || { python3 -m venv "$locker" && "$locker/bin/pip" install --quiet uv; }

# Each file is held to the ones before it, so that all of them can be installed together.
lock() { # OUTPUT ARGUMENT...
    output=$1
    shift
    echo "$output" >&2
    "$locker/bin/uv" pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header \
        --python-version 3.11 --output-file "$output" "$@" >/dev/null
}

mode=${1:-}
case $mode in '' | --upgrade) ;; *) echo "usage: tools/lock_requirements.sh [--upgrade]" >&2; exit 2 ;; esac

lock requirements/run.txt ${mode:+"$mode"} pyproject.toml
lock requirements/build.txt ${mode:+"$mode"} --constraints requirements/run.txt --group build
lock requirements/bench.txt ${mode:+"$mode"} --constraints requirements/run.txt --constraints requirements/build.txt \
    --group bench
lock requirements/test.txt ${mode:+"$mode"} --constraints requirements/run.txt --constraints requirements/build.txt \
    --constraints requirements/bench.txt --group test
