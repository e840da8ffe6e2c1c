# Finds Chromium for the browser's tests, or brings it: root's apt installs it, else it is kept in the cache folder. Sets $CHROMIUM.
# shellcheck shell=bash

own_chromium=$cache/chromium
downloaded_chromium=$cache/playwright

chromium_places() {
    printf '%s\n' "${CHROMIUM-}"
    type -P chromium chromium-browser google-chrome google-chrome-stable || true
    printf '%s\n' '/Applications/Chromium.app/Contents/MacOS/Chromium' \
        '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome' "$own_chromium/run"
    find "$downloaded_chromium" -type f '(' -name chrome -o -name Chromium -o -name 'Google Chrome for Testing' ')' 2>/dev/null || true
}

find_chromium() {
    local place
    while IFS= read -r place; do
        if [[ -x $place ]] && "$place" --version >/dev/null 2>&1; then
            export CHROMIUM=$place
            return 0
        fi
    done < <(chromium_places)
    return 1
}

install_chromium_with_apt() {
    step 'installing Chromium with apt-get'
    apt_install chromium
}

# The libraries and fonts that the machine does not have lie beside it.
write_chromium_start() {
    local libraries
    libraries=$(library_path "$1" "$own_chromium")
    cat >"$1/fonts.conf" <<EOF
<fontconfig><dir>$own_chromium/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>$own_chromium/fonts</cachedir></fontconfig>
EOF
    cat >"$1/run" <<EOF
#!/bin/sh
export FONTCONFIG_FILE='$own_chromium/fonts.conf'
export LD_LIBRARY_PATH='$libraries'
exec '$own_chromium/usr/lib/chromium/chromium' "\$@"
EOF
    chmod +x "$1/run"
}

unpack_chromium() {
    step "unpacking Chromium from Debian's packages into $own_chromium"
    unpack_with_own_apt chromium "$own_chromium.new" || return 1
    write_chromium_start "$own_chromium.new"
    rm -rf "$own_chromium"
    mv "$own_chromium.new" "$own_chromium"
}

download_chromium_with_playwright() {
    step 'downloading Chromium with Playwright'
    PLAYWRIGHT_BROWSERS_PATH=$downloaded_chromium logged python -m playwright install --no-shell chromium
}

bring_chromium() {
    mkdir -p "$cache"
    if is_debian && [[ $EUID -eq 0 ]]; then install_chromium_with_apt
    elif is_debian; then unpack_chromium
    else download_chromium_with_playwright
    fi || true
    find_chromium && return 0
    missing_packages=chromium
    fail_with_log "the browser's tests need Chromium, and it could not be brought here" "Install it and run scripts/test again: $(install_commands)"
}
