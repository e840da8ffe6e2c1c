"""What ECSS-10 tells of line 725, in few words: messages for flows, and what a client makes of them.

A device is a number, or one phone of it: `725/desk`. What the tags are called is ECMA-269's (17.2).
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from custom_components.telephony.cti.model import CallEvent, CallEventType

from .dress import ELTEX
from .peer import Answer
from .scripted_world import ScriptedWorld, scripted_world

LINE, CALLER, FAR = "725", "722", "703"
DESK, MOBILE = "725/desk", "725/mobile"
NOT_SUPPORTED = ELTEX.error("operation", "serviceNotSupported")
NO_SUCH_CALL = ELTEX.error("operation", "invalidCallID")
_TAGS: Final = {
    "Bridged": ("bridgedConnection", "bridgedAppearance"),
    "CallInformation": ("connection", "device"),
    "ConnectionCleared": ("droppedConnection", "releasingDevice"),
    "Delivered": ("connection", "alertingDevice"),
    "DigitsDialed": ("dialingConnection", "dialingDevice"),
    "Diverted": ("connection", "divertingDevice"),
    "Established": ("establishedConnection", "answeringDevice"),
    "Failed": ("failedConnection", "failingDevice"),
    "Held": ("heldConnection", "holdingDevice"),
    "NetworkReached": ("outboundConnection", "networkInterfaceUsed"),
    "Offered": ("offeredConnection", "offeredDevice"),
    "Originated": ("originatedConnection", "callingDevice"),
    "Queued": ("queuedConnection", "queue"),
    "Retrieved": ("retrievedConnection", "retrievingDevice"),
    "ServiceInitiated": ("initiatedConnection", "initiatingDevice"),
}

type Step = str | float | Mapping[str, Answer] | Callable[[ScriptedWorld], None]
"""A message, seconds that pass, answers from now on, or whatever else is done."""


def identifier(device: str) -> str:
    """Return the deviceID of a number, or of one of its phones."""
    number, _, phone = device.partition("/")
    if not phone:
        return number
    parts = (phone, f"ecss{number}{phone}", "dialog")
    return f"{number}:::{'#'.join(b64encode(each.encode()).decode() for each in parts)}"


def party(tag: str, device: str | None) -> str:
    """Return a party: a device, `restricted`, or None for one that is not known."""
    if device in (None, "restricted"):
        return ELTEX.device(tag, device)
    return ELTEX.device(tag, "0").replace(ELTEX.leg_form.format(0), identifier(device))


def connection(tag: str, device: str | None, call: str) -> str:
    """Return a ConnectionID."""
    if device is None:
        return ELTEX.connection(tag, None, call)
    text = ELTEX.connection(tag, "0", call)
    return text.replace(ELTEX.leg_form.format(0), identifier(device))


def event(
    name: str,
    device: str | None = LINE,
    call: str = "c1",
    *more: str,
    cause: str = "normal",
    own: str | None = None,
    by: str | None = "",
    **parties: str | None,
) -> str:
    """Return an event about a device's connection; `own` is the line's state, `by` another device."""
    tag, device_tag = _TAGS[name]
    named = {"callingDevice": None, "calledDevice": None} | parties
    return ELTEX.event(
        name,
        LINE,
        connection(tag, device, call),
        party(device_tag, device if by == "" else by),
        *(party(each, who) for each, who in named.items() if each != device_tag),
        *more,
        ELTEX.element("localConnectionInfo", own) if own else "",
        cause=cause,
    )


def _of_caller(name: str, usual: str) -> Callable[..., str]:
    """Return what tells an event of a caller's call to the line."""

    def tell(
        device: str | None = LINE,
        cause: str = usual,
        call: str = "c1",
        *more: str,
        calling: str | None = CALLER,
        called: str | None = LINE,
        own: str | None = None,
        **parties: str | None,
    ) -> str:
        parties |= {"callingDevice": calling, "calledDevice": called}
        return event(name, device, call, *more, cause=cause, own=own, **parties)

    return tell


rings, offers = _of_caller("Delivered", "newCall"), _of_caller("Offered", "newCall")
answers, fails = _of_caller("Established", "normal"), _of_caller("Failed", "busy")
diverts = _of_caller("Diverted", "redirected")
informs = _of_caller("CallInformation", "normal")
far_rings = partial(rings, calling=LINE, called=FAR)
far_answers = partial(answers, calling=LINE, called=FAR)
far_fails = partial(fails, calling=LINE, called=FAR)
queues = partial(_of_caller("Queued", "enteringDistribution"), calling=LINE)
waits = _of_caller("Queued", "campOn")
holds, retrieves = partial(event, "Held"), partial(event, "Retrieved")
bridges = partial(event, "Bridged")


