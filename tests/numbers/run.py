"""Prints how many callers a phone book recognizes; run by scripts/numbers."""

import argparse
from collections import Counter
from random import Random

from custom_components.telephony.numbers.dial_plan import load_regions

from .disguises import COUNTRIES, KINDS, judged, permitted
from .recognition import FORMS, SEED, cells


def print_disguises(numbers: int, spellings: int, seed: int) -> None:
    """Print what the guard says of forbidden numbers in disguise, and of permitted ones."""
    load_regions()
    bad, good = Counter[str](), Counter[str]()
    for country in COUNTRIES:
        random = Random(f"{seed} {country}")
        for kind, share in KINDS:
            bad += judged(kind(country, numbers // share, spellings, random), country)
        good += judged(permitted(country, 100 * numbers, random), country)
    print(f"Spellings of forbidden numbers: {bad.total()}", dict(bad))
    print(f"Permitted numbers: {good.total()}", dict(good))


def main() -> None:
    """Print the table, the worst of the outside prefixes in each cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="numbers in each cell")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--disguises",
        type=int,
        metavar="N",
        help="try N forbidden numbers of each of 20 countries in many disguises instead",
    )
    parser.add_argument("--spellings", type=int, default=1000, help="of each of them")
    arguments = parser.parse_args()
    if arguments.disguises:
        print_disguises(arguments.disguises, arguments.spellings, arguments.seed)
        return
    worst = dict[tuple[str, str, str], tuple[float, float]]()
    for cell in cells(arguments.count, arguments.seed):
        key = cell.country, cell.seen_from, cell.form
        before = worst.get(key, (0.0, 0.0))
        worst[key] = (max(before[0], cell.not_found), max(before[1], cell.false))
    print("| Callers from | seen from |", " | ".join(FORMS), "|")
    print("| --- | --- |", " | ".join("---" for _ in FORMS), "|")
    for country, seen_from in dict.fromkeys(key[:2] for key in worst):
        figures = [
            f"{100 * found[0]:.2f} / {100 * found[1]:.2f}"
            if (found := worst.get((country, seen_from, form)))
            else ""
            for form in FORMS
        ]
        print(f"| {country} | {seen_from} |", " | ".join(figures), "|")


if __name__ == "__main__":
    main()
