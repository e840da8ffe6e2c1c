"""The numbering plans of `phonenumbers`, imported when somebody first compares numbers.

That takes longer than any file of ours: it's done outside of the event loop, see `load_library`.
"""

from typing import TYPE_CHECKING

__all__ = ["load_library", "phonenumbers"]

if TYPE_CHECKING:
    import phonenumbers
else:

    class _Library:
        def __getattr__(self, name):
            """Import it, and know the name from then on."""
            import phonenumbers as library  # noqa: PLC0415

            value = getattr(library, name)
            setattr(self, name, value)
            return value

    phonenumbers = _Library()


def load_library() -> None:
    """Import it now, so that the event loop doesn't when it first meets a number."""
    _ = phonenumbers.parse
