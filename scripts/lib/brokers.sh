# Finds the MQTT brokers for the tests of the gateway, or brings them: Debian's packages are unpacked into the cache folder, since installing them would start servers. Sets $MOSQUITTO and $NATS_SERVER.
# shellcheck shell=bash

broker_places() {
    printf '%s\n' "${!2-}"
    type -P "$1" || true
    printf '%s\n' "$cache/$1/run" "/usr/sbin/$1" "/usr/local/sbin/$1" "/usr/local/bin/$1" "/opt/homebrew/sbin/$1" "/opt/homebrew/bin/$1"
}

# $1: its name, $2: the variable that says where it is. Some tell their version with an exit code that is not 0.
find_broker() {
    local place
    while IFS= read -r place; do
        if [[ -x $place ]] && { "$place" -h 2>&1 || true; } | grep -qi "$1"; then
            export "$2=$place"
            return 0
        fi
    done < <(broker_places "$1" "$2")
    return 1
}

find_brokers() { find_broker mosquitto MOSQUITTO && find_broker nats-server NATS_SERVER; }

unpack_broker() {
    local own=$cache/$1
    step "unpacking $1 from Debian's packages into $own"
    unpack_with_own_apt "$1" "$own.new" || return 1
    cat >"$own.new/run" <<EOF
#!/bin/sh
export LD_LIBRARY_PATH='$(library_path "$own.new" "$own")'
exec '$own/usr/sbin/$1' "\$@"
EOF
    chmod +x "$own.new/run"
    rm -rf "$own"
    mv "$own.new" "$own"
}

bring_broker() {
    local end=fail
    find_broker "$1" "$2" && return 0
    mkdir -p "$cache"
    if has apt-get && has dpkg-deb; then
        end=fail_with_log
        unpack_broker "$1" || true
        find_broker "$1" "$2" && return 0
    fi
    # shellcheck disable=SC2034  # for install_commands
    missing_packages=$1
    $end "the tests of the gateway need $1, an MQTT broker, and it could not be brought here" "Install it and run scripts/test again: $(install_commands)"
}

bring_brokers() { bring_broker mosquitto MOSQUITTO && bring_broker nats-server NATS_SERVER; }
