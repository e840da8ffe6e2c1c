"""Download a file with the standard library of any Python 3: download.py URL FILE [--insecure]."""

import base64
import netrc
from pathlib import Path
import shutil
import ssl
import sys
import urllib.parse
import urllib.request


def credentials(parts):
    """Return the name and password of the address, else of the netrc file."""
    if parts.username is not None:
        return tuple(
            urllib.parse.unquote(part or "")
            for part in (parts.username, parts.password)
        )
    try:
        found = netrc.netrc().authenticators(parts.hostname or "")
    except (OSError, netrc.NetrcParseError):
        return None
    return (found[0], found[2]) if found else None


def main():
    """Download; what goes wrong is told in one line."""
    parts = urllib.parse.urlsplit(sys.argv[1])
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    request = urllib.request.Request(url)  # noqa: S310  # a local folder may be an index
    login = credentials(parts)
    if login:
        encoded = base64.b64encode(":".join(login).encode()).decode()
        request.add_unredirected_header("Authorization", "Basic " + encoded)
    context = ssl.create_default_context()
    if "--insecure" in sys.argv:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    try:
        answer = urllib.request.urlopen(request, timeout=60, context=context)  # noqa: S310
        with answer, Path(sys.argv[2]).open("wb") as file:
            shutil.copyfileobj(answer, file)
    except OSError as error:
        sys.exit(f"{url}: {error}")


main()
