"""Phones as devices: muted, loud, and with a text on the display (ECMA-269, 21.1 and 21.2)."""

from collections.abc import Iterator

import pytest

from custom_components.telephony.cti.capability import Capability
from custom_components.telephony.cti.errors import NotSupported, RequestRefused
from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import LampMode, PhoneSetting
from custom_components.telephony.cti.phone import MOST_PARTS
from simulator.phones import Apparatus, LampMode as Shines, Phone, Ringer

from .dress import ELTEX, REFERENCE
from .exchange_world import LINES, ExchangeWorld, exchange_world
from .peer import name_of
from .scripted_world import ScriptedWorld
from .telling import LINE, see

MICROPHONE, SPEAKER, LOUDNESS, BELL, LAMPS = PhoneSetting
MAKERS = ["generic", "avaya_aes", "openscape_voice", "mivoice_office_400"]


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[ExchangeWorld]:
    """Return an exchange with a phone at 700 that can be set."""
    maker = getattr(request, "param", "generic")
    with exchange_world(("701",), profile=maker) as made:
        made.exchange.phones.put("700", Phone())
        made.client.add_line("700")
        made.settle()
        yield made


EVERY_MAKER = pytest.mark.parametrize("world", MAKERS, indirect=True)


def shown(line: Line) -> dict[PhoneSetting, int | None]:
    """Return everything that is shown of a line's phone, but its lamps."""
    return {each: line.phone.value(each) for each in PhoneSetting if each != LAMPS}


@EVERY_MAKER
def test_what_a_phone_is_set_to_is_found_set_and_followed(world: ExchangeWorld) -> None:
    line, phone = world.line("700"), world.exchange.phones["700"]
    assert shown(line) == {MICROPHONE: 0, SPEAKER: 0, LOUDNESS: 50, BELL: 70}
    for setting, value in ((MICROPHONE, 1), (SPEAKER, 1), (LOUDNESS, 80), (BELL, 0)):
        world.run(world.client.set_phone("700", setting, value))
    assert shown(line) == {MICROPHONE: 1, SPEAKER: 1, LOUDNESS: 80, BELL: 0}
    for part in phone.apparatuses.values():
        assert part == Apparatus(microphone_muted=True, speaker_muted=True, volume=80)
    assert phone.ringers["1"].volume == 0
    world.exchange.phones.set_ringer("700", "1", volume=100)
    world.exchange.phones.set_speaker_volume("700", "2", 90)
    world.exchange.phones.set_microphone_mute("700", "2", muted=False)
    world.settle()
    assert shown(line) == {MICROPHONE: 0, SPEAKER: 1, LOUDNESS: 90, BELL: 100}


def test_a_volume_that_is_told_as_a_step_is_asked_for(world: ExchangeWorld) -> None:
    phones, line = world.exchange.phones, world.line("700")
    phones["700"].tells_steps = True
    phones.set_ringer("700", "1", volume=80)
    phones.set_speaker_volume("700", "2", 60)
    world.settle()
    assert shown(line) == {MICROPHONE: 0, SPEAKER: 0, LOUDNESS: 60, BELL: 80}


def test_a_phone_is_set_before_its_turn_to_be_looked_at(world: ExchangeWorld) -> None:
    """A line can be commanded at once, and what its phone is set to is asked for later."""
    world.exchange.phones.put("702", Phone())
    world.options.answer_delay = 0.1
    world.front_end.requests.clear()
    line = world.client.add_line("702")
    while not line.available:
        world.settle(0.01)
    assert "GetMicrophoneMute" not in {name for name, _ in world.front_end.requests}
    world.run(world.client.set_phone("702", MICROPHONE, 1))
    assert line.phone.value(MICROPHONE) == 1
    parts = world.exchange.phones["702"].apparatuses.values()
    assert all(each.microphone_muted for each in parts)


def test_one_bell_of_several_is_set_and_the_others_are_left(
    world: ExchangeWorld,
) -> None:
    phone = world.exchange.phones["700"]
    phone.ringers = {"a": Ringer(volume=80), "b": Ringer(volume=20)}
    world.front_end.drop_connections()
    world.settle(30)
    heard = world.heard.changes
    world.run(world.client.set_phone("700", BELL, 10, "b"))
    assert [each.volume for each in phone.ringers.values()] == [80, 10]
    assert world.line("700").phone.parts(BELL) == {"a": 80, "b": 10}
    assert world.heard.changes > heard, "nobody heard of the other volume"
    with pytest.raises(RequestRefused):
        world.run(world.client.set_phone("700", BELL, 10, "c"))


