"""Who asks for something and by which way; what is asked for is checked and noted here."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.util import dt as dt_util

from ..call_log.trail import Attempt, Way
from .permissions import async_check_permission
from .target_line import TargetLine

MAX_KEPT_LENGTH: Final = 64
"""Characters of a number that are kept, whatever somebody wrote for one."""


class Origin(NamedTuple):
    """Who asks for something, and by which way."""

    way: Way
    context: Context
    by_name: bool = False
    """Whether a number comes from a name that the user keeps, in the phone book for instance."""

    @classmethod
    def of_action(cls, context: Context) -> Self:
        """Return who called an action: a person, or an automation that nobody stands behind."""
        return cls(Way.USER if context.user_id else Way.AUTOMATION, context)

    @property
    def is_unseen(self) -> bool:
        """Whether nobody has seen a number before it is dialed: heard, or written by a model."""
        return self.way in (Way.VOICE, Way.MODEL) and not self.by_name


@dataclass(slots=True, eq=False, repr=False)
class Asked:
    """Something that a line is asked for, and what is known of it so far."""

    target: TargetLine
    origin: Origin
    action: str
    number: str | int | None = None
    outside: bool = False
    admitted: bool = False
    """Whether the guard let the number pass."""
    call_id: str | None = None

    def note(self, refused: str | None) -> None:
        """Keep it in the trail."""
        number = None if self.number is None else str(self.number)[:MAX_KEPT_LENGTH]
        self.target.coordinator.call_log.async_note(
            Attempt(
                at=dt_util.utcnow(),
                line=self.target.number,
                action=self.action,
                number=number,
                way=self.origin.way,
                user_id=self.origin.context.user_id,
                context_id=self.origin.context.id,
                outside=self.outside,
                admitted=self.admitted,
                refused=refused,
                call_id=self.call_id,
            )
        )

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep what becomes of it in the trail."""
        try:
            yield
        except HomeAssistantError as error:
            self.note(error.translation_key or type(error).__name__)
            raise
        except BaseException as error:
            self.note(type(error).__name__)
            raise
        self.note(None)

    def placing(self) -> AbstractContextManager[None]:
        """Let it count for the limits until its line shows the call."""
        limits = self.target.coordinator.guard.limits
        return limits.placing(self.target.number, outside=self.outside)


async def async_authorize(asked: Iterable[Asked], *, admin: bool = False) -> None:
    """Raise Unauthorized, and note it, where the user who asks may not do it with every line."""
    asked = list(asked)
    for each in asked:
        try:
            await async_check_permission(
                each.target.coordinator.hass,
                each.origin.context,
                [each.target],
                POLICY_CONTROL,
                admin=admin,
            )
        except Unauthorized:
            for refused in asked:
                refused.note("unauthorized")
            raise
