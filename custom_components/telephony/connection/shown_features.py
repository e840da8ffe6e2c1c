"""What the switch has shown of each line besides calls: entities come only for that."""

from typing import Final

from ..cti.line import Line

FEATURES: Final = ("do_not_disturb", "message_waiting", "forwarding")


class ShownFeatures:
    """The features of each line that have been seen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._of_lines: dict[str, set[str]] = {}

    def has(self, number: str, feature: str) -> bool:
        """Whether one of FEATURES was seen at a line."""
        return feature in self._of_lines.get(number, ())

    def update(self, line: Line) -> bool:
        """Look at a line; True where it shows one for the first time."""
        shown = self._of_lines.setdefault(line.number, set())
        if len(shown) == len(FEATURES):
            return False
        new = {
            feature
            for feature in FEATURES
            if feature not in shown and getattr(line, feature) is not None
        }
        shown |= new
        return bool(new)

    def forget(self, number: str) -> None:
        """Drop a line that is watched no more."""
        self._of_lines.pop(number, None)
