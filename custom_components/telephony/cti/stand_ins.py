"""Numbers, names, addresses and passwords replaced by stand-ins of the same form, so that others may read the rest.

One StandIns is one table: what is the same stays the same, in whatever spelling. Letters and digits
change one by one, by a shift that a secret key draws for what stands behind them. So a number's last
digits have one stand-in with and without its prefixes, whoever had different numbers still has, and
no letter and no digit but zero stays what it was. Zeros stay: they are the prefixes of a number.
"""

from base64 import b64decode, b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable
from hashlib import blake2b
from ipaddress import ip_address
import re
import secrets
from typing import Final
import unicodedata
from urllib.parse import quote, unquote

from .addresses import WITHHELD
from .text import Remembered

_SECRET_LONGEST: Final = 64
_FOUND_ELSEWHERE: Final = 4
"""Characters from which a password is looked for in other texts: shorter ones are everywhere."""
_REMEMBERED: Final = 1 << 16
_BLOCK: Final = 64
"""Characters that share all bytes of UTF-8 but the last."""
_DOCUMENTATION: Final = ("192.0.2.", "198.51.100.", "203.0.113.")
"""Addresses that are nobody's (RFC 5737); beyond them, those for benchmarks (RFC 2544)."""
_MESSAGES: Final = """
    a accepted access account accounts active already an and another answer answered any are at auth
    authentication authorization available bad be been busy by call called caller calls can cannot
    closed code command connect connected connection could credentials denied device did do does down
    ended error exist expired failed failure fields for forbidden found from get has have held hold
    http id ids in incoming initialized internal invalid is it json known limit line lines login
    logged logout make many max message method missing monitor more must need no none not number of
    off offline on one only open operation or other out outgoing parse password permission permitted
    phone please port protocol reached refused register registered registration reject rejected
    request required ringing server service session sip ssh started state status stopped such
    supported switch syntax system temporarily that the there this time timeout tls to too try
    unable unauthorized unavailable unexpected unknown unregistered unsupported up used user valid
    version was while with without wrong xml you your
"""
_PLAIN_WORDS: Final = frozenset(_MESSAGES.split())
"""What messages of errors are made of: nobody's names."""
_NOBODY: Final = (
    "(?:(?<=[<:@\"'(;=])|(?<!\\S))(?i:"
    + "|".join(re.escape(each) for each in sorted(WITHHELD, key=len, reverse=True))
    + ")(?=\\s*(?:[<>@\"';)]|\\Z))"
)
"""Words that say that somebody is nobody, where nothing else stands beside them."""
_SEPARATED: Final = r"[ ./()\u00a0-]{1,3}"
_TOKEN: Final = re.compile(
    r"(?P<kept>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|\b(?i:sips?|tel|callto|https?|urn)(?=:)"
    r"|\bN(?=<)|\AN(?=[+*#\d])|(?<=!)\d{1,3}(?=[;>])"  # ECMA-269, clause 10
    r"|[;?&]\s*[A-Za-z][\w-]*="
    r"|(?<==)(?:phone|ip|tcp|udp|tls|yes|no|true|false|nk|ek)\b"
    r"|\.invalid\b|(?<![^\W_])[xX]{2,}"
    r"|" + _NOBODY + r")"
    r"|(?P<mac>(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-]))"
    r"|(?P<address>(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\w)"
    r"|(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9A-Fa-f]{1,4})?(?!\.?[\w:]))"
    r"|(?P<quoted>(?<![\w.~+%-])(?:[\w.~+-]|%[0-9A-Fa-f]{2})*%[0-9A-Fa-f]{2}(?:[\w.~+-]|%[0-9A-Fa-f]{2})*)"
    r"|(?P<hex>(?<![^\W_])(?=[0-9]*[A-Fa-f])(?=[A-Fa-f]*[0-9])[0-9A-Fa-f]+(?![^\W_]))"
    r"|(?P<base64>(?<![A-Za-z0-9+/=])(?=[0-9+/]*[A-Za-z])(?:[A-Za-z0-9+/]{4}){2,}"
    r"(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?(?![A-Za-z0-9+/=]))"
    r"|(?P<number>[0-9]+(?:" + _SEPARATED + r"[0-9]+)*)"
    r"|(?P<word>[^\W0-9_]+)",
)
_DIGITS: Final = re.compile("[0-9]+")
_HEXADECIMAL: Final = re.compile("[0-9A-Fa-f]+")
_LETTERS_AND_DIGITS: Final = re.compile("[0-9]+|[A-Za-z]+")
_DEEPEST: Final = 5
"""Layers of percent-encoding that are read; deeper ones are only letters and digits."""
_ONE_NUMBER: Final = 7
"""Digits from which groups of different lengths are one number, however it begins."""


