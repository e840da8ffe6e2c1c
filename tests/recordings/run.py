"""Plays a recording of a phone system to the client and prints what it shows: scripts/replay FILE."""

from argparse import ArgumentParser
from pathlib import Path

from custom_components.telephony.cti.errors import TelephonyError
from custom_components.telephony.cti.transcript import BadTranscript

from .play import load, play


def main() -> None:
    """Print the states and events of one recording."""
    parser = ArgumentParser("scripts/replay", description=__doc__)
    parser.add_argument(
        "file", type=Path, help="a recording, a report, or downloaded diagnostics"
    )
    path: Path = parser.parse_args().file
    try:
        print(*play(load(path)), sep="\n")
    except (BadTranscript, OSError, ValueError) as error:
        parser.exit(2, f"{path}: {error}\n")
    except TelephonyError as error:
        parser.exit(1, f"the client can't connect: {type(error).__name__} {error}\n")


if __name__ == "__main__":
    main()