def test_a_bell_that_is_set_for_one_ring_goes_back_and_shows_it(
    world: ExchangeWorld,
) -> None:
    """Where the phone system keeps a volume for one ringing cycle only (21.1.21)."""
    phone = world.exchange.phones["700"]
    phone.keeps_ring_settings = False
    world.run(world.client.set_phone("700", BELL, 0))
    assert world.line("700").phone.value(BELL) == 0
    world.dial("701", "700")
    assert phone.ringers["1"].rings
    assert world.line("700").phone.value(BELL) == 0
    world.drop("701")
    assert world.line("700").phone.value(BELL) == 70


def test_a_phone_that_rings_or_is_silenced_is_no_event_of_its_calls(
    world: ExchangeWorld,
) -> None:
    world.dial("701", "700")
    heard = world.types("700")
    world.exchange.phones.set_ringer("700", "1", rings=False)
    world.settle()
    assert world.types("700") == heard == ["incoming"]
    assert world.call("700").state == "ringing"
    world.drop("701")
    assert not world.exchange.phones["700"].ringers["1"].rings


@EVERY_MAKER
@pytest.mark.parametrize("text", ["Back at 2 p.m.", "Zurück um 14 Uhr", ""])
def test_a_text_is_shown_on_the_display(world: ExchangeWorld, text: str) -> None:
    world.exchange.phones["700"].display = "before"
    world.run(world.client.set_display("700", text))
    assert world.exchange.phones["700"].display == text


def test_what_is_refused_is_not_taken_over(world: ExchangeWorld) -> None:
    world.options.refusals = {"SetMicrophoneMute": ("operation", "invalidFeature")}
    with pytest.raises(RequestRefused):
        world.run(world.client.set_phone("700", MICROPHONE, 1))
    assert world.line("700").phone.value(MICROPHONE) == 0
    with pytest.raises(RequestRefused):
        world.run(world.client.set_display("701", "no phone to be set"))


def test_a_line_whose_phone_tells_nothing_cannot_be_set(world: ExchangeWorld) -> None:
    assert set(shown(world.line("701")).values()) == {None}
    for setting in PhoneSetting:
        with pytest.raises(NotSupported):
            world.run(world.client.set_phone("701", setting, 1))
    asked = {name for name, _ in world.front_end.requests}
    assert not {each for each in asked if each.startswith("Set")}


def test_a_phone_system_without_these_services_is_asked_once_for_each() -> None:
    with exchange_world() as world:  # ECSS-10
        asked = [name for name, _ in world.front_end.requests]
        for service in (
            *("GetMicrophoneMute", "GetSpeakerMute"),
            *("GetSpeakerVolume", "GetRingerStatus", "GetLampMode"),
        ):
            assert asked.count(service) == 1
        assert {
            value for each in LINES for value in shown(world.line(each)).values()
        } == {None}
        with pytest.raises(NotSupported):
            world.run(world.client.set_display("700", "hello"))
        assert Capability.SET_DISPLAY not in world.client.capabilities


def test_a_phone_system_that_lists_none_of_them_is_not_asked() -> None:
    """None of these stands in its list of physical device services (13.1.1)."""
    missing = frozenset(
        f"{what}{name}"
        for what in ("Get", "Set")
        for name in (
            *("MicrophoneMute", "SpeakerMute"),
            *("SpeakerVolume", "RingerStatus", "LampMode"),
        )
    )
    with exchange_world(
        profile="generic", tells_services=True, unsupported_services=missing
    ) as world:
        asked = {name for name, _ in world.front_end.requests}
        assert not asked & missing
        lost = {Capability(each) for each in PhoneSetting}
        assert not lost & world.client.capabilities
        assert Capability.SET_DISPLAY in world.client.capabilities


def test_a_new_connection_finds_what_was_set_meanwhile(world: ExchangeWorld) -> None:
    phone = world.exchange.phones["700"]
    world.front_end.drop_connections()
    phone.apparatuses = {"headset": Apparatus(microphone_muted=True, volume=10)}
    phone.ringers = {"a": Ringer(volume=0), "b": Ringer(volume=20)}
    world.settle(30)
    line = world.line("700")
    assert shown(line) == {MICROPHONE: 1, SPEAKER: 0, LOUDNESS: 10, BELL: 20}
    world.run(world.client.set_phone("700", BELL, 5))
    assert {part: each.volume for part, each in phone.ringers.items()} == {
        "a": 5,
        "b": 5,
    }


