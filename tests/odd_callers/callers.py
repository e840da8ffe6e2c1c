"""Names and addresses as callers, trunks and attackers write them, out of a seed, with what is true of each."""

from dataclasses import dataclass
from random import Random
from urllib.parse import quote

LONGEST = 10_000
SEEN = (
    "Ada",
    "Zoë",
    "Иван",
    "王小明",
    "محمد",
    "नीला",
    "O'Neil",
    "5 & 6",
    "😀",
    "Łukasz",
)
UNSEEN = (
    *map(chr, (*range(1, 0x20), *range(0x7F, 0xA0))),
    *"\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff",
    *"\ufdd0\ufffe\uffff\U0001ffff\U000e0041",
)
"""Controls, formats, separators and what is no character (Unicode 4.5, 23.7)."""
MARKUP = (
    "<b>",
    "</b>",
    "<script>",
    "]]>",
    "<!--",
    "&amp;",
    "&lt;",
    "&",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "[a](b)",
    "**",
    "`",
    "<speak>",
    "<break time='9s'/>",
    "\\",
    "\\n",
    "%00",
    "%s",
    "$1",
)
TRAPS = (
    "<sip:999@evil.example>",
    "sip:110@evil.example",
    "tel:911",
    "<+4911223344>",
    ":::x",
    "@",
    ";tag=1",
    "N<1>",
    '"',
    "<",
    ">",
)
BROKEN = (b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\xbd", b"\xf0\x9f\x98", b"\xc0\x80")
"""Bytes that are no UTF-8: alone, cut off, a surrogate, overlong."""
WITHHELD = ("anonymous", "Restricted", "PRIVATE", "withheld", "Anonymous.Invalid")


@dataclass(frozen=True, slots=True)
class Caller:
    """How one caller is written, and what is true."""

    address: str
    """What stands for who calls, in the protocol's field."""
    name: str
    """What is sent as a name beside the address, where the protocol has a field for it."""
    number: str | None
    """The number that must show; None where it is withheld."""


def name(random: Random) -> str:
    """Return a name of anything at all."""
    kinds = (SEEN, SEEN, SEEN, UNSEEN, MARKUP, TRAPS)
    pieces = [
        random.choice(random.choice(kinds)) for _ in range(random.randrange(1, 8))
    ]
    text = random.choice(("", " ", "  ")).join(["Ada", *pieces])
    if random.random() < 0.01:
        text *= random.randrange(1, LONGEST // len(text) + 1)
    return text[:LONGEST]


def number(random: Random) -> str:
    """Return a number as it must show."""
    digits = "".join(random.choices("0123456789", k=random.randrange(3, 14)))
    return random.choice(("+49", "+1", "", "", "0"))[: 3 if len(digits) > 5 else 0] + (
        digits
    )


def caller(random: Random) -> Caller:
    """Return one caller in a form that both protocols carry."""
    if random.random() < 0.05:
        return Caller(random.choice(WITHHELD), "", None)
    who, called = name(random), number(random)
    quoted = who.replace("\\", "\\\\").replace('"', '\\"')
    user = quote(called, safe="")
    forms = (
        called,
        called,
        f'"{quoted}" <sip:{called}@pbx.example;user=phone>;tag=9',
        f'"{quoted}" <SIP:{user}@pbx.example>',
        f"<sips:{called}@[2001:db8::7]:5061>",
        f"TEL:{called};phone-context=x",
        f"{called}@pbx.example",
        f"*31#+49{called.lstrip('+0') or '7'}1",
    )
    address = random.choice(forms)
    if address.startswith("*31#"):
        called = address[4:]
    return Caller(address, who, called)
