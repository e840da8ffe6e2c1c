"""Where the demo listens, and where it says that it is."""

import socket

import pytest

from demo.home import url
from demo.processes import DemoError, free_port


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8123"),
        ("192.0.2.7", "http://192.0.2.7:8123"),
        ("0.0.0.0", "http://127.0.0.1:8123"),  # noqa: S104
        ("::", "http://[::1]:8123"),
        ("2001:db8::7", "http://[2001:db8::7]:8123"),
        ("server.example", "http://server.example:8123"),
    ],
)
def test_the_address_on_the_screen_opens_on_this_machine(
    host: str, address: str
) -> None:
    assert url(host, 8123) == address


def test_a_port_that_is_taken_gives_way_to_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = int(other.getsockname()[1])
        assert free_port(taken) not in {0, taken}


def test_an_address_of_another_machine_is_refused_in_a_sentence() -> None:
    with pytest.raises(DemoError, match=r"Is it an address of this machine\?"):
        free_port(8123, "192.0.2.7")
