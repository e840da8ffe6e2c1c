"""Whether the agent at a line takes the calls of groups and queues."""

from operator import attrgetter
from typing import override

from homeassistant.components.select import DOMAIN as SELECT_DOMAIN, SelectEntity
from homeassistant.core import Context

from .call_log.trail import Way
from .connection.changes import FEATURES
from .connection.settings import LineSettings
from .coordinator import TelephonyCoordinator
from .cti.capability import Capability
from .cti.model import AgentState
from .entity import LineValueEntity, line_platform
from .errors import user_error
from .lines.agents import AGENT_COMMANDS
from .lines.origin import Origin
from .lines.target_line import TargetLine

PARALLEL_UPDATES = 0


def _for_line(
    coordinator: TelephonyCoordinator, line: LineSettings
) -> list[AgentSelect]:
    can_be_set = Capability.SET_AGENT_STATE in coordinator.system.capabilities
    if can_be_set and coordinator.states.has_feature(line.number, "agent_state"):
        return [AgentSelect(coordinator, line.number, "agent_state")]
    return []


async_setup_entry = line_platform(SELECT_DOMAIN, _for_line)


class AgentSelect(LineValueEntity, SelectEntity):
    """The state of a line's agent; the phone system tells when it is another one."""

    topic = FEATURES
    _attr_current_option: str | None = None
    _attr_options = [each.value for each in AGENT_COMMANDS]  # noqa: RUF012  # as core has it
    _read = attrgetter("features.agent_state")

    @override
    def show(self, value: AgentState | None) -> None:
        self._value = value
        self._attr_current_option = value and value.value
        # Busy is an agent who talks: nobody can choose that.
        shown = [each for each in AgentState if each in AGENT_COMMANDS or each is value]
        self._attr_options = [each.value for each in shown]

    @override
    async def async_select_option(self, option: str) -> None:
        line = TargetLine(self.coordinator, self.owner)
        if (command := AGENT_COMMANDS.get(AgentState(option))) is None:
            raise user_error("agent_busy", line=self.owner)
        await command(line, Origin(Way.BUTTON, self._context or Context()))
