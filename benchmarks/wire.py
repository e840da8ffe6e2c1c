"""What a switch says of one answered incoming call, in the forms that an ECSS-10 uses."""

from collections.abc import Iterable
import struct

CSTA = "http://www.ecma-international.org/standards/ecma-323/csta/ed3"
KINDS = ("incoming", "answered", "ended")
"""What happens to a call, in order."""
CALLER = "725"
ROUTE_POINT = "600"

_HEADER = struct.Struct(">HH4s")
_LEG = "QkE6{0:016x}OmY3NmU5ZDcwMTYx#ZWNzc08x{0:020d}#MUZtNVFIVWVwVX{0:06d}=="
_EVENT = (
    '<?xml version="1.0"?>\n<{name} xmlns="' + CSTA + '" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="' + CSTA + ' {schema}.xsd">\n'
    "  <monitorCrossRefID>{reference}</monitorCrossRefID>\n{fields}"
    "  <cause>{cause}</cause>\n</{name}>\n"
)


def frame(invoke_id: str, xml: bytes) -> bytes:
    """Return a frame (ECMA-323, Annex J.2)."""
    return _HEADER.pack(0, len(xml) + _HEADER.size, invoke_id.encode()) + xml


def reference(number: str) -> str:
    """Return the cross reference of a line's monitor."""
    return f"DMON:f76e9c7a{number:0>8}"


def call_id(number: str, count: int) -> str:
    """Return the switch's name of a line's call."""
    return f"f76e{number:0>8}{count:08x}"


def _connection(tag: str, number: str, count: int) -> str:
    device = f"{number}:::{_LEG.format(count)}"
    return (
        f"  <{tag}>\n"
        f'    <deviceID typeOfNumber="dialingNumber">{device}</deviceID>\n'
        f"    <callID>{call_id(number, count)}</callID>\n"
        f"  </{tag}>\n"
    )


def _device(tag: str, number: str | None, count: int) -> str:
    if number is None:
        return f"  <{tag}>\n    <notKnown/>\n  </{tag}>\n"
    device = f"{number}:::{_LEG.format(count)}"
    return (
        f'  <{tag}>\n    <deviceIdentifier typeOfNumber="dialingNumber" '
        f'mediaClass="notKnown" bitRate="constant">{device}</deviceIdentifier>\n'
        f"  </{tag}>\n"
    )


def _event(name: str, schema: str, number: str, cause: str, fields: str) -> bytes:
    return _EVENT.format(
        name=name,
        schema=schema,
        reference=reference(number),
        fields=fields,
        cause=cause,
    ).encode()


def csta_event(kind: str, number: str, count: int, caller: str = CALLER) -> bytes:
    """Return the XML of what happens to the count-th call of a line."""
    last = _device("lastRedirectionDevice", None, count)
    if kind == "incoming":
        fields = (
            _connection("connection", number, count)
            + _device("alertingDevice", number, count)
            + _device("callingDevice", caller, count)
            + _device("calledDevice", number, count)
            + last
        )
        return _event("DeliveredEvent", "delivered-event", number, "newCall", fields)
    if kind == "answered":
        fields = (
            _connection("establishedConnection", number, count)
            + _device("answeringDevice", number, count)
            + _device("callingDevice", number, count)
            + _device("calledDevice", None, count)
            + last
        )
        return _event("EstablishedEvent", "established-event", number, "normal", fields)
    fields = _connection("droppedConnection", number, count) + _device(
        "releasingDevice", number, count
    )
    return _event(
        "ConnectionClearedEvent",
        "connection-cleared-event",
        number,
        "normalClearing",
        fields,
    )


def csta_frame(kind: str, number: str, count: int, caller: str = CALLER) -> bytes:
    """Return the same as it comes on the socket."""
    return frame("9999", csta_event(kind, number, count, caller))


def csta_call(number: str, count: int, caller: str = CALLER) -> Iterable[bytes]:
    """Return the frames of one whole call."""
    return (csta_frame(kind, number, count, caller) for kind in KINDS)


def route_request(count: int, caller: str = CALLER) -> bytes:
    """Return the question where the count-th call at a route point goes."""
    fields = (
        f"  <crossRefIdentifier>{count}</crossRefIdentifier>\n"
        "  <routeRegisterReqID>1</routeRegisterReqID>\n"
        + _device("currentRoute", ROUTE_POINT, count)
        + _device("callingDevice", caller, count)
        + _device("routeingDevice", ROUTE_POINT, count)
        + _connection("routedCall", caller, count)
        + "  <replyTimeout>5000</replyTimeout>\n"
    )
    xml = f'<?xml version="1.0"?>\n<RouteRequest xmlns="{CSTA}">\n{fields}</RouteRequest>\n'
    return frame(f"{count % 9000:04}", xml.encode())


def telestra_event(kind: str, account: str, count: int) -> bytes:
    """Return the message of what happens to an account's call."""
    event = {
        "incoming": "call-incoming",
        "answered": "call-answered",
        "ended": "call-ended",
    }[kind]
    caller = (
        f', "caller": "{CALLER}", "caller_name": "Front door"'
        if kind == "incoming"
        else ""
    )
    return (
        f'{{"event": "{event}", "account": "{account}", "call_id": {count}{caller}}}'
    ).encode()


def line_numbers(count: int) -> list[str]:
    """Return the numbers of so many lines."""
    return [str(20_000 + index) for index in range(count)]
