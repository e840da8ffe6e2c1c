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
