"""Lets the test plugin of one Home Assistant run with the next: loaded before it with `-p`.

The plugin is made for the release before; two things of it have moved since.
"""

import homeassistant  # noqa: F401  # first of all: it sets up aliases that the plugin's imports need
from homeassistant.components import logger

if not hasattr(logger, "_clear_logger_overwrites"):
    # The plugin takes the function out for its tests; there is none any more.
    logger._clear_logger_overwrites = lambda hass: None  # noqa: SLF001
