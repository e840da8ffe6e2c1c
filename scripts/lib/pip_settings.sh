# Reads where pip is told to find packages, without pip, and tells uv, which does not read pip's files.
# shellcheck shell=bash

# pip's files, later ones win. PIP_CONFIG_FILE=/dev/null turns them off, another value takes the place of the user's own.
pip_files() {
    local folder IFS=:
    [[ ${PIP_CONFIG_FILE-} != /dev/null ]] || return 0
    for folder in ${XDG_CONFIG_DIRS:-/etc/xdg}; do printf '%s\n' "$folder/pip/pip.conf"; done
    printf '%s\n' '/Library/Application Support/pip/pip.conf' /etc/pip.conf
    if [[ -n ${HOME-} && ! -e ${PIP_CONFIG_FILE-} ]]; then
        printf '%s\n' "$HOME/.pip/pip.conf"
        if [[ $(uname -s) == Darwin && -d "$HOME/Library/Application Support/pip" ]]; then
            printf '%s\n' "$HOME/Library/Application Support/pip/pip.conf"
        else
            printf '%s\n' "${XDG_CONFIG_HOME:-$HOME/.config}/pip/pip.conf"
        fi
    fi
    printf '%s\n' "${VIRTUAL_ENV:-${CONDA_PREFIX:-/usr}}/pip.conf" "${PIP_CONFIG_FILE-}"
}

# The value of $1 in the files: what [install] says wins over [global]; indented lines go on with the value.
pip_setting_in_files() {
    pip_files | while IFS= read -r file; do [[ ! -f $file || ! -r $file ]] || { echo '[none]'; cat "$file"; echo; }; done | awk -v want="$1" '
        { sub(/\r$/, "") }
        /^[ \t]*([#;].*)?$/ { next }
        /^[ \t]/ { if (key != "") value[section, key] = value[section, key] " " $0; next }
        /^\[/ { section = substr($0, 2, index($0, "]") - 2); key = ""; next }
        match($0, /[=:]/) {
            key = tolower(substr($0, 1, RSTART - 1))
            gsub(/_/, "-", key)
            gsub(/^-+|[ \t]+$/, "", key)
            value[section, key] = substr($0, RSTART + 1)
        }
        END {
            found = value["install", want] != "" ? value["install", want] : value["global", want]
            gsub(/[ \t]+/, " ", found)
            gsub(/^ | $/, "", found)
            print found
        }'
}

pip_setting() {
    local variable
    variable=PIP_$(printf '%s' "$1" | tr 'a-z-' 'A-Z_')
    if [[ -n ${!variable-} ]]; then
        # shellcheck disable=SC2086  # several are separated by white space of any kind
        echo ${!variable}
    else
        pip_setting_in_files "$1"
    fi
}

# Of some places those that can be there: pip, too, passes over a local folder that is missing.
reachable_places() {
    local place
    for place in "$@"; do
        case $place in
            file://*) [[ ! -e ${place#file://} ]] || printf '%s ' "$place" ;;
            *://*) printf '%s ' "$place" ;;
            *) [[ ! -e $place ]] || printf '%s ' "$place" ;;
        esac
    done
}

use_pip_settings() {
    local proxy certificates
    default_index=${UV_DEFAULT_INDEX:-${UV_INDEX_URL:-$(pip_setting index-url)}}
    default_index=${default_index:-https://pypi.org/simple}
    # shellcheck disable=SC2046  # one word a place
    {
        more_indexes=${UV_INDEX:-${UV_EXTRA_INDEX_URL:-$(reachable_places $(pip_setting extra-index-url))}}
        UV_FIND_LINKS=${UV_FIND_LINKS:-$(reachable_places $(pip_setting find-links) | tr ' ' ,)}
    }
    UV_FIND_LINKS=${UV_FIND_LINKS%,}
    export UV_DEFAULT_INDEX=$default_index UV_INDEX=$more_indexes UV_FIND_LINKS
    export UV_INDEX_STRATEGY=${UV_INDEX_STRATEGY:-unsafe-best-match} # pip's own way where there are several
    export UV_INSECURE_HOST=${UV_INSECURE_HOST:-$(pip_setting trusted-host)}
    certificates=$(pip_setting cert)
    if [[ -n $certificates && -z ${SSL_CERT_FILE-} ]]; then export SSL_CERT_FILE=$certificates; fi
    proxy=$(pip_setting proxy)
    if [[ -n $proxy && -z ${HTTPS_PROXY-}${https_proxy-} ]]; then
        export HTTPS_PROXY=$proxy https_proxy=$proxy HTTP_PROXY=$proxy http_proxy=$proxy
    fi
}
