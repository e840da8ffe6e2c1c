"""Prints how many callers a phone book recognizes; run by scripts/numbers."""

import argparse

from .recognition import FORMS, SEED, cells


def main() -> None:
    """Print the table, the worst of the outside prefixes in each cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="numbers in each cell")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
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
