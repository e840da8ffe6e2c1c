"""Download a file with the standard library of any Python 3: download.py URL FILE [--insecure]."""

import base64
import netrc
import shutil
import ssl
import sys
import urllib.parse
import urllib.request


def credentials(parts):
    """Return the name and password of the address, else of the netrc file."""
    if parts.username is not None:
        return urllib.parse.unquote(parts.username), urllib.parse.unquote(
            parts.password or ""
        )
    try:
        found = netrc.netrc().authenticators(parts.hostname or "")
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2]) if found else None


def main():
    """Download; what goes wrong is told in one line."""
    url, target = sys.argv[1:3]
    parts = urllib.parse.urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(urllib.parse.urlunsplit(parts._replace(netloc=place)))
    login = credentials(parts)
    if login:
        encoded = base64.b64encode("{}:{}".format(*login).encode()).decode()
        request.add_unredirected_header("Authorization", "Basic " + encoded)
    context = ssl.create_default_context()
    if "--insecure" in sys.argv:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        with urllib.request.urlopen(request, timeout=60, context=context) as answer:
            with open(target, "wb") as file:
                shutil.copyfileobj(answer, file)
    except OSError as error:
        sys.exit("%s: %s" % (place or url, error))


main()
