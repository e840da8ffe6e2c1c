"""What may happen to phones as devices and to agents: at the phone, and by commands to our clients."""

from functools import partial

from custom_components.telephony.cti.line import Line
from custom_components.telephony.cti.model import AgentState, LampMode, PhoneSetting
from simulator.calls import AgentState as Truth
from simulator.phones import LampMode as Shines, Phone, Ringer

from .happenings import CSTA_LINES, KINDS, Happenings, Step, pick
from .witness import Violation

DEVICES = range(9_000_000, 10_000_000)
"""The seeds of worlds without habits in which phones can be set and agents work at the lines."""
DEVICE_KINDS = (
    *KINDS,
    *("phone_part",) * 5,
    *("set_phone",) * 6,
    *("agent",) * 3,
    *("set_agent",) * 3,
)
_AGENT_STATES = {
    Truth.NULL: AgentState.LOGGED_OFF,
    Truth.NOT_READY: AgentState.NOT_READY,
    Truth.READY: AgentState.READY,
    Truth.BUSY: AgentState.BUSY,
    Truth.WORKING_AFTER_CALL: AgentState.AFTER_CALL,
}


class DeviceHappenings(Happenings):
    """One method for each kind of step, and what must be shown afterwards."""

    def put_devices(self) -> None:
        """Put a phone and an agent to every line."""
        for line in CSTA_LINES:
            phone = self.exchange.phones.put(line, Phone())
            phone.ringers = {"1": Ringer(80), "2": Ringer(20)}
            self.exchange.line(line).agent = Truth.NOT_READY

    def _do_phone_part(self, step: Step) -> None:
        """Change something at a phone itself."""
        phones, line = self.exchange.phones, pick(CSTA_LINES, step.first)
        part, volume = pick("12", step.first // 4), step.second % 101
        changes = (
            partial(phones.set_microphone_mute, line, part, muted=volume > 50),
            partial(phones.set_speaker_mute, line, part, muted=volume > 50),
            partial(phones.set_speaker_volume, line, part, volume),
            partial(phones.set_ringer, line, part, volume=volume),
            partial(phones.set_lamp, line, "2", pick(Shines, step.second)),
        )
        pick(changes, step.second)()

    def _do_set_phone(self, step: Step) -> None:
        """Let one of the clients set a phone, or one part of it."""
        client, line = pick(self.clients[:2], step.first), pick(CSTA_LINES, step.second)
        setting = pick(PhoneSetting, step.first // 3)
        most = {PhoneSetting.SPEAKER_VOLUME: 101, PhoneSetting.RINGER_VOLUME: 101}
        value = step.second % most.get(setting, 2)
        part = pick((None, "1", "2"), step.first // 7)
        if setting is PhoneSetting.LAMPS:
            part = "2"
        self._spawn(client.switch.set_phone(line, setting, value, part))

    def _do_agent(self, step: Step) -> None:
        """Let an agent log on or off at the phone, or take calls or not."""
        agents, line = self.exchange.agents, pick(CSTA_LINES, step.first)
        self._people(lambda: agents.log_on(line))
        self._people(lambda: agents.set_state(line, pick(Truth, step.second)))

    def _do_set_agent(self, step: Step) -> None:
        """Let one of the clients do so."""
        client, line = pick(self.clients[:2], step.first), pick(CSTA_LINES, step.second)
        wanted = pick(AgentState, step.first // 3)
        self._spawn(client.switch.set_agent_state(line, wanted))

    def compare_devices(self, number: int, line: Line) -> None:
        """Compare what a line's phone and agent are shown as with what they are."""
        phone = self.exchange.phones[line.number]
        lamps = {part: LampMode(int(each.mode)) for part, each in phone.lamps.items()}
        apparatuses, ringers = phone.apparatuses.items(), phone.ringers.items()
        wanted = {
            PhoneSetting.MICROPHONE_MUTE: {
                p: a.microphone_muted for p, a in apparatuses
            },
            PhoneSetting.SPEAKER_MUTE: {p: a.speaker_muted for p, a in apparatuses},
            PhoneSetting.SPEAKER_VOLUME: {p: a.volume for p, a in apparatuses},
            PhoneSetting.RINGER_VOLUME: {p: r.volume for p, r in ringers},
            PhoneSetting.LAMPS: lamps,
        }
        shown = {each: dict(line.phone.parts(each)) for each in PhoneSetting}
        if shown != wanted:
            raise Violation(
                f"client {number}: {line.number} shows\n  {shown}\nbut it is\n  {wanted}"
            )
        agent = self.exchange.line(line.number).agent
        if agent is not None and line.agent_state is not _AGENT_STATES[agent]:
            raise Violation(
                f"client {number}: {line.number} shows {line.agent_state}, but it is {agent}"
            )
