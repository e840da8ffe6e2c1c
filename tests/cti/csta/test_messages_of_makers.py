"""Events as switches of many makers write them: forms and namespaces that one client has to read alike."""

from dataclasses import dataclass

import pytest

from custom_components.telephony.cti.model import CallState, Presentation

from .dress import ECMA_323, Dress
from .scripted_world import scripted_world

PLAIN = Dress("generic")
OWN, CALL = "725", "c1"


@dataclass(frozen=True)
class Ring:
    """One Delivered: how its parties are written, and what is read out of it."""

    caller: str
    number: str | None
    name: str | None = None
    own: str = OWN
    presentation: Presentation = Presentation.ALLOWED


def identifier(text: str, **attributes: str) -> str:
    """Return a deviceIdentifier."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<deviceIdentifier{written}>{text}</deviceIdentifier>"


KIND = {"typeOfNumber": "dialingNumber"}
RINGS = {
    "Eltex": Ring(
        identifier("722:::TEVH#Zm9v#YmFy", **KIND, mediaClass="notKnown"),
        "722",
        own="725:::TEVH#Zm9v#YmFy",
    ),
    "Eltex, from outside": Ring(identifier("79001234567", **KIND), "79001234567"),
    "Avaya": Ring(
        identifier("722:CM1:10.0.0.9:0", typeOfNumber="other", bitRate="constant"),
        "722",
        own="725:CM1:10.0.0.9:0",
    ),
    "Avaya, named switch": Ring(
        identifier("12025550101::10.0.0.9:1", typeOfNumber="explicitPublic:unknown"),
        "12025550101",
    ),
    "Avaya, trunk": Ring("<notKnown/>", None, presentation=Presentation.UNAVAILABLE),
    "OpenScape Voice": Ring(
        identifier("N&lt;4930722&gt;Ada Lovelace;displayNumber=722;noa=nk;uid=7"),
        "4930722",
        "Ada Lovelace",
        own="N&lt;725&gt;Own;displayNumber=725",
    ),
    "OpenScape Voice, without a name": Ring(
        identifier("N&lt;4930722&gt;;displayNumber=722"), "4930722"
    ),
    "OpenScape Voice, whole world": Ring(
        identifier("4930722", typeOfNumber="explicitPublic:international"), "+4930722"
    ),
    "OpenScape Business": Ring(identifier("722"), "722"),
    "OpenScape Business, CDATA": Ring(identifier("<![CDATA[722]]>"), "722"),
    "MiVoice 400": Ring(identifier("N&lt;722!98&gt;"), "722", own="N&lt;725!98&gt;"),
    "MiVoice 400, named": Ring(
        identifier("N&lt;722!98&gt;Ada"), "722", "Ada", own="N&lt;725!98&gt;"
    ),
    "sub-address, appearance, extension": Ring(
        identifier("N&lt;722*9&amp;2/1!98;;x=1&gt;Ada"), "722", "Ada"
    ),
    "URI": Ring(identifier("sip:722@pbx.example;user=phone"), "722"),
    "URI in capitals": Ring(identifier("SIP:722@PBX.EXAMPLE"), "722"),
    "tel with parameters": Ring(
        identifier("tel:+4930722;phone-context=pbx.example"), "+4930722"
    ),
    "name-addr": Ring(
        identifier("&quot;Ada Lovelace&quot; &lt;sip:722@pbx.example&gt;"),
        "722",
        "Ada Lovelace",
    ),
    "withheld": Ring("<restricted/>", None, presentation=Presentation.RESTRICTED),
    "spaces around": Ring(identifier("\n   722\n  "), "722"),
    "a text alone": Ring("722", "722"),
    "device number": Ring(identifier("722", typeOfNumber="deviceNumber"), "722"),
    "private plan": Ring(
        identifier("722", typeOfNumber="explicitPrivate:localNumber"), "722"
    ),
}


def delivered(ring: Ring, *, call_id_first: bool = False) -> str:
    """Return the members of Delivered."""
    device = f"<deviceID>{ring.own}</deviceID>"
    call = f"<callID>{CALL}</callID>"
    parts = call + device if call_id_first else device + call
    own = identifier(ring.own)
    return (
        "<monitorCrossRefID>DMON:725</monitorCrossRefID>"
        f"<connection>{parts}</connection><alertingDevice>{own}</alertingDevice>"
        f"<callingDevice>{ring.caller}</callingDevice><calledDevice>{own}</calledDevice>"
        "<lastRedirectionDevice><notRequired/></lastRedirectionDevice>"
        "<localConnectionInfo>alerting</localConnectionInfo><cause>newCall</cause>"
    )


@pytest.mark.parametrize("call_id_first", [True, False])
@pytest.mark.parametrize("maker", RINGS)
def test_a_call_rings_with_its_caller(maker: str, call_id_first: bool) -> None:
    ring = RINGS[maker]
    members = delivered(ring, call_id_first=call_id_first)
    with scripted_world(PLAIN) as world:
        world.start(OWN)
        world.tell(PLAIN.message("DeliveredEvent", members))
        (call,) = world.client.line(OWN).calls
        assert call.state is CallState.RINGING
        assert call.party.number == ring.number
        assert call.party.name == ring.name
        assert call.party.presentation is ring.presentation


NAMESPACES = {
    "the standard's": f'xmlns="{ECMA_323}ed3"',
    "a later edition's": f'xmlns="{ECMA_323}ed6"',
    "the old host's": 'xmlns="http://www.ecma.ch/standards/ecma-323/csta/ed3"',
    "a maker's": 'xmlns="urn:maker:csta"',
    "none": "",
    "with a schema": (
        f'xmlns="{ECMA_323}ed4" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{ECMA_323}ed4 delivered-event.xsd"'
    ),
}


@pytest.mark.parametrize("kind", NAMESPACES)
@pytest.mark.parametrize(
    "head", ["", '<?xml version="1.0" encoding="utf-8"?>\r\n', "<?xml version='1.0'?>"]
)
def test_any_namespace_is_read(kind: str, head: str) -> None:
    members = delivered(RINGS["OpenScape Business"])
    message = f"<DeliveredEvent {NAMESPACES[kind]}>{members}</DeliveredEvent>"
    with scripted_world(PLAIN) as world:
        world.start(OWN)
        world.tell(head + message)
        (call,) = world.client.line(OWN).calls
        assert call.party.number == "722"
        assert world.client.status.connected
