# Looks whether everything that the machine itself must have is there, and names all that is missing at once.
# shellcheck shell=bash

problems=''
missing_packages=''

problem() { problems="$problems$1
"; }

has() { command -v "$1" >/dev/null 2>&1; }

# On macOS /usr/bin/python3 may be there and do nothing but open a window.
has_python3() {
    has python3 || return 1
    [[ $(uname -s) != Darwin || $(command -v python3) != /usr/bin/python3 ]] || xcode-select -p >/dev/null 2>&1 || return 1
    python3 -c 'import sys, ssl, zipfile, urllib.request; sys.exit(sys.version_info < (3, 6))' 2>/dev/null
}

is_musl() { { ldd --version 2>&1 || true; } | grep -qi musl; }

can_download() { has curl || has wget || has_python3; }

can_unpack() { has unzip || has bsdtar || has_python3; }

can_use_apt() { [[ $EUID -eq 0 ]] && has apt-get; }

need_tool() {
    has "$1" && return 0
    problem "$1 is missing."
    missing_packages="$missing_packages $2"
}

need_folder() {
    local folder=$1 advice=$2
    if mkdir -p "$folder" 2>/dev/null && (: >"$folder/.is-writable") 2>/dev/null; then
        rm -f "$folder/.is-writable"
    else
        problem "The folder $folder cannot be written to. $advice"
    fi
}

need_downloads() {
    uv_on_path || can_use_apt && return 0
    can_download && can_unpack && return 0
    problem 'Nothing is there to download and unpack with: python3 is enough, and so is curl or wget with unzip.'
    missing_packages="$missing_packages python3"
}

need_compiler_on_musl() {
    is_musl && ! has cc || return 0
    problem 'A package is not offered for Alpine and has to be compiled, and there is no compiler.'
    missing_packages="$missing_packages build-base"
}

# What brings `$missing_packages` onto the machine, on each kind of it or on this one where it is known.
install_commands() {
    local sudo='sudo ' packages=${missing_packages# }
    [[ $EUID -ne 0 ]] || sudo=''
    local fedora=$packages arch=${packages/python3/python} alpine=$packages macos=${packages/python3/python}
    fedora=${fedora/slapd/openldap-servers} fedora=${fedora/prometheus/golang-github-prometheus} arch=${arch/slapd/openldap} alpine=${alpine/slapd/openldap openldap-back-mdb} macos=${macos/slapd/openldap}
    if has apt-get; then printf '%sapt-get install %s\n' "$sudo" "$packages"
    elif has dnf; then printf '%sdnf install %s\n' "$sudo" "$fedora"
    elif has pacman; then printf '%spacman -S %s\n' "$sudo" "$arch"
    elif has apk; then printf '%sapk add %s\n' "$sudo" "$alpine"
    elif has brew; then printf 'brew install %s\n' "$macos"
    else
        printf '%-15s %s\n' Debian/Ubuntu: "sudo apt-get install $packages" Fedora: "sudo dnf install $fedora" \
            Arch: "sudo pacman -S $arch" Alpine: "sudo apk add $alpine" macOS: "brew install $macos"
    fi
}

check_needs() {
    need_tool awk gawk
    need_tool sed sed
    need_tool grep grep
    if [[ -z $cache ]]; then
        problem 'HOME is not set, so there is no place for downloads. Set HOME, or set XDG_CACHE_HOME to a folder of yours.'
    else
        need_folder "$cache" 'Set XDG_CACHE_HOME to a folder of yours.'
    fi
    need_folder "$root" 'Copy the checkout to a folder of yours.'
    need_downloads
    need_compiler_on_musl
    [[ -n $problems ]] || return 0
    printf 'setup: error: this machine lacks what is needed:\n' >&2
    printf '%s' "$problems" | sed 's/^/       - /' >&2
    if [[ -n $missing_packages ]]; then
        printf '       Install what is missing:\n' >&2
        install_commands | sed 's/^/           /' >&2
    fi
    exit 1
}
