"""The one guard before everything that carries a number to the switch (toll fraud)."""

from collections.abc import Callable, Iterable, Mapping
import re
from typing import Any, Final

from ..const import (
    CONF_ALLOWED_NUMBERS,
    CONF_BLOCKED_NUMBERS,
    CONF_COST_CLASSES_ALLOWED,
    CONF_EMERGENCY_NUMBERS_ALLOWED,
    CONF_SHORT_NUMBER_LENGTH,
    DEFAULT_SHORT_NUMBER_LENGTH,
)
from ..cti.model import Call, DialedNumber, Direction
from .cost import (
    DEFAULT_ALLOWED,
    CostClass,
    cost_class,
    region_abroad,
    short_cost_class,
)
from .dial_plan import DialPlan
from .emergency import is_emergency, is_emergency_abroad
from .limits import DialLimits, Limit, LimitReached
from .reach import is_full, whole_part
from .spelling import MAX_NUMBER_LENGTH, clean_number, plain

_PATTERN: Final = re.compile(r"\+?[0-9*#]+\*?")
_SERVICE_CODE: Final = re.compile(r"[*#]")
_LIMIT_REASONS: Final = {
    Limit.CALLS_PER_MINUTE: "too_many_calls",
    Limit.OUTSIDE_CALLS_AT_ONCE: "too_many_outside_calls",
    Limit.OUTSIDE_CALLS_PER_DAY: "outside_calls_used_up",
}


def read_patterns(text: str) -> tuple[str, ...]:
    """Read patterns, one a line, `*` at the end only; ValueError where one is none."""
    patterns = tuple(cleaned for line in text.splitlines() if (cleaned := plain(line)))
    if not all(_PATTERN.fullmatch(pattern) for pattern in patterns):
        raise ValueError("not a pattern")
    return patterns


class NumberRefused(Exception):
    """A number is not dialed; `reason` is the key of the message, `placeholders` stand in it."""

    is_news = True
    """Whether it's worth a line in the log: a limit is told of once."""

    def __init__(self, reason: str, **placeholders: str) -> None:
        """Keep both."""
        super().__init__(reason)
        self.reason = reason
        self.placeholders = placeholders


