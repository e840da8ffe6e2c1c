# Finds a Python in $python_range: one of the machine's, else one that uv downloads, else Debian's.
# shellcheck shell=bash

python_range='>=3.14.2,<3.15'

known_python() {
    python=$("$uv" python find --quiet --system --no-python-downloads "$python_range" 2>/dev/null)
}

download_python() {
    step 'downloading Python 3.14 with uv'
    UV_HTTP_RETRIES=0 logged "$uv" python install --managed-python 3.14
}

# Sets $python.
find_python() {
    known_python && return 0
    debian_python_found && return 0
    download_python && known_python && return 0
    step "uv could not download it (all it said is in $log)"
    unpack_debian_python
    debian_python_found || fail 'the Python unpacked from Debian does not start' \
        "Delete $debian_python and run scripts/setup again, or install Python 3.14 yourself."
}
