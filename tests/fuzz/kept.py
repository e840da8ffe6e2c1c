"""The inputs that fuzzing found, one a line in base64: each reached code that none before it did."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "kept"


def read(target: str) -> list[bytes]:
    """Return what is kept for a target."""
    file = FOLDER / f"{target}.txt"
    return (
        [b64decode(line) for line in file.read_text().split()] if file.exists() else []
    )


def write(target: str, inputs: Iterable[bytes]) -> None:
    """Keep inputs, in an order that does not depend on how they were found."""
    lines = sorted(b64encode(data).decode() for data in inputs)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{target}.txt").write_text("\n".join(lines) + "\n")