class DialGuard:
    """Says which number may be dialed, and how the phone system wants to have it."""

    def __init__(
        self,
        plan: Callable[[], DialPlan],
        options: Callable[[], Mapping[str, Any]],
        was_dialed: Callable[[str], bool],
        find_line: Callable[[str], object | None],
        limits: DialLimits | None = None,
    ) -> None:
        """Guard one connection: what it is asked for is as it is at the time."""
        self._get_plan = plan
        self._get_options = options
        self._was_dialed = was_dialed
        self._find_line = find_line
        self.limits = limits or DialLimits(options)

    def admit(
        self,
        number: str | int,
        line: str = "",
        *,
        unseen: bool = False,
        free_inside: bool = False,
    ) -> DialedNumber:
        """Return a number as `line` is to dial it; NumberRefused. Each admission counts for the limits.

        An `unseen` number, which nobody has read or chosen, is not the first to go abroad. With
        `free_inside` only outside numbers count: nothing is dialed that wasn't called anyway.
        """
        target, text, dialled = self.check(number)
        if unseen and target is None and self._new_abroad(text, dialled):
            raise NumberRefused("new_abroad")
        outside = self.is_outside(dialled)
        if free_inside and not outside:
            return DialedNumber(dialled)
        try:
            self.limits.admit(line, outside=outside)
        except LimitReached as reached:
            reason = _LIMIT_REASONS[reached.limit]
            refused = NumberRefused(reason, limit=str(reached.most))
            refused.is_news = reached.is_news
            raise refused from None
        return DialedNumber(dialled)

    def check(self, number: str | int) -> tuple[str | None, str, str]:
        """Judge a number without admitting it; NumberRefused.

        Returns the line that it is, how it is written and how it would be dialed.
        """
        target = self._line(number)
        text = target or clean_number(number)
        if text is None:
            raise NumberRefused("invalid_number", limit=str(MAX_NUMBER_LENGTH))
        dialled = target or self._dialed(text, bare=isinstance(number, int))
        self._judge(text, dialled, is_line=target is not None)
        return target, text, dialled

    def new_abroad(self, number: str) -> str | None:
        """Return the country of a number abroad that nobody has called by this connection yet."""
        if self._line(number) or (text := clean_number(number)) is None:
            return None
        return self._new_abroad(text, self._dialed(text, bare=False))

    def is_outside(self, number: str) -> bool:
        """Tell whether a number is neither a line nor as short as the phone system's own."""
        length = self._options.get(
            CONF_SHORT_NUMBER_LENGTH, DEFAULT_SHORT_NUMBER_LENGTH
        )
        return len(number) > length and not self._find_line(number)

    def leaves(self, call: Call) -> bool:
        """Tell whether a call leaves the phone system, for all that is known of it."""
        number = call.party.number or call.called_number
        if number is None or call.external:
            return call.external is not False
        return self.is_outside(number)

    def calls_outside(self, calls: Iterable[Call]) -> int:
        """Count the calls to the outside that a line has placed."""
        return sum(
            call.direction is Direction.OUTGOING and self.leaves(call) for call in calls
        )

    def hears_dial_tone(self, call: Call) -> bool:
        """Tell whether digits in a call may dial, past this guard, instead of being heard."""
        numbers = {call.called_number, call.party.number} - {None}
        is_ours = call.direction is Direction.OUTGOING
        return bool(numbers & self._get_plan().prefixes) or (is_ours and not numbers)

    @property
    def _options(self) -> Mapping[str, Any]:
        return self._get_options()

    def _dialed(self, text: str, *, bare: bool) -> str:
        """Return what the phone system is to dial for a number."""
        again = self._was_dialed(text)
        return self._get_plan().dialled(text, bare=bare, again=again)

    def _new_abroad(self, text: str, dialled: str) -> str | None:
        plan = self._get_plan()
        if plan.country is None:  # nobody knows what is abroad
            return None
        whole = plan.e164(text) or plan.public(text, dialled)
        for each in (whole,) if whole else plan.reached(text, dialled):
            region = region_abroad(each, plan.country) if each[0] == "+" else None
            if region and not any(map(self._was_dialed, plan.told_as(each))):
                return region
        return None

    def _line(self, number: str | int) -> str | None:
        """Return the line of this connection that a number is, however it is written."""
        for text in (str(number).strip(), clean_number(number)):
            if text and self._find_line(text):
                return text
        return None

    def _judge(self, text: str, dialled: str, *, is_line: bool) -> None:
        """Refuse what the options forbid, in whatever spelling it comes."""
        options = self._options
        plan = self._get_plan()
        reached = plan.reached(text, dialled)
        public = plan.public(text, dialled)
        allowed = read_patterns(options.get(CONF_ALLOWED_NUMBERS, ""))
        blocked = read_patterns(options.get(CONF_BLOCKED_NUMBERS, ""))
        if any(_blocks(plan, pattern, reached) for pattern in blocked):
            raise NumberRefused("number_blocked")
        if is_line:
            self._judge_allowed(allowed, text, dialled)
            return
        guarded = public is None and not options.get(CONF_EMERGENCY_NUMBERS_ALLOWED)
        if guarded and any(self._is_emergency(each, text) for each in reached):
            raise NumberRefused("emergency_number")
        if not plan.prefixes.isdisjoint((text, dialled)):
            raise NumberRefused("prefix_only")
        self._judge_cost(text, (public,) if public else reached)
        if public is None and plan.is_abroad(text, dialled):
            self._judge_class(CostClass.INTERNATIONAL)
        if _SERVICE_CODE.search(text):
            if not any(_fits(text, each) for each in allowed if _holds_code(each)):
                raise NumberRefused("service_code")
            return
        self._judge_allowed(allowed, text, dialled)

    def _judge_cost(self, text: str, reached: Iterable[str]) -> None:
        """Refuse a number of a class that is too expensive here, in whatever spelling it comes."""
        plan = self._get_plan()
        for number in reached:
            if number[0] == "+":
                self._judge_class(cost_class(number, plan.country))
            elif number != text or len(number) > plan.short:
                self._judge_class(short_cost_class(number, plan.country))

    def _judge_class(self, found: CostClass | None) -> None:
        """Refuse a class that is too expensive here."""
        allowed = self._options.get(CONF_COST_CLASSES_ALLOWED, DEFAULT_ALLOWED)
        if found and found not in allowed:
            raise NumberRefused(f"cost_{found}")

    def _judge_allowed(self, allowed: Iterable[str], text: str, dialled: str) -> None:
        """Refuse what no pattern allows; patterns of codes say nothing of numbers."""
        plan = self._get_plan()
        allowed = [each for each in allowed if not _holds_code(each)]
        forms = plan.spellings(text, dialled)
        if allowed and not any(
            _fits(form, f"{meant}*" if pattern.endswith("*") else meant)
            for pattern in allowed
            for meant in plan.reach.of_pattern(pattern.removesuffix("*"))
            for form in forms
        ):
            raise NumberRefused("number_not_allowed")

    def _is_emergency(self, number: str, text: str) -> bool:
        """Tell whether a number reaches the emergency services, of this country or of its own.

        Only what was dialed as it stands may be one of the phone system's own short numbers.
        """
        plan = self._get_plan()
        if not number.startswith("+"):
            short = plan.short if number == text else 0
            return is_emergency(number, plan.country, short) or (
                not plan.reach.is_public(number)
                and is_emergency(plan.without_trunk(number), plan.country, short)
            )
        if whole_part(number) is not None:
            return False
        return is_emergency(number[1:], plan.country) or is_emergency_abroad(number[1:])


def _holds_code(pattern: str) -> bool:
    """Tell whether a pattern is one of codes; the star at its end is no code."""
    return _SERVICE_CODE.search(pattern.removesuffix("*")) is not None


def _fits(form: str, pattern: str) -> bool:
    """Tell whether a form of a number is what a pattern says."""
    if pattern.endswith("*"):
        return form.startswith(pattern[:-1])
    return form == pattern


def _blocks(plan: DialPlan, pattern: str, reached: Iterable[str]) -> bool:
    """Tell whether a pattern means any of what a number reaches.

    Networks ignore what is dialed behind a whole number, so that does not free a blocked one.
    """
    beginning = pattern.removesuffix("*")
    meant = plan.reach.of_pattern(beginning) | plan.reach.near(beginning)
    if not pattern.endswith("*"):
        if any(form in meant for form in reached):
            return True
        meant = frozenset(each for each in meant if is_full(each))
    return any(form.startswith(tuple(meant)) for form in reached)
