"""What a phone system can do is what it says, else what its answers show."""

import pytest

from custom_components.telephony.cti.capability import Capability
from custom_components.telephony.cti.csta.profiles import PROFILES
from custom_components.telephony.cti.csta.wire.messages import DOCUMENTED
from custom_components.telephony.cti.errors import NotSupported
from custom_components.telephony.cti.model import CallState, DialedNumber
from simulator.csta.schema import SERVICES, SESSION_SERVICES

from .conftest import Connect
from .dress import DRESSES
from .exchange_world import LINES, ExchangeWorld, exchange_world
from .scripted_world import scripted_world

ASKED_BY_ITSELF = {"GetDoNotDisturb", "GetForwarding", "SnapshotDevice"}

GENERIC = next(dress for dress in DRESSES if dress.profile == "generic")
ALL = frozenset(Capability) - {Capability.LOGIN}


def asked(world: ExchangeWorld, service: str) -> int:
    """Return how often a service was asked for."""
    return [name for name, _ in world.front_end.requests].count(service)


def test_services_that_the_system_leaves_out_are_not_offered() -> None:
    missing = frozenset({"DeflectCall", "SetForwarding", "ClearCall"})
    with exchange_world(
        profile="generic", tells_services=True, unsupported_services=missing
    ) as world:
        lost = {
            Capability.DEFLECT,
            Capability.SET_FORWARDING,
            Capability.HANGUP_EVERYONE,
        }
        assert world.client.capabilities == ALL - lost
        world.dial("701", "700")
        call_id = world.call("700").call_id
        with pytest.raises(NotSupported):
            world.run(world.client.deflect("700", call_id, DialedNumber("702")))
        assert asked(world, "DeflectCall") == 0
        world.run(world.client.answer("700", call_id))
        assert world.call("700").state is CallState.CONNECTED


def test_calls_are_swapped_by_hold_and_retrieve_where_nothing_else_does() -> None:
    for missing, can_swap in (
        ({"AlternateCall"}, True),
        ({"AlternateCall", "RetrieveCall"}, False),
    ):
        with exchange_world(
            profile="generic",
            tells_services=True,
            unsupported_services=frozenset(missing),
        ) as world:
            found = Capability.SWITCH_CALL in world.client.capabilities
            assert found is can_swap


def test_where_nothing_is_told_the_first_answer_shows() -> None:
    missing = frozenset({"DeflectCall"})
    with exchange_world(profile="generic", unsupported_services=missing) as world:
        assert world.client.capabilities == ALL
        world.dial("701", "700")
        call_id = world.call("700").call_id
        with pytest.raises(NotSupported):
            world.run(world.client.deflect("700", call_id, DialedNumber("702")))
        assert world.client.capabilities == ALL - {Capability.DEFLECT}


def test_a_new_session_learns_again() -> None:
    missing = frozenset({"DeflectCall"})
    with exchange_world(
        profile="generic", tells_services=True, unsupported_services=missing
    ) as world:
        assert Capability.DEFLECT not in world.client.capabilities
        world.options.unsupported_services = frozenset()
        world.front_end.drop_connections()
        world.settle(30)
        assert world.client.capabilities == ALL


def test_a_documented_system_is_not_asked_what_it_has() -> None:
    with exchange_world(tells_services=True) as world:
        assert asked(world, "GetCSTAFeatures") == 0
        assert world.client.capabilities == ALL


@pytest.mark.parametrize(
    ("name", "words", "lost"),
    [
        ("callControlServList", "", set()),
        ("routeingServList", "<routeEnd/>", set()),
        ("callAssociatedServList", "<associateData/>", {Capability.SEND_DIGITS}),
        ("callAssociatedServList", "<GenerateDigits/>", set()),
        ("callAssociatedServList", "<generateDigits>true</generateDigits>", set()),
        (
            "callAssociatedServList",
            "<generateDigits>false</generateDigits>",
            {Capability.SEND_DIGITS},
        ),
    ],
)
async def test_what_is_told_of_nothing_takes_nothing_away(
    connect: Connect, name: str, words: str, lost: set[Capability]
) -> None:
    pair = await connect(GENERIC)
    services = f"<supportedServices><{name}>{words}</{name}></supportedServices>"
    answer = GENERIC.message("GetCSTAFeaturesResponse", services)
    pair.switch.answers["GetCSTAFeatures"] = answer
    await pair.watch("725")
    assert ALL - pair.client.capabilities == lost


def test_nobody_waits_for_a_system_that_does_not_say_what_it_has() -> None:
    with scripted_world(GENERIC) as world:
        for service in ("GetCSTAFeatures", "GetSwitchingFunctionCaps"):
            world.switch.answers[service] = None
        world.start("725")
        assert world.client.line("725").available
        assert world.loop.time() < 1
        world.settle(60)
        assert world.client.capabilities == ALL
        assert world.switch.history.count("GetSwitchingFunctionCaps") == 1


def test_what_is_told_late_is_told_on() -> None:
    """Only where it is news: whoever hears has the same line twice otherwise."""
    lists = "<callControlServList><makeCall/></callControlServList>"
    services = f"<supportedServices>{lists}</supportedServices>"
    with scripted_world(GENERIC) as world:
        world.switch.answers["GetCSTAFeatures"] = None
        world.start("725")
        assert [each.connected for each in world.heard.links] == [True]
        invoke_id, _ = world.loop.run(world.switch.next("GetCSTAFeatures"))
        world.tell(GENERIC.message("GetCSTAFeaturesResponse", services), invoke_id)
        assert [each.connected for each in world.heard.links] == [True, True]
        assert Capability.MAKE_CALL in world.client.capabilities
        assert not {Capability.HOLD, Capability.RECONNECT} & world.client.capabilities
        assert len(world.switch.connections) == 1


MUST = frozenset(
    {
        *("MonitorStart", "MakeCall", "AnswerCall", "ClearConnection"),
        *("StartApplicationSession", "ResetApplicationSessionTimer"),
        *("StopApplicationSession", "SystemRegister", "GetThirdPartyDeviceId"),
    }
)
"""Without these there is no connection, no line, or no command of a person."""


@pytest.mark.parametrize("profile", PROFILES)
def test_a_system_that_answers_nothing_it_need_not_is_up_for_an_hour(
    profile: str,
) -> None:
    must = MUST | (DOCUMENTED if PROFILES[profile].supported else frozenset())
    silent = frozenset(SERVICES | SESSION_SERVICES) - must
    with exchange_world(profile=profile, silent_services=silent) as world:
        world.settle(3600)
        assert [each.connected for each in world.heard.links] == [True]
        assert len(world.front_end.connections) == 1
        assert all(world.line(each).available for each in LINES)
        call_id = world.run(world.client.make_call("700", DialedNumber("701")))
        world.lift("700")
        world.run(world.client.answer("701", world.call("701").call_id))
        assert world.call("700").state is CallState.CONNECTED
        world.run(world.client.hangup("700", call_id))
        assert not world.line("700").calls
        assert not world.line("701").calls
        for service in silent & ASKED_BY_ITSELF:
            assert asked(world, service), service
