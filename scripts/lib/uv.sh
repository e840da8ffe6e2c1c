# Finds uv, or downloads it into the cache folder from where pip would get it. Sets $uv.
# shellcheck shell=bash

uv_version=$(sed -n 's/^uv==//p' "$requirements")

# Certificates come from the machine, as pip's do; nothing of uv's own falls outside the user's cache.
export UV_SYSTEM_CERTS=1 UV_NO_CONFIG=1 UV_PYTHON_INSTALL_BIN=0 UV_PYTHON_INSTALL_REGISTRY=0 UV_NO_PROGRESS=1
export UV_CACHE_DIR=${UV_CACHE_DIR:-$cache_home/uv} UV_HTTP_TIMEOUT=${UV_HTTP_TIMEOUT:-30}
export UV_PYTHON_INSTALL_DIR=$cache/python

# Whether the machine's own uv is there and young enough.
uv_on_path() {
    uv=$(command -v uv || true)
    [[ -n $uv && $uv != "$venv"/* ]] && "$uv" --version 2>/dev/null | grep -Eq '^uv (0\.(9|[1-9][0-9])|[1-9])'
}

# The end of the name of the wheel for this machine, as a pattern.
wheel_pattern() {
    local machine
    machine=$(uname -m)
    case $(uname -s) in
        Darwin) echo "macosx.*_$machine[.]whl" ;;
        *) if is_musl; then echo "musllinux.*_$machine[.]whl"; else echo "manylinux.*_$machine[.]whl"; fi ;;
    esac
}

# The address of the wheel on an index's page of uv, with its checksum behind a #.
wheel_on_page() {
    awk -v RS='<' -v file="(^|/)uv-${uv_version//./[.]}-py3-none-.*$(wheel_pattern)(#|\$)" '
        /^[aA][ \t\r\n]/ && match($0, /href[ \t\r\n]*=[ \t\r\n]*("[^"]*"|\047[^\047]*\047)/) {
            link = substr($0, RSTART, RLENGTH)
            gsub(/^href[ \t\r\n]*=[ \t\r\n]*.|.$/, "", link)
            gsub(/&amp;/, "\\&", link)
            if (link ~ file) { print link; exit }
        }' "$1"
}

# What $2, a link on the page $1, points to. Who has to log in to the page has to log in there too.
absolute_link() {
    local page=$1 link=$2 scheme=${1%%://*} server
    server=${page#*://}
    server=${server%%/*}
    case $link in
        *://*) ;;
        //*) link=$scheme:$link ;;
        /*) link=$scheme://$server$link ;;
        *)
            page=${page%/*}
            while [[ $link == ../* ]]; do
                link=${link#../}
                page=${page%/*}
            done
            link=$page/$link
            ;;
    esac
    if [[ $server == *@* && $link == "$scheme://${server#*@}"/* ]]; then
        link=$scheme://$server/${link#*://*/}
    fi
    printf '%s\n' "$link"
}

download_uv_from() {
    local page=${1%/}/uv/ link wheel=$cache/uv.whl
    download "$page" "$cache/uv.html" || return 1
    link=$(wheel_on_page "$cache/uv.html")
    if [[ -z $link ]]; then
        echo "There is no uv $uv_version for this machine." >>"$log"
        return 1
    fi
    link=$(absolute_link "$page" "$link")
    download "${link%%#*}" "$wheel" || return 1
    case $link in
        *'#sha256='*) [[ ${link##*#sha256=} == "$(sha256_of "$wheel")"* ]] || { echo 'The checksum is wrong.' >>"$log"; return 1; } ;;
    esac
    unpack_zip "$wheel" "$cache/uv.new"
}

install_python3_with_apt() {
    local packages=python3
    can_download && can_unpack && return 0
    [[ -s /etc/ssl/certs/ca-certificates.crt ]] || packages="$packages ca-certificates"
    step 'installing python3 with apt-get'
    # shellcheck disable=SC2086  # one word a package
    apt_install $packages ||
        fail_with_log 'python3 could not be installed with apt-get' 'See that apt-get update works, and run this again.'
}

find_uv() {
    local index
    use_pip_settings
    uv_on_path && return 0
    uv=$cache/uv/bin/uv
    "$uv" --version >/dev/null 2>&1 && return 0
    install_python3_with_apt
    rm -rf "$cache/uv" "$cache/uv.new"
    for index in $default_index $more_indexes; do
        step "downloading uv $uv_version from $(without_credentials "$index")"
        if download_uv_from "$index"; then
            mkdir -p "$cache/uv/bin"
            mv "$cache/uv.new/uv-$uv_version.data/scripts/"* "$cache/uv/bin/"
            chmod +x "$cache"/uv/bin/*
            rm -rf "$cache/uv.new" "$cache/uv.whl" "$cache/uv.html"
            return 0
        fi
    done
    fail_with_log 'uv could not be downloaded' \
        'See that this machine reaches the network and that pip is configured for the right index,' \
        'or install uv yourself (https://docs.astral.sh/uv). Then run this again.'
}