class StandIns:
    """One table of stand-ins; not for several reports, whose readers could compare them."""

    def __init__(self, passwords: Iterable[str] = (), key: bytes | None = None) -> None:
        """Know these passwords wherever they stand; the key is drawn if there is none."""
        self._key = key or secrets.token_bytes(16)
        self._shifts = Remembered(self._draw, longest=96, most=_REMEMBERED)
        self._words = Remembered(self._letters, longest=64, most=_REMEMBERED)
        self._addresses: dict[str, str] = {}
        self._passwords: dict[str, str] = {}
        self._find_passwords: re.Pattern[str] | None = None
        for each in passwords:
            self.password(each)

    def password(self, password: str) -> str:
        """Return a password's stand-in, which has its length; it is found elsewhere from now on."""
        if not password:
            return password
        if (stand_in := self._passwords.get(password)) is None:
            drawn = blake2b(password.encode("utf-8", "surrogatepass"), key=self._key)
            letters = "".join(chr(97 + byte % 26) for byte in drawn.digest())
            stand_in = letters[: min(len(password), _SECRET_LONGEST)]
            self._passwords[password] = stand_in
            known = [each for each in self._passwords if len(each) >= _FOUND_ELSEWHERE]
            known.sort(key=len, reverse=True)
            if known:
                self._find_passwords = re.compile("|".join(map(re.escape, known)))
        return stand_in

    def has_password(self, text: str) -> bool:
        """Whether a password that is known stands in a text."""
        return bool(self._find_passwords and self._find_passwords.search(text))

    def text(self, text: str, *, message: bool = False, depth: int = 0) -> str:
        """Return a text with nothing in it that was there; in a `message` its plain words stay.

        `depth` counts the layers of percent-encoding around it.
        """
        begin, pieces = 0, []
        for found in (
            self._find_passwords.finditer(text) if self._find_passwords else ()
        ):
            before = text[begin : found.start()]
            pieces.append(self._tokens(before, message=message, depth=depth))
            pieces.append(self._passwords[found[0]])
            begin = found.end()
        pieces.append(self._tokens(text[begin:], message=message, depth=depth))
        return "".join(pieces)

    def _tokens(self, text: str, *, message: bool, depth: int) -> str:
        def replaced(found: re.Match[str]) -> str:
            token = found[0]
            match found.lastgroup:
                case "kept":
                    return token
                case "mac" | "hex":
                    return self._hexadecimal(token)
                case "address":
                    return self._address(token)
                case "quoted":
                    if depth >= _DEEPEST:
                        return _LETTERS_AND_DIGITS.sub(self._plain_token, token)
                    plus = "+" if "+" in token else ""
                    inner = self.text(unquote(token), depth=depth + 1)
                    return quote(inner, safe=f".~-_{plus}")
                case "base64":
                    return self._base64(token, message=message)
                case "number":
                    return self._number(found)
            if message and token.lower() in _PLAIN_WORDS:
                return token
            return self._words[token]

        return _TOKEN.sub(replaced, text)

    # The kinds of tokens

    def _number(self, found: re.Match[str]) -> str:
        """Return the stand-in of a number, or of several that stand side by side."""
        token = found[0]
        groups = _DIGITS.findall(token)
        before = found.string[max(0, found.start() - 1) : found.start()]
        lengths = {len(each) for each in groups}
        is_one = before in ("+", "(") or token[0] == "0"
        if sum(map(len, groups)) >= _ONE_NUMBER and len(lengths) > 1:
            is_one = True
        if not is_one:
            return _DIGITS.sub(lambda each: self._digits(each[0]), token)
        digits = iter(self._digits("".join(groups)))
        return "".join(next(digits) if each in "0123456789" else each for each in token)

    def _digits(self, digits: str) -> str:
        """Shift each digit but zero by what the others behind it draw."""
        behind, shifted = "", []
        for digit in reversed(digits):
            if digit == "0":
                shifted.append(digit)
                continue
            shift = self._shifts[f"9:{behind}"]
            shifted.append(str((int(digit) - 1 + shift) % 9 + 1))
            behind = digit + behind
        return "".join(reversed(shifted))

    def _letters(self, word: str) -> str:
        """Shift each letter among those of its alphabet; upper case stays upper case."""
        behind, shifted = "", []
        for letter in reversed(word):
            small = letter.lower()
            is_upper = small != letter and small.upper() == letter
            alphabet = _ALPHABETS[small if is_upper else letter]
            shift = self._shifts[f"{len(alphabet)}:{behind}"]
            place = alphabet.find(small if is_upper else letter)
            other = alphabet[(place + shift) % len(alphabet)]
            shifted.append(other.upper() if is_upper else other)
            behind = letter.casefold() + behind
        return "".join(reversed(shifted))

    def _hexadecimal(self, token: str) -> str:
        """Shift digits and the letters A to F, each among themselves."""
        behind, shifted = "", []
        for each in reversed(token):
            if each in "123456789":
                shift = self._shifts[f"9:{behind}"]
                shifted.append(str((int(each) - 1 + shift) % 9 + 1))
                behind = each + behind
            elif (place := "abcdef".find(each.lower())) >= 0:
                other = "abcdef"[(place + self._shifts[f"6:{behind}"]) % 6]
                shifted.append(other if each.islower() else other.upper())
                behind = each.lower() + behind
            else:
                shifted.append(each)
        return "".join(reversed(shifted))

    def _address(self, token: str) -> str:
        """Return the next address of a documentation; what only looks like one is digits."""
        try:
            address = ip_address(token)
        except ValueError:
            return _HEXADECIMAL.sub(lambda each: self._hexadecimal(each[0]), token)
        known = str(address)
        if known not in self._addresses:
            number = len(self._addresses)
            block, host = divmod(number, 254)
            if address.version == 6:
                self._addresses[known] = f"2001:db8::{number + 1:x}"
            elif block < len(_DOCUMENTATION):
                self._addresses[known] = f"{_DOCUMENTATION[block]}{host + 1}"
            else:
                self._addresses[known] = f"198.18.{block % 256}.{host + 1}"
        return self._addresses[known]

    def _base64(self, token: str, *, message: bool) -> str:
        """Return what is hidden in base64 with stand-ins, in base64; other bytes as letters."""
        try:
            hidden = b64decode(token, validate=True).decode()
        except BadBase64, UnicodeDecodeError:
            hidden = ""
        threes = [hidden[at : at + 3] for at in range(0, len(hidden), 3)]
        if (
            hidden.isascii()
            and hidden.isprintable()
            and threes
            and all(any(each.isalnum() for each in three) for three in threes)
        ):
            # ECSS-10 says with these who began a call.
            marked = hidden[:5] if hidden[:5] in ("ecssI", "ecssO") else ""
            stand_in = marked + self.text(hidden.removeprefix(marked))
            return b64encode(stand_in.encode()).decode()
        if message and token.lower() in _PLAIN_WORDS:
            return token
        return _LETTERS_AND_DIGITS.sub(self._plain_token, token)

    def _plain_token(self, found: re.Match[str]) -> str:
        token = found[0]
        return self._digits(token) if token.isdecimal() else self._words[token]

    def _draw(self, text: str) -> int:
        """Return how far a letter is shifted, by how many there are and what stands behind it."""
        size = int(text.partition(":")[0])
        digest = blake2b(
            text.encode("utf-8", "surrogatepass"), key=self._key, digest_size=8
        ).digest()
        return int.from_bytes(digest) % (size - 1) + 1


def _find_alphabet(letter: str) -> str:
    if letter.isascii():
        return "abcdefghijklmnopqrstuvwxyz"
    begin = ord(letter) - ord(letter) % _BLOCK
    block = [chr(code) for code in range(begin, begin + _BLOCK)]
    kind = unicodedata.category(letter)
    has_cases = _has_cases(letter)
    others = "".join(
        each
        for each in block
        if unicodedata.category(each) == kind and _has_cases(each) == has_cases
    )
    return others if len(others) > 1 else f"{letter}x"


def _has_cases(letter: str) -> bool:
    """Whether a letter has one upper case, and that leads back to it."""
    upper = letter.upper()
    return len(upper) == 1 and upper != letter and upper.lower() == letter


_ALPHABETS: Final = Remembered(_find_alphabet, longest=1, most=4096)
"""The letters among which one is shifted: of its kind, and of as many bytes."""
