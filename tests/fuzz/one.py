"""One target under libFuzzer: `python -m tests.fuzz.one TARGET OPTIONS`, started by tests.fuzz.run."""

import importlib
import sys
from typing import Any


def main() -> None:
    """Look at the client's code while it runs, and hand the process over; it does not return."""
    atheris: Any = importlib.import_module("atheris")  # only there for fuzzing
    with atheris.instrument_imports(include=["custom_components.telephony.cti"]):
        targets = importlib.import_module("tests.fuzz.targets").TARGETS
    target = targets[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
