"""The faults that `scripts/mutate` puts in fit the product as it is."""

import ast

import pytest

from .mutations import MUTATIONS, PRODUCT, ROOT, Mutation


@pytest.mark.parametrize("mutation", MUTATIONS, ids=[each.what for each in MUTATIONS])
def test_each_fault_has_its_place(mutation: Mutation) -> None:
    text = (ROOT / PRODUCT / mutation.file).read_text()
    assert text.count(mutation.right) == 1
    ast.parse(text.replace(mutation.right, mutation.wrong))
