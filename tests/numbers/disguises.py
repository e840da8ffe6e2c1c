"""Forbidden numbers in disguise, and permitted ones as people write them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from custom_components.telephony.numbers.dial_plan import DialPlan
from custom_components.telephony.numbers.guard import DialGuard, NumberRefused
from custom_components.telephony.numbers.spelling import plain

from .other_plans import OTHER_PLANS
from .plans import PLANS

COUNTRIES = tuple(PLANS)
ALL_PLANS = PLANS | OTHER_PLANS
PREFIXES = (("", ""), ("0", "00"), ("9", "00"), ("9", "011"), ("0", "810"))
_SEPARATORS = ("", " ", "-", ".", "/", "\u2011", "\u2212", "\u200b", "\u00a0", "\u202a")
_STAR_CODES = (
    "*67", "*82", "*31#", "#31#", "*21*", "**21*", "*72", "*#", "*121#", "*5*", "#8",
)  # fmt: skip
_FULL_WIDTH = str.maketrans(
    "0123456789+", "".join(map(chr, range(0xFF10, 0xFF1A))) + "\uff0b"
)
ANOTHER = "another"
"""The phone system prefixes what is somebody else's whole number: 0 115 926 is in Turin."""
_SHORT = 4
"""Digits of the phone system's own numbers, at most."""


class Attempt(NamedTuple):
    """Somebody dials, and wants the public network to hear `form`, a forbidden number's."""

    pattern: str
    """What the options block."""
    prefixes: tuple[str, str]
    """Outside and international prefix of the phone system."""
    text: str
    form: str = ""


def attempt(
    pattern: str, forms: Iterable[str], random: Random, *, surplus: bool = True
) -> Attempt:
    """Return one attempt to dial a number, in one of the many disguises."""
    prefixes = random.choice(PREFIXES)
    text = form = random.choice(list(forms))
    if text[0] != "+" and random.random() < 0.5:
        text = prefixes[0] + text
    if surplus and random.random() < 0.3:
        text += "".join(random.choices("0123456789", k=random.randrange(1, 5)))
        text = text.ljust(_SHORT + 1, "5")
    elif random.random() < 0.3:
        text = random.choice(_STAR_CODES) + text + random.choice(("", "#"))
    text = random.choice(_SEPARATORS).join(text)
    if random.random() < 0.1:
        text = text.translate(_FULL_WIDTH)
    return Attempt(pattern, prefixes, text, plain(form))


def blocked(country: str, count: int, each: int, random: Random) -> Iterator[Attempt]:
    """Spell numbers that a pattern blocks."""
    plan = ALL_PLANS[country]
    for _ in range(count):
        national = plan.draw(plan.people, random)
        whole = f"+{plan.code}{national}"
        inland = plan.trunk + national
        for _ in range(each):
            pattern = random.choice(
                (whole, f"{whole[:-2]}*", inland, f"{inland[:-2]}*")
            )
            yield attempt(pattern, plan.written(national), random)


def premium(country: str, count: int, each: int, random: Random) -> Iterator[Attempt]:
    """Spell numbers that are expensive, in their country and abroad, that nobody blocked."""
    for _ in range(count):
        plan = ALL_PLANS[country]
        is_abroad = random.random() < 0.2 or not plan.premium
        if is_abroad:
            plan = random.choice([each for each in PLANS.values() if each.premium])
        national = plan.draw(plan.premium, random)
        forms = list(plan.written(national))
        if is_abroad:
            whole = f"{plan.code}{national}"
            forms = [
                f"+{whole}",
                *(f"{out}{whole}" for out in ALL_PLANS[country].abroad),
            ]
        for _ in range(each):
            yield attempt("", forms, random)


def emergency(country: str, count: int, each: int, random: Random) -> Iterator[Attempt]:
    """Spell emergency numbers that nobody blocked."""
    plan = ALL_PLANS[country]
    for _ in range(count):
        number = random.choice(plan.emergency)
        for _ in range(each):
            if random.random() < 0.2:
                forms, surplus = plan.emergency_abroad(number), False
            else:
                forms, surplus = plan.emergency_forms(number), not plan.waits
            yield attempt("", forms, random, surplus=surplus)


KINDS = ((blocked, 2), (premium, 4), (emergency, 4))
"""All kinds of forbidden numbers; one in so many is of this kind."""


def permitted(country: str, count: int, random: Random) -> Iterator[Attempt]:
    """Return numbers that nothing forbids, as people write them; a pattern blocks another one."""
    plan = ALL_PLANS[country]
    other = plan.draw(plan.people, random)
    for _ in range(count):
        national = plan.draw(plan.people, random)
        if national == other:
            continue
        forms = (
            f"+{plan.code}{national}",
            plan.trunk + national,
            f"{plan.abroad[0]}{plan.code}{national}",
        )
        form, prefixes = random.choice(forms), random.choice(PREFIXES)
        if prefixes[1] and form.startswith(prefixes[1]) and form != forms[-1]:
            prefixes = PREFIXES[0]  # there it would be a call abroad
        text = random.choice(_SEPARATORS).join(form)
        yield Attempt(f"+{plan.code}{other}", prefixes, text)


def guard_of(options: dict[str, str], country: str) -> DialGuard:
    """Return a guard without lines."""
    plan = DialPlan(options, country)
    return DialGuard(lambda: plan, lambda: options, lambda _: False, lambda _: None)


def judged(tries: Iterable[Attempt], country: str) -> Counter[str]:
    """Return how often each reason was given; `admitted` where there was none."""
    found = Counter[str]()
    for each in tries:
        found[reason(each, country) or "admitted"] += 1
    return found


def reason(attempt: Attempt, country: str) -> str | None:
    """Return why a number is refused, or that another one is dialed; None where it is dialed."""
    outside, international = attempt.prefixes
    options = {
        "outside_prefix": outside,
        "international_prefix": international,
        "blocked_numbers": attempt.pattern,
    }
    try:
        dialed = guard_of(options, country).admit(attempt.text)
    except NumberRefused as refused:
        return refused.reason
    heard = dialed.removeprefix(outside)
    form = attempt.form
    wanted = (form, f"{international}{form[1:]}") if form[:1] == "+" else (form,)
    return None if heard.startswith(wanted) else ANOTHER
