# Finds a Python in $python_range that can compile packages: one of the machine's, else one that uv downloads, else Debian's.
# shellcheck shell=bash

include_folders() {
    local python=$1
    "$python" -c 'import pathlib, sysconfig; include = pathlib.Path(sysconfig.get_path("include")); print(include, include.parent, sep=":")'
}

has_headers() {
    "$1" -c 'import pathlib, sys, sysconfig; sys.exit(not (pathlib.Path(sysconfig.get_path("include")) / "Python.h").exists())'
}

known_python() {
    python=$("$uv" python find --quiet --system --no-python-downloads "$python_range" 2>/dev/null) && has_headers "$python"
}

download_python() {
    step 'downloading Python 3.14 with uv'
    UV_HTTP_RETRIES=0 timeout "$download_seconds" "$uv" python install --quiet --managed-python 3.14 2>"$cache/uv-python.log"
}

# Sets $python.
find_python() {
    known_python && return 0
    debian_python_found && return 0
    download_python && known_python && return 0
    step "uv could not download it (all it said is in $cache/uv-python.log)"
    unpack_debian_python
    debian_python_found || fail 'the Python unpacked from Debian does not start' \
        "Delete $debian_python and run scripts/setup again, or install Python 3.14 with its headers yourself."
}
