"""Who an address means: SIP and phone addresses, and the words that stand for nobody.

Both protocols carry them: name-addr and addr-spec of RFC 3261 (25.1), `tel` URIs of RFC 3966. They
come through the door for text; what only a quotation or an escape hid passes it here.
"""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

from .model import RESTRICTED_PARTY, UNKNOWN_PARTY, Party, Presentation
from .text import clean_text

_SCHEMED: Final = re.compile(r"\s*(?:sips?|tel|callto):\s*(?://)?", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"[-.()\s]")
"""What makes a number in a `tel` URI easier to read (RFC 3966, 3)."""
_QUOTED: Final = re.compile(r'"((?:[^"\\]++|\\.)*+)("?)', re.DOTALL)
"""A quoted text and its end, which may be missing."""
_QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
_CODES: Final = re.compile(
    r"(?:(?:[*#]+\d+[*#]|[A-Z]{1,3}\d{0,3}\#)+(?=\+?\d{2}[^#]*$)"
    r"|\*\d\d(?=1?\d{10}$))",  # such as *67 in North America
    re.IGNORECASE,
)
"""Codes for a service or a trunk before a number: `*31#`, `*121#`, `L0#`."""
_LONGEST_USER: Final = 1024
_WITHHELD: Final = {
    **dict.fromkeys(
        (
            *("anonymous", "restricted", "private", "withheld", "blocked", "hidden"),
            *("suppressed", "anonymous.invalid", "private number", "number withheld"),
            *("anonymous caller", "caller id blocked", "restricted number"),
            *("withheld number", "blocked number", "hidden number", "private caller"),
            *("caller withheld", "number restricted", "no caller id", "clir"),
        ),
        Presentation.RESTRICTED,
    ),
    **dict.fromkeys(
        (
            *("unavailable", "unknown", "unknown.invalid", "not available"),
            *("not known", "unknown number", "unknown caller", "no number"),
            *("number unavailable", "out of area", "none", "null", "n/a"),
            *("notknown", "not provided", "unavailable.invalid"),
        ),
        Presentation.UNAVAILABLE,
    ),
}
"""Words for "no number" (RFC 3323, 4.1; what trunks and gateways write)."""
WITHHELD: Final = tuple(_WITHHELD)
"""Those words: texts that name nobody."""
_AROUND_WORDS: Final = "<>()[]\"' "
_MASK: Final = re.compile(r"[*xX#•\s+()-]+")
_PARTLY_MASKED: Final = re.compile(r"\+?[\d\s()-]*[*xX•]{2,}[\d\s()*xX•-]*")


class Address(NamedTuple):
    """The user and host of an address, and the name shown with it."""

    user: str
    host: str | None = None
    name: str | None = None


def has_scheme(text: str) -> bool:
    """Whether a text is a URI of a phone or of SIP."""
    return _SCHEMED.match(text) is not None


def read_address(text: str) -> Address:
    """Return what an address says, with or without a name, brackets or a scheme."""
    name = None
    if (brackets := _last_brackets(text)) is not None:
        before, text = brackets
        name = _read_name(before)
    schemed = _SCHEMED.match(text)
    if schemed:
        text = text[schemed.end() :]
    user, at, host = text.rpartition("@")
    if at:
        user = user.partition(";")[0].partition(":")[0]  # parameters, a password
    elif schemed:
        user, host = _before(host, ";?:"), ""
    else:
        user, host = host, ""
    user = user[:_LONGEST_USER]
    if schemed or at:
        user = unquote(user)
    if schemed and not at:
        user = _SEPARATORS.sub("", user)
    user = clean_text(user)
    if codes := _CODES.match(user):
        user = user[codes.end() :]
    host = _before(host, ";?:>").strip().lower()
    return Address(user, host or None, name)


def read_party(address: str | None, name: str | None = None) -> Party:
    """Return who an address and a name stand for; withheld is withheld, whatever else is sent."""
    user, host, shown = read_address(address or "")
    name = clean_text(name or "") or shown
    is_nowhere = host is not None and host.endswith(".invalid")  # RFC 3323, 4.1
    withheld = _withheld(user) or (_withheld(host or "") if is_nowhere else None)
    name_withheld = _withheld(name or "")
    if withheld is None and (not user or _MASK.fullmatch(user)):
        withheld = name_withheld or (Presentation.RESTRICTED if user else None)
    if withheld is None and name_withheld and _PARTLY_MASKED.fullmatch(user):
        withheld = name_withheld
    if name_withheld:
        name = None
    if withheld is Presentation.RESTRICTED:
        return RESTRICTED_PARTY
    if withheld or not user:
        return Party(name=name) if name else UNKNOWN_PARTY
    return Party(user, name, Presentation.ALLOWED)


def _withheld(text: str) -> Presentation | None:
    return _WITHHELD.get(text.strip(_AROUND_WORDS).casefold().replace("_", " "))


def _last_brackets(text: str) -> tuple[str, str] | None:
    """Return what stands before and in the last brackets outside of quotes."""
    if "<" not in text:
        return None
    pieces = _QUOTED.split(text)  # plain, what is quoted, its end, plain, and so on
    if len(pieces) > 1 and not pieces[-2]:  # a quote that never ends is a letter
        pieces[-4:] = [f'{pieces[-4]}"{pieces[-3]}']
    for place in range(len(pieces) - 1, -1, -3):
        if (found := pieces[place].rfind("<")) >= 0:
            begin = sum(map(len, pieces[:place])) + place // 3 + found
            end = text.find(">", begin)
            return text[:begin], text[begin + 1 : end if end >= 0 else None]
    return None


def _read_name(text: str) -> str | None:
    """Return a display name without its quotes."""
    text = text.strip()
    if (quoted := _QUOTED.fullmatch(text)) and quoted[2]:
        text = _QUOTED_PAIR.sub(r"\1", quoted[1])
    else:
        text = text.strip('"')
    return clean_text(text) or None


def _before(text: str, ends: str) -> str:
    return re.split(f"[{ends}]", text, maxsplit=1)[0]
