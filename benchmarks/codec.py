"""How much the CSTA codec costs beside other readers of XML, on the same bytes in one run.

The codec takes frames out of a stream and makes events of them, read as far as the model of a
line reads them; the others only parse the XML that the frames carry. Run it from the project's
folder: `.venv/bin/python benchmarks/codec.py`.
"""

from collections.abc import Callable
from pathlib import Path
import statistics
import sys
import time
from xml.etree import ElementTree as ET

sys.path.insert(0, str(Path(__file__).parent.parent))

import custom_components.telephony  # noqa: F401  # isort: skip

from lxml import etree
import xmltodict  # type: ignore[import-untyped]  # ships without types

from custom_components.telephony.cti.csta.calls.device_calls import DeviceCalls
from custom_components.telephony.cti.csta.wire.events import read_event
from custom_components.telephony.cti.csta.wire.frame import FrameDecoder, encode
from custom_components.telephony.cti.csta.wire.xml import new_names, parse
from custom_components.telephony.cti.line import Line

NAMESPACE = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
LEG = "{}:::MV84ODFAMTI3LjAuMC4x#ZWNzc0kwMDAwMDAwMDAwMDAwMQ==#NDcxMQ=="
NAMES = new_names()
ROUNDS = 15
CALLS = 500


def device(tag: str, number: str | None) -> str:
    """Return a party as an ECSS-10 writes it."""
    inner = (
        f'<deviceIdentifier typeOfNumber="dialingNumber" mediaClass="notKnown" '
        f'bitRate="constant">{LEG.format(number)}</deviceIdentifier>'
        if number
        else "<notKnown/>"
    )
    return f"<{tag}>{inner}</{tag}>"


def event(name: str, connection: str, number: str, call: int, *content: str) -> bytes:
    """Return one event of line 725."""
    device_id = (
        f'<deviceID typeOfNumber="dialingNumber">{LEG.format(number)}</deviceID>'
    )
    return (
        f'<?xml version="1.0"?>\n<{name} xmlns="{NAMESPACE}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{NAMESPACE} event.xsd">'
        "<monitorCrossRefID>DMON:f76e9c7a2075e497</monitorCrossRefID>"
        f"<{connection}>{device_id}<callID>f76e{call:012x}</callID></{connection}>"
        f"{''.join(content)}<cause>normal</cause></{name}>"
    ).encode()


def call_messages(call: int) -> list[bytes]:
    """Return the events of one answered call: delivered, established, cleared."""
    parties = (
        device("callingDevice", "722"),
        device("calledDevice", "725"),
        device("lastRedirectionDevice", None),
    )
    return [
        event("DeliveredEvent", "connection", "725", call, device("alertingDevice", "725"), *parties),
        event("EstablishedEvent", "establishedConnection", "725", call, device("answeringDevice", "725"), *parties),
        event("ConnectionClearedEvent", "droppedConnection", "725", call, device("releasingDevice", "725")),
    ]  # fmt: skip


def bare_lxml(messages: list[bytes]) -> None:
    """Parse, no more."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for message in messages:
        etree.fromstring(message, parser)


def element_tree(messages: list[bytes]) -> None:
    """Parse with the standard library."""
    for message in messages:
        ET.fromstring(message)  # noqa: S314  # our own bytes


def dictionaries(messages: list[bytes]) -> None:
    """Parse to dictionaries."""
    for message in messages:
        xmltodict.parse(message)


def codec(stream: bytes) -> None:
    """Take frames apart, parse safely, and read events."""
    decoder = FrameDecoder()
    decoder.feed(stream)
    while frame := decoder.next():
        root = parse(frame[1], NAMES)
        found = read_event(root)
        assert found.call_id
        assert found.reference


def codec_and_line(stream: bytes) -> None:
    """The same, and keep a line's calls by it."""
    decoder = FrameDecoder()
    decoder.feed(stream)
    line = Line("725")
    calls = DeviceCalls(line)
    while frame := decoder.next():
        root = parse(frame[1], NAMES)
        calls.apply(read_event(root))
        line.drain_events()
    assert not line.calls


def measure(
    readers: dict[str, Callable[[], None]], count: int
) -> dict[str, list[float]]:
    """Return processor microseconds a message of each reader, in rounds that take turns."""
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(ROUNDS):
        for name, read in readers.items():
            began = time.process_time()
            read()
            times[name].append((time.process_time() - began) / count * 1e6)
    return times


def main() -> None:
    """Measure and print."""
    messages = [m for call in range(CALLS) for m in call_messages(call)]
    stream = b"".join(encode(9999, message) for message in messages)
    times = measure(
        {
            "lxml, parse only": lambda: bare_lxml(messages),
            "codec": lambda: codec(stream),
            "codec and line": lambda: codec_and_line(stream),
            "xml.etree": lambda: element_tree(messages),
            "xmltodict": lambda: dictionaries(messages),
        },
        len(messages),
    )
    base = statistics.median(times["lxml, parse only"])
    size = sum(map(len, messages)) / len(messages)
    print(f"{len(messages)} messages of {size:.0f} bytes, {ROUNDS} rounds")
    print(f"{'reader':20}{'median µs':>10}{'lowest':>10}{'highest':>10}{'ratio':>8}")
    for name, figures in times.items():
        middle = statistics.median(figures)
        print(
            f"{name:20}{middle:10.1f}{min(figures):10.1f}{max(figures):10.1f}"
            f"{middle / base:8.2f}"
        )


if __name__ == "__main__":
    main()
