# Downloads and unpacks with what the machine has.
# shellcheck shell=bash

# Fetches $1 into the file $2; why it failed is in the log.
download() {
    printf '\n%s\n' "$(without_credentials "$1")" >>"$log"
    local host=${1#*://} trusted
    host=${host%%/*}
    trusted=" ${UV_INSECURE_HOST-} "
    local insecure=''
    case $trusted in *" ${host##*@} "*) insecure=yes ;; esac
    if has curl; then
        curl --fail --silent --show-error --location --netrc-optional --connect-timeout 30 ${insecure:+--insecure} \
            ${SSL_CERT_FILE:+--cacert "$SSL_CERT_FILE"} --output "$2" "$1"
    elif has_python3; then
        python3 "$root/scripts/lib/download.py" "$1" "$2" ${insecure:+--insecure}
    else
        wget -T 30 -O "$2" "$1" ${insecure:+--no-check-certificate}
    fi >>"$log" 2>&1
}

unpack_zip() {
    mkdir -p "$2"
    if has unzip; then logged unzip -q -o "$1" -d "$2"
    elif has bsdtar; then logged bsdtar -x -f "$1" -C "$2"
    else logged python3 -m zipfile -e "$1" "$2"
    fi
}

sha256_of() {
    if has sha256sum; then sha256sum "$1"
    elif has shasum; then shasum -a 256 "$1"
    else openssl dgst -sha256 -r "$1"
    fi | awk '{ print $1 }'
}
