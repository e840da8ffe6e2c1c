# Finds promtool, which checks Prometheus's rules for the tests, or brings it: Debian's package is unpacked into the cache folder, since installing it would start a server. Sets $PROMTOOL.
# shellcheck shell=bash

own_promtool=$cache/prometheus/usr/bin/promtool

find_promtool() {
    local place
    while IFS= read -r place; do
        if [[ -x $place ]] && { "$place" --version 2>&1 || true; } | grep -q promtool; then
            export PROMTOOL=$place
            return 0
        fi
    done < <(printf '%s\n' "${PROMTOOL-}"; type -P promtool || true; printf '%s\n' "$own_promtool" /opt/homebrew/bin/promtool)
    return 1
}

# Only the programs are unpacked: they need no library but C's, and the rest of what Debian has them depend on is for the server's pages.
unpack_promtool() {
    local own=$cache/prometheus
    step "unpacking prometheus from Debian's package into $own"
    rm -rf "$own.new"
    mkdir -p "$own.new"
    prepare_own_apt
    logged own_apt apt-get --quiet update || return 1
    (cd "$apt/packages" && logged own_apt apt-get --quiet download prometheus) || return 1
    extract_packages "$own.new"
    rm -rf "$apt" "$own"
    mv "$own.new" "$own"
}

bring_promtool() {
    local end=fail
    find_promtool && return 0
    mkdir -p "$cache"
    if has apt-get && has dpkg-deb; then
        end=fail_with_log
        unpack_promtool || true
        find_promtool && return 0
    fi
    # shellcheck disable=SC2034  # for install_commands
    missing_packages=prometheus
    $end 'the tests of the alert rules need promtool, which comes with Prometheus, and it could not be brought here' "Install it and run scripts/test again: $(install_commands)"
}