# Lamps


@EVERY_MAKER
def test_lamps_are_found_set_and_followed(world: ExchangeWorld) -> None:
    phones, line = world.exchange.phones, world.line("700")
    assert line.phone.lamps == {"1": LampMode.OFF, "2": LampMode.OFF}
    for mode in (LampMode.STEADY, LampMode.BROKEN_FLUTTER, LampMode.OFF):
        world.run(world.client.set_phone("700", LAMPS, mode, "2"))
        assert phones["700"].lamps["2"].mode == int(mode)
        assert line.phone.lamps == {"1": LampMode.OFF, "2": mode}
    phones.set_lamp("700", "2", Shines.WINK)
    world.settle()
    assert line.phone.lamps["2"] is LampMode.WINK


def test_the_lamp_of_a_line_shines_as_its_calls_are(world: ExchangeWorld) -> None:
    lamps = world.line("700").phone
    shone = []
    call = world.dial("701", "700")
    shone.append(lamps.lamps["1"])
    world.lift("700")
    shone.append(lamps.lamps["1"])
    world.exchange.hold("700", call)
    world.settle()
    shone.append(lamps.lamps["1"])
    world.drop("701")
    shone.append(lamps.lamps["1"])
    assert shone == [LampMode.FLUTTER, LampMode.STEADY, LampMode.WINK, LampMode.OFF]


def test_a_lamp_that_shines_so_already_is_no_news(world: ExchangeWorld) -> None:
    heard = world.heard.changes
    world.exchange.phones.set_lamp("700", "2", Shines.OFF)
    world.settle()
    assert world.heard.changes == heard


@pytest.mark.parametrize(
    ("maker", "spelled"),
    [("generic", "LampMode"), ("openscape_voice", "lampMode")],
    ids=["edition 3", "later"],
)
def test_a_lamp_is_set_as_the_edition_spells_it(maker: str, spelled: str) -> None:
    with exchange_world(("700",), profile=maker) as world:
        world.exchange.phones.put("700", Phone())
        world.run(world.client.set_phone("700", LAMPS, LampMode.STEADY, "2"))
        [asked] = (e for name, e in world.front_end.requests if name == "SetLampMode")
        assert [name_of(each) for each in asked] == ["device", "lamp", spelled]


@pytest.mark.parametrize(("told", "mode"), [("3", "STEADY"), ("7", "UNKNOWN")])
def test_a_mode_that_only_a_maker_has_is_unknown(told: str, mode: str) -> None:
    event = ELTEX.message(
        "LampModeEvent",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        ELTEX.device("device", LINE),
        ELTEX.element("lamp", "260"),
        ELTEX.element("lampMode", told),
    )

    def look(world: ScriptedWorld) -> None:
        assert world.client.line(LINE).phone.lamps == {"260": LampMode[mode]}

    see(event, look)


# What systems tell beside the standard


def bell(part: str, *content: str) -> str:
    """Return RingerStatusEvent of line 725's bell."""
    return ELTEX.message(
        "RingerStatusEvent",
        ELTEX.element("monitorCrossRefID", REFERENCE.format(LINE)),
        ELTEX.device("device", LINE),
        ELTEX.element("ringer", part),
        *content,
    )


def volume(value: str, kind: str = "volAbs") -> str:
    """Return ringVolume."""
    return ELTEX.element("ringVolume", ELTEX.element(kind, value))


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ([bell("1", volume("0"))], 0),
        ([bell("1", volume("100"))], 100),
        ([bell("1", volume("30")), bell("1", volume("increment", "volInc"))], 30),
        ([bell("1", volume("30")), bell("2", volume("10"))], 30),
        ([bell("1", volume("30")), bell("1")], 30),
        ([bell("1", volume("101"))], None),
        ([bell("1", volume("-1"))], None),
        ([bell("1", volume("٣"))], None),
        ([bell("1", volume("9" * 5000))], None),
        ([bell("1", volume(""))], None),
        ([bell("", volume("10"))], None),
        ([bell("x" * 65, volume("10"))], None),
        ([bell(str(part), volume("10")) for part in range(MOST_PARTS + 9)], 10),
    ],
)
def test_a_volume_that_can_be_none_is_unknown(
    told: list[str], known: int | None
) -> None:
    def look(world: ScriptedWorld) -> None:
        phone = world.client.line(LINE).phone
        assert phone.value(BELL) == known
        assert len(phone.parts(BELL)) <= MOST_PARTS

    see(*told, look)