def clears(
    device: str | None = LINE,
    cause: str = "normalClearing",
    call: str = "c1",
    *,
    own: str | None = None,
    by: str | None = None,
) -> str:
    """Return ConnectionCleared; who released it is not told unless it's said."""
    return event("ConnectionCleared", device, call, cause=cause, own=own, by=by)


def dials(called: str | None = FAR, device: str = LINE, call: str = "c1") -> str:
    """Return Originated."""
    return event("Originated", device, call, calledDevice=called, own="connected")


def lifts(call: str = "c1") -> str:
    """Return ServiceInitiated."""
    return event("ServiceInitiated", LINE, call)


def presses(digits: str, call: str = "c1") -> str:
    """Return DigitsDialed."""
    return event("DigitsDialed", LINE, call, ELTEX.element("dialingSequence", digits))


def leaves(called: str, trunk: str = "9001") -> str:
    """Return NetworkReached."""
    return event("NetworkReached", trunk, callingDevice=LINE, calledDevice=called)


def joins(
    name: str,
    acting: str,
    added: str | None,
    *members: str,
    old: Sequence[str] = ("c1",),
    new: str = "c1",
    own: str | None = None,
) -> str:
    """Return Transfered or Conferenced; the members come from the first old call."""
    told = dict.fromkeys(members, old[0])
    text = ELTEX.joined(name, LINE, acting, added, tuple(old), new, told)
    for phone in filter(lambda each: "/" in each, members):
        text = text.replace(ELTEX.leg_form.format(phone), identifier(phone))
    state = ELTEX.element("localConnectionInfo", own) if own else ""
    return text.replace("<cause>", f"{state}<cause>")


def silently(conferenced: str) -> str:
    """Let the last member only listen."""
    head, mark, tail = conferenced.rpartition("</connectionListItem>")
    return f"{head}{ELTEX.element('participationType', 'silent')}{mark}{tail}"


def in_call(members: Mapping[str, str], call: str = "c1") -> str:
    """Return SnapshotCallResponse: devices with their states."""
    infos = (
        ELTEX.element(
            "snapshotCallResponseInfo",
            party("deviceOnCall", device),
            connection("callIdentifier", device, call),
            ELTEX.element("localConnectionInfo", state),
        )
        for device, state in members.items()
    )
    data = ELTEX.element("snapshotData", *infos)
    return ELTEX.message(
        "SnapshotCallResponse", ELTEX.element("crossRefIDorSnapshotData", data)
    )


def calls_are(*calls: tuple[str, str, str]) -> str:
    """Return SnapshotDeviceResponse: own device, callID, and all states, the own first."""
    infos = (
        ELTEX.element(
            "snapshotDeviceResponseInfo",
            connection("connectionIdentifier", device, call),
            ELTEX.element(
                "localCallState",
                ELTEX.element(
                    "compoundCallState",
                    *(
                        ELTEX.element("localConnectionState", state)
                        for state in states.split()
                    ),
                ),
            ),
        )
        for device, call, states in calls
    )
    data = ELTEX.element("snapshotData", *infos)
    return ELTEX.message(
        "SnapshotDeviceResponse", ELTEX.element("crossRefIDorSnapshotData", data)
    )


def breaks(world: ScriptedWorld) -> None:
    """Cut the connection, and let the client come back."""
    world.switch.connections[-1].transport.abort()
    world.settle(15)


@dataclass(frozen=True)
class Seen:
    """What a client showed and told of the line."""

    states: list[str]
    """What the line showed, one after the other, several calls joined by a plus."""
    events: list[CallEvent]
    parties: list[str | None]
    """The numbers of the other side, one after the other."""

    @property
    def types(self) -> list[str]:
        """The kinds of events."""
        return [each.type.value for each in self.events]

    @property
    def outcomes(self) -> list[str]:
        """How its calls ended."""
        return [
            str(each.outcome)
            for each in self.events
            if each.type is CallEventType.ENDED
        ]


def see(*steps: Step, snapshots: bool = False) -> Seen:
    """Let things happen to an idle line; without `snapshots` the phone system tells none."""
    states, numbers = ["idle"], list[str | None]()
    with scripted_world() as world:
        if not snapshots:
            services = ("SnapshotDevice", "SnapshotCall")
            world.switch.answers |= dict.fromkeys(services, NOT_SUPPORTED)
        world.start(LINE)
        line = world.client.line(LINE)
        for step in steps:
            if isinstance(step, str):
                world.tell(step)
            elif isinstance(step, int | float):
                world.settle(step)
            elif isinstance(step, Mapping):
                world.switch.answers |= step
            else:
                step(world)
            shown = "+".join(call.state for call in line.calls) or "idle"
            numbers += [call.party.number for call in line.calls]
            states += [shown]
        return Seen(_runs(states), list(world.heard.events), _runs(numbers))


def _runs[T](values: Sequence[T]) -> list[T]:
    """Return values without those that only repeat the one before."""
    return [
        value for at, value in enumerate(values) if not at or value != values[at - 1]
    ]
