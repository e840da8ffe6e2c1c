"""The images that Home Assistant shows for the integration."""

from pathlib import Path
import struct

import pytest

from custom_components import telephony

ROOT = Path(__file__).parent.parent
BRAND = Path(telephony.__file__).parent / "brand"
NAMES = ("icon", "dark_icon", "logo", "dark_logo")


def size(name: str) -> tuple[int, int]:
    """Return the width and height that a PNG file's header tells."""
    content = (BRAND / f"{name}.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", content[16:24])
    return width, height


@pytest.mark.parametrize("name", NAMES)
def test_each_image_is_there_in_both_sizes_and_as_its_source(name: str) -> None:
    width, height = size(name)
    assert size(f"{name}@2x") == (2 * width, 2 * height)
    assert (ROOT / "docs" / "brand" / f"{name}.svg").is_file()


@pytest.mark.parametrize("name", ["icon", "dark_icon"])
def test_icons_are_square(name: str) -> None:
    assert size(name) == (256, 256)


@pytest.mark.parametrize("name", ["logo", "dark_logo"])
def test_logos_are_of_the_size_that_home_assistant_asks_for(name: str) -> None:
    assert 128 <= min(size(name)) <= 256
