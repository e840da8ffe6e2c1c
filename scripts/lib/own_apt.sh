# apt with a state of its own in the cache folder: fetches packages to unpack, needs no rights and installs nothing.
# shellcheck shell=bash

apt=$cache/apt

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
