"""Whatever the other side sends, memory stays bounded, nothing crashes, and no call is lost."""

from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.telephony.cti.csta.wire.xml import BadXml, new_names, parse
from custom_components.telephony.cti.errors import AuthenticationRefused
from custom_components.telephony.cti.model import CallState

from .dress import ELTEX, session_message
from .peer import frame
from .scripted_world import ScriptedWorld, scripted_world

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><DeliveredEvent>&j;</DeliveredEvent>"
)
EXTERNAL = (
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    "<DeliveredEvent>&f;</DeliveredEvent>"
)
BAD = {
    "entity bomb": BOMB.encode(),
    "entity bomb in UTF-16": BOMB.replace('<?xml version="1.0"?>', "").encode("utf-16"),
    "external entity": EXTERNAL.encode(),
    "harmless DOCTYPE": b"<!DOCTYPE a><a/>",
    "harmless DOCTYPE in UTF-16": "<!DOCTYPE a><a/>".encode("utf-16"),
    "deep nesting": b"<a>" * 5000,
    "cut off": b"<DeliveredEvent><monitorCrossRefID>",
    "no XML": b"hello, world",
}


@pytest.fixture
def world() -> Iterator[ScriptedWorld]:
    """Return a world that watches line 725."""
    with scripted_world() as made:
        made.start("725")
        yield made


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_bad_xml_is_refused(data: bytes) -> None:
    with pytest.raises(BadXml):
        parse(data, new_names())


@pytest.mark.parametrize("data", BAD.values(), ids=list(BAD))
def test_a_bad_message_is_passed_over_and_told_once(
    world: ScriptedWorld, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    ringing = ELTEX.snapshot(("725", "c1", ("alerting", "connected")))
    world.switch.answers["SnapshotDevice"] = ringing
    for _ in range(3):
        world.switch.send(data)
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    assert world.client.line("725").calls[0].state is CallState.RINGING
    told = [r for r in caplog.records if "cannot be read" in r.message]
    assert len(told) == 1
    assert "passed over" in told[0].message


@pytest.mark.parametrize(
    "lost",
    [
        b"<DeliveredEvent><unreadable",
        b"<DeliveredEvent>\xff\xfe\xfd\x00</DeliveredEvent>",
        ELTEX.event("Delivered", "725", cause="newCall").encode(),
    ],
    ids=["cut off", "of no monitor", "of no call"],
)
def test_a_lost_event_leads_to_a_snapshot(world: ScriptedWorld, lost: bytes) -> None:
    before = world.switch.history.count("SnapshotDevice")
    world.switch.send(lost)
    world.settle(15)
    assert world.switch.history.count("SnapshotDevice") == before + 1


@pytest.mark.parametrize("lie", [b"\x00\x00\x00\x01", b"\x00\x00\x00\x08", b"\x01\x00"])
def test_a_header_that_lies_ends_the_link_and_it_comes_back(
    world: ScriptedWorld, lie: bytes
) -> None:
    world.switch.send_bytes(lie + b"9999<a/>")
    world.settle()
    assert not world.client.status.connected
    world.settle(10)
    assert world.client.line("725").available


def test_a_length_that_promises_more_ends_by_silence(world: ScriptedWorld) -> None:
    world.switch.send_bytes(b"\x00\x00\xff\xff9999<a>")
    world.settle(60)
    assert len(world.heard.links) > 1  # nothing that could be read came any more


def test_the_largest_message_goes_through(world: ScriptedWorld) -> None:
    event = ELTEX.delivered("725", "725", "722", "725")
    end = "</DeliveredEvent>"
    filler = "x" * (65527 - len(event.encode()) - len("<y></y>"))
    world.tell(event.replace(end, f"<y>{filler}</y>{end}"))
    assert world.client.line("725").calls[0].party.number == "722"


def test_fields_that_are_missing_or_odd_do_no_harm(world: ScriptedWorld) -> None:
    reference = "<monitorCrossRefID>DMON:725</monitorCrossRefID>"
    for body in (
        "",
        reference,
        f"{reference}<connection/>",
        f"{reference}<connection><callID/></connection>",
        f"{reference}<connection><deviceID/><callID>c5</callID></connection>",
        f"{reference}<connection><callID>c6</callID></connection><alertingDevice/>",
    ):
        for name in ("DeliveredEvent", "EstablishedEvent", "TransferedEvent"):
            world.tell(ELTEX.message(name, body))
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    assert "722" in {c.party.number for c in world.client.line("725").calls}
    assert world.client.status.connected


def test_a_flood_is_taken_in(world: ScriptedWorld) -> None:
    flood = b"".join(
        frame(9999, message)
        for n in range(2000)
        for message in (
            ELTEX.delivered("725", "725", "722", "725", f"f{n}"),
            ELTEX.cleared("725", "725", "722", f"f{n}"),
        )
    )
    world.switch.send_bytes(flood)
    world.settle(5)
    assert world.client.line("725").calls == ()
    assert len(world.heard.events) == 2000 * 3


def test_made_up_monitors_and_segments_are_not_kept_for_ever(
    world: ScriptedWorld,
) -> None:
    for n in range(3000):
        world.switch.send(ELTEX.delivered(f"X{n}", "725", "722", "725", f"f{n}"))
        world.switch.send(
            ELTEX.message(
                "SnapshotDeviceData", ELTEX.element("serviceCrossRefID", f"S{n}")
            )
        )
    world.settle()
    world.tell(ELTEX.delivered("725", "725", "722", "725"))
    assert len(world.client.line("725").calls) == 1


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.recursive(
        st.text(alphabet="abc059", max_size=5),
        lambda inner: st.lists(
            st.tuples(
                st.sampled_from(
                    [
                        "monitorCrossRefID", "connection", "deviceID", "callID",
                        "alertingDevice", "callingDevice", "calledDevice",
                        "deviceIdentifier", "notKnown", "restricted", "cause",
                        "establishedConnection", "droppedConnection", "primaryOldCall",
                        "transferredConnections", "connectionListItem",
                        "newConnection", "systemStatus", "snapshotData",
                    ]
                ),
                inner,
            ),
            max_size=6,
        ).map(lambda items: "".join(f"<{n}>{v}</{n}>" for n, v in items)),
        max_leaves=20,
    ),
    st.sampled_from(
        [
            "DeliveredEvent", "EstablishedEvent", "TransferedEvent", "ConferencedEvent",
            "ConnectionClearedEvent", "FailedEvent", "QueuedEvent", "ForwardingEvent",
            "DoNotDisturbEvent", "SystemStatus", "MonitorStop", "SnapshotDeviceData",
            "CSTAErrorCode", "MakeCallResponse", "Anything",
        ]
    ),
)  # fmt: skip
def test_nothing_that_parses_breaks_the_client(
    world: ScriptedWorld, content: str, name: str
) -> None:
    reference = "<monitorCrossRefID>DMON:725</monitorCrossRefID>"
    world.tell(ELTEX.message(name, reference + content), 3)
    assert world.client.status.connected


