# apt: for root as it is, and for others with a state of its own in the cache folder, to unpack packages there without any rights.
# shellcheck shell=bash

apt=$cache/apt

# As root, onto the machine itself.
apt_install() {
    mkdir -p "$cache"
    logged apt-get --quiet update &&
        DEBIAN_FRONTEND=noninteractive logged apt-get --quiet --yes install --no-install-recommends "$@"
}

prepare_own_apt() {
    rm -rf "$apt"
    mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/packages"
}

own_apt() {
    local tool=$1
    shift
    "$tool" -o Dir::State="$apt" -o Dir::State::lists="$apt/lists" -o Dir::State::status=/var/lib/dpkg/status \
        -o Dir::Cache="$apt/cache" -o APT::Sandbox::User="$(id -un)" -o APT::Get::List-Cleanup=false -o Debug::NoLocking=true "$@"
}

extract_packages() {
    local package
    for package in "$apt"/packages/*.deb; do
        dpkg-deb --extract "$package" "$1"
    done
}

# Ubuntu's packages of the same names may be others.
is_debian() { grep -qx 'ID=debian' /etc/os-release 2>/dev/null && has apt-get && has dpkg-deb; }

# Of prometheus only the programs are wanted: they need no library but C's, and the rest is for the server's pages.
packages_with() {
    [[ $1 != prometheus ]] || { echo prometheus; return; }
    own_apt apt-get --quiet --no-install-recommends --simulate install "$1" 2>>"$log" | awk '/^Inst / && $2 !~ /^libc6/ { print $2 }'
}

# Unpacks a package, and all that it needs and the machine does not have, into a new folder; nothing is installed.
unpack_with_own_apt() {
    local packages
    rm -rf "$2"
    mkdir -p "$2"
    prepare_own_apt
    logged own_apt apt-get --quiet update && packages=$(packages_with "$1") || return 1
    # shellcheck disable=SC2086  # one word a package
    (cd "$apt/packages" && logged own_apt apt-get --quiet download $packages) || return 1
    extract_packages "$2"
    rm -rf "$apt"
}

# The folders of the libraries below $1, as they will be below $2.
library_path() {
    (cd "$1" && find lib usr/lib '(' -name '*.so' -o -name '*.so.*' ')' 2>/dev/null | sed "s|^|$2/|; s|/[^/]*\$||" | sort -u | paste -s -d : -)
}
