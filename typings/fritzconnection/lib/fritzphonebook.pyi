from typing import Any

from .. import FritzConnection

class FritzPhonebook:
    def __init__(self, fc: FritzConnection) -> None: ...
    @property
    def phonebook_ids(self) -> list[int]: ...
    def phonebook_info(self, id: int) -> dict[str, Any]: ...  # noqa: A002  # its own name
