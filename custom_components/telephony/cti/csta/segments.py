"""Answers that come in several messages after the response (serviceCrossRefID)."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from ..errors import OutcomeUnknown
from .requests import REQUEST_TIMEOUT
from .xml import Element, flag, text

_ANSWERS_KEPT: Final = 64
_LONGEST_ANSWER: Final = 1000


@dataclass(slots=True)
class _Answer:
    """The segments of one answer, in the order in which they came."""

    segments: list[Element] = field(default_factory=list)
    complete: asyncio.Event = field(default_factory=asyncio.Event)


class Segments:
    """Collects segments, also of answers that nobody has asked about yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self._answers: dict[str, _Answer] = {}

    def add(self, root: Element) -> None:
        """Take one segment."""
        if (reference := text(root, "serviceCrossRefID")) is None:
            return
        answer = self._answer(reference)
        answer.segments.append(root)
        if flag(root, "lastSegment") or len(answer.segments) >= _LONGEST_ANSWER:
            answer.complete.set()

    async def collect(self, service: str, reference: str) -> list[Element]:
        """Return all segments of an answer; OutcomeUnknown when the last does not come."""
        answer = self._answer(reference)
        try:
            async with asyncio.timeout(REQUEST_TIMEOUT):
                await answer.complete.wait()
        except TimeoutError as error:
            raise OutcomeUnknown(service, "the answer is not complete") from error
        finally:
            self._answers.pop(reference, None)
        return answer.segments

    def _answer(self, reference: str) -> _Answer:
        if (answer := self._answers.get(reference)) is None:
            if len(self._answers) >= _ANSWERS_KEPT:
                del self._answers[next(iter(self._answers))]
            answer = self._answers[reference] = _Answer()
        return answer
