# Finds OpenLDAP's server for the tests, or brings it: Debian's package is unpacked into the cache folder, since installing it would start a server. Sets $SLAPD.
# shellcheck shell=bash

own_slapd=$cache/slapd

slapd_places() {
    printf '%s\n' "${SLAPD-}"
    type -P slapd || true
    printf '%s\n' "$own_slapd/run" /usr/sbin/slapd /usr/libexec/slapd /usr/lib/openldap/slapd \
        /opt/homebrew/opt/openldap/libexec/slapd /usr/local/opt/openldap/libexec/slapd
}

# It tells its version with an exit code of 1.
find_slapd() {
    local place
    while IFS= read -r place; do
        if [[ -x $place ]] && { "$place" -VV 2>&1 || true; } | grep -q OpenLDAP; then
            export SLAPD=$place
            return 0
        fi
    done < <(slapd_places)
    return 1
}

unpack_slapd() {
    step "unpacking slapd from Debian's packages into $own_slapd"
    unpack_with_own_apt slapd "$own_slapd.new" || return 1
    cat >"$own_slapd.new/run" <<EOF
#!/bin/sh
export LD_LIBRARY_PATH='$(library_path "$own_slapd.new" "$own_slapd")'
exec '$own_slapd/usr/sbin/slapd' "\$@"
EOF
    chmod +x "$own_slapd.new/run"
    rm -rf "$own_slapd"
    mv "$own_slapd.new" "$own_slapd"
}

bring_slapd() {
    local end=fail
    find_slapd && return 0
    mkdir -p "$cache"
    if has apt-get && has dpkg-deb; then
        end=fail_with_log
        unpack_slapd || true
        find_slapd && return 0
    fi
    missing_packages=slapd
    $end "the tests of LDAP phone books need slapd, OpenLDAP's server, and it could not be brought here" "Install it and run scripts/test again: $(install_commands)"
}