def test_neither_passwords_nor_numbers_are_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG")
    with scripted_world(password="canary-word") as world:
        world.start("7254711")
        world.tell(ELTEX.delivered("7254711", "7254711", "7228833", "7254711"))
        world.network.open_connections()[0].abort()
        world.settle(20)
    with scripted_world(password="canary-word") as world:
        world.switch.answers["StartApplicationSession"] = session_message(
            "StartApplicationSessionNegResponse",
            "<errorCode><definedError>invalidApplicationInfo</definedError></errorCode>",
        )
        with pytest.raises(AuthenticationRefused) as caught:
            world.start()
        assert "canary-word" not in repr(caught.value)
    ours = [r for r in caplog.records if r.name.startswith("custom_components")]
    assert ours
    assert not any("canary-word" in r.getMessage() for r in ours)
    above_debug = [r.getMessage() for r in ours if r.levelname != "DEBUG"]
    assert not any("7254711" in m or "7228833" in m for m in above_debug)


def test_more_calls_than_a_telephone_has_lead_to_a_snapshot(
    world: ScriptedWorld,
) -> None:
    before = world.switch.history.count("SnapshotDevice")
    for n in range(200):
        world.switch.send(ELTEX.delivered("725", "725", "722", "725", f"f{n}"))
    world.settle()
    assert world.switch.history.count("SnapshotDevice") > before
    assert world.client.line("725").calls == ()  # as the snapshot says


def test_texts_without_end_are_cut(world: ScriptedWorld) -> None:
    messages = [ELTEX.delivered("725", "725", "722" * 1000, "725", "f1")]
    messages += [ELTEX.delivered("725", "725", "anonymous", "725", "f2" * 2000)]
    for message in messages:
        world.tell(message)
    assert all(
        len(call.party.number or "") <= 256 for call in world.client.line("725").calls
    )
