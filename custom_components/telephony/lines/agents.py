"""Whether the agent at a line takes the calls of groups and queues, as somebody wants it."""

from collections.abc import Mapping
from typing import Final

from ..cti.capability import Capability
from ..cti.model import AgentState
from .commands import LineCommand


def _command(state: AgentState) -> LineCommand:
    return LineCommand(
        Capability.SET_AGENT_STATE,
        lambda system, line: system.set_agent_state(line, state),
    )


AGENT_COMMANDS: Final[Mapping[AgentState, LineCommand]] = {
    state: _command(state) for state in AgentState if state is not AgentState.BUSY
}
"""What can be asked for; busy is who talks."""
