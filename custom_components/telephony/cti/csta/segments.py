"""Answers that come in several messages after the response (serviceCrossRefID)."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from ..errors import OutcomeUnknown
from .requests import REQUEST_TIMEOUT
from .wire.xml import Element, exact_text, flag, size

_ANSWERS_KEPT: Final = 64
_BYTES_KEPT: Final = 1 << 22
"""Bytes of all segments together; the list of 10,000 devices has two thirds of it."""


@dataclass(slots=True)
class _Answer:
    """The segments of one answer, in the order in which they came."""

    segments: list[Element] = field(default_factory=list)
    size: int = 0
    complete: asyncio.Event = field(default_factory=asyncio.Event)


class Segments:
    """Collects segments, also of answers that nobody has asked about yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self._answers: dict[str, _Answer] = {}
        self._size = 0

    def add(self, root: Element) -> None:
        """Take one segment."""
        if (reference := exact_text(root, "serviceCrossRefID")) is None:
            return
        answer = self._answer(reference)
        length = size(root)
        while self._answers and self._size + length > _BYTES_KEPT:
            self._drop(next(iter(self._answers)))
        if reference not in self._answers:
            return
        answer.segments.append(root)
        answer.size += length
        self._size += length
        if flag(root, "lastSegment"):
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
            if self._answers.get(reference) is answer:
                self._drop(reference)
        return answer.segments

    def _answer(self, reference: str) -> _Answer:
        if (answer := self._answers.get(reference)) is None:
            if len(self._answers) >= _ANSWERS_KEPT:
                self._drop(next(iter(self._answers)))
            answer = self._answers[reference] = _Answer()
        return answer

    def _drop(self, reference: str) -> None:
        self._size -= self._answers.pop(reference).size
