# Finds uv, or installs it from PyPI into the cache folder. Sets $uv.
# shellcheck shell=bash

uv_range='>=0.9,<1'

# Certificates come from the machine, as pip's do; nothing of uv's own falls outside the user's cache.
export UV_SYSTEM_CERTS=1 UV_NO_CONFIG=1 UV_PYTHON_INSTALL_BIN=0 UV_PYTHON_INSTALL_REGISTRY=0
export UV_PYTHON_INSTALL_DIR=$cache/python UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-30}

find_uv() {
    uv=$(command -v uv || true)
    [[ -n $uv && $uv != "$venv"/* ]] && return 0
    uv=$cache/uv/bin/uv
    "$uv" --version >/dev/null 2>&1 && return 0
    step 'installing uv from PyPI into the cache folder'
    rm -rf "$cache/uv" "$cache/uv.new"
    python3 -m pip --version >/dev/null 2>&1 ||
        fail 'uv is missing, and there is no pip to install it with' \
            'Install uv (https://docs.astral.sh/uv) or pip (Debian: apt-get install python3-pip).'
    python3 -m pip install --quiet --quiet --disable-pip-version-check --no-warn-script-location --root-user-action ignore \
        --target "$cache/uv.new" "uv$uv_range" >&2 ||
        fail 'uv could not be installed with pip' 'See that PyPI can be reached, or install uv yourself (https://docs.astral.sh/uv).'
    mv "$cache/uv.new" "$cache/uv"
}
