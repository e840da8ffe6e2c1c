"""Fuzzing guided by coverage (atheris, which is libFuzzer for Python): `scripts/fuzz --inputs N`."""

import argparse
from pathlib import Path
import subprocess
import sys
from tempfile import TemporaryDirectory

from . import kept
from .reached import telling
from .seeds import SEEDS, WORDS
from .targets import TARGETS

LONGEST = 4096


def fuzz(target: str, inputs: int, *, keep: bool) -> int:
    """Try so many inputs on one target in a process of its own; return its exit code."""
    with TemporaryDirectory(prefix="telephony-fuzz-") as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        for number, data in enumerate((*SEEDS[target], *kept.read(target))):
            (folder / "corpus" / str(number)).write_bytes(data)
        escaped = ("".join(f"\\x{byte:02x}" for byte in word) for word in WORDS[target])
        (folder / "words").write_text("".join(f'"{word}"\n' for word in escaped))
        code = _libfuzzer(
            target,
            f"-runs={inputs}",
            f"-max_len={LONGEST}",
            f"-dict={folder / 'words'}",
            "-print_final_stats=1",
            "-rss_limit_mb=4096",
            "-timeout=5",
            f"-artifact_prefix={target}-",
            str(folder / "corpus"),
        )
        if keep and not code:
            found = (file.read_bytes() for file in (folder / "corpus").iterdir())
            kept.write(target, telling(TARGETS[target], sorted(found, key=len)))
        return code


def _libfuzzer(target: str, *options: str) -> int:
    command = [sys.executable, "-m", "tests.fuzz.one", target, *options]
    return subprocess.run(command, check=False).returncode


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument(
        "--inputs", type=int, default=1_000_000, help="how many in all (1000000)"
    )
    parser.add_argument("--target", choices=SEEDS, help="only this one")
    parser.add_argument(
        "--keep", action="store_true", help="keep what reached new code as tests"
    )
    arguments = parser.parse_args()
    targets = [arguments.target] if arguments.target else list(SEEDS)
    share = -(-arguments.inputs // len(targets))
    return max(fuzz(target, share, keep=arguments.keep) for target in targets)


if __name__ == "__main__":
    sys.exit(main())
