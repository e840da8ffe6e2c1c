"""What a kind of server is to the forms: its fields, how it is tried, and when two are the same."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

import voluptuous as vol

from homeassistant.core import HomeAssistant
from homeassistant.helpers.typing import VolDictType

type Data = Mapping[str, Any]
type AddressBooks = Mapping[str, str]
"""The names of a server's address books, by what an entry keeps of them."""


class Server(NamedTuple):
    """A kind of server that contacts come from."""

    source: str
    fields: Callable[[vol.Marker], VolDictType]
    """The form's fields, of which the password's key is given: it's needed once only."""
    async_try: Callable[[HomeAssistant, Data], Awaitable[AddressBooks]]
    """Find the address books, none where there is nothing to choose; raises SourceError."""
    is_same: Callable[[Data, Data], bool]
    """Tell whether two phone books would have the same contacts."""
    needs_password: bool = True
    takes_all: bool = False
    """Whether all address books are kept as such, with those that come later."""
