"""What every test stands on."""

# First of all: the test plugin brings a package of the same name, and the first import wins.
import custom_components.telephony  # noqa: F401  # isort: skip

import pytest


@pytest.fixture(autouse=True)
def custom_integrations(enable_custom_integrations: None) -> None:
    """Let Home Assistant load the integration."""


@pytest.fixture(autouse=True)
def loopback_sockets(socket_enabled: None) -> None:
    """Let tests listen; the plugin lets them connect to 127.0.0.1 only."""
