# What every script says and where it keeps things. Written for bash 3.2 and the tools of Linux, Alpine and macOS alike.
# shellcheck shell=bash

step() { printf 'setup: %s\n' "$*" >&2; }

# The first line says what is wrong, the others what to do.
fail() {
    printf 'setup: error: %s\n' "$1" >&2
    shift
    for line in "$@"; do printf '       %s\n' "$line" >&2; done
    exit 1
}

# A relative XDG_CACHE_HOME is ignored, as its specification says.
case ${XDG_CACHE_HOME-} in
    /*) cache_home=$XDG_CACHE_HOME ;;
    *) cache_home=${HOME:+$HOME/.cache} ;;
esac
cache=${cache_home:+$cache_home/telephony}
log=$cache/setup.log

# Runs a command; what it says is in the log.
logged() {
    printf '\n$ %s\n' "$(without_credentials "$*")" >>"$log"
    "$@" >>"$log" 2>&1
}

without_credentials() { printf '%s\n' "$1" | sed 's|://[^/@ ]*@|://|g'; }

# As fail, after the last that the log holds.
fail_with_log() {
    grep -v '^$' "$log" | tail -n 8 | sed 's/^/       | /' >&2
    fail "$@" "All of it is in $log"
}
