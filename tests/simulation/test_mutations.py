"""The faults that `scripts/mutate` puts in fit the product as it is."""

import ast

import pytest

from .mutations import MUTATIONS, PARTS, PRODUCT, ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[each.what for each in MUTATIONS])
def test_each_fault_has_its_place(mutation: Mutation) -> None:
    text = (ROOT / PRODUCT / mutation.file).read_text()
    assert text.count(mutation.right) == 1
    ast.parse(text.replace(mutation.right, mutation.wrong))


def test_what_the_simulation_imports_is_copied_with_each_fault() -> None:
    """Else it would fail at once, and every fault would count as found."""
    imported = {
        node.module.partition(".")[0]
        for file in (ROOT / "tests" / "simulation").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    ours = {name for name in imported if (ROOT / name).is_dir()}
    assert len(ours) > 2
    assert ours <= set(PARTS)
