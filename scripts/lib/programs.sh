# Finds servers and tools that the tests and the demo run, or brings them: Debian's packages are unpacked into the cache folder, since installing them would start servers.
# shellcheck shell=bash

# $1: the program, $2: the variable that says where it is, $3: its package.
program_places() {
    local folder
    printf '%s\n' "${!2-}"
    type -P "$1" || true
    printf '%s\n' "$cache/$3/run" "$cache/$3/usr/bin/$1"
    for folder in /usr/sbin /usr/libexec /usr/lib/openldap /usr/local/sbin /usr/local/bin /usr/local/opt/openldap/libexec \
        /opt/homebrew/sbin /opt/homebrew/bin /opt/homebrew/opt/openldap/libexec; do
        printf '%s\n' "$folder/$1"
    done
}

# It tells what it is, some with an exit code that is not 0.
find_program() {
    local place says=$1 asked=-h
    [[ $1 != slapd ]] || says=OpenLDAP asked=-VV
    while IFS= read -r place; do
        if [[ -x $place ]] && { "$place" "$asked" 2>&1 || true; } | grep -qi "$says"; then
            export "$2=$place"
            return 0
        fi
    done < <(program_places "$1" "$2" "${3-$1}")
    return 1
}

unpack_program() {
    local own=$cache/$3 program=usr/sbin/$1
    step "unpacking $1 from Debian's packages into $own"
    unpack_with_own_apt "$3" "$own.new" || return 1
    [[ -x $own.new/$program ]] || program=usr/bin/$1
    cat >"$own.new/run" <<EOF
#!/bin/sh
export LD_LIBRARY_PATH='$(library_path "$own.new" "$own")'
exec '$own/$program' "\$@"
EOF
    chmod +x "$own.new/run"
    rm -rf "$own"
    mv "$own.new" "$own"
}

# $3: what needs it, and what it is; $4: its package, where that has another name.
bring_program() {
    local end=fail package=${4-$1}
    find_program "$1" "$2" "$package" && return 0
    mkdir -p "$cache"
    if has apt-get && has dpkg-deb; then
        end=fail_with_log
        unpack_program "$1" "$2" "$package" || true
        find_program "$1" "$2" "$package" && return 0
    fi
    # shellcheck disable=SC2034  # for install_commands
    missing_packages=$package
    $end "$3, and it could not be brought here" "Install it and run scripts/test again: $(install_commands)"
}

bring_slapd() { bring_program slapd SLAPD "the tests of LDAP phone books need slapd, OpenLDAP's server"; }

bring_broker() { bring_program "$1" "$2" "the tests of the gateway need $1, an MQTT broker"; }

bring_promtool() { bring_program promtool PROMTOOL 'the tests of the alert rules need promtool, which comes with Prometheus' prometheus; }
