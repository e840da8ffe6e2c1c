"""Agents: who takes the calls of queues, and when (ECMA-269, 22.2.1 to 22.2.6)."""

from .calls import (
    AgentState,
    Cause,
    ErrorCode,
    EventKind,
    ExchangeError,
    ExchangeEvent,
    LineSettings,
)
from .switchboard import TALKS, Switchboard

_TOLD_BY = {
    AgentState.NULL: EventKind.AGENT_LOGGED_OFF,
    AgentState.NOT_READY: EventKind.AGENT_NOT_READY,
    AgentState.READY: EventKind.AGENT_READY,
    AgentState.BUSY: EventKind.AGENT_BUSY,
    AgentState.WORKING_AFTER_CALL: EventKind.AGENT_WORKING_AFTER_CALL,
}


class Agents:
    """The agents at the lines of a switchboard; who talks is busy."""

    def __init__(self, board: Switchboard) -> None:
        """Follow what happens to calls."""
        self._board = board
        board.subscribe(self._on_event)

    def log_on(self, device: str, agent_id: str | None = None) -> None:
        """Let an agent begin to work, not ready yet."""
        line = self._agent(device)
        line.agent_id = agent_id or line.agent_id
        if line.agent is not AgentState.NULL:
            return
        line.agent = AgentState.NOT_READY
        self._tell(EventKind.AGENT_LOGGED_ON, device)
        self._tell(EventKind.AGENT_NOT_READY, device)

    def set_state(self, device: str, state: AgentState) -> AgentState | None:
        """Let an agent be in a state, or give back the one that will come after the call."""
        line = self._agent(device)
        if line.agent is AgentState.NULL and state is not AgentState.NULL:
            raise ExchangeError(ErrorCode.INVALID_STATE)
        if line.agent is AgentState.BUSY:
            line.agent_next = state
            return state
        self._set(device, line, state)
        return None

    def _agent(self, device: str) -> LineSettings:
        line = self._board.line(device)
        if line.agent is None:
            raise ExchangeError(ErrorCode.NO_AGENT)
        return line

    def _set(self, device: str, line: LineSettings, state: AgentState) -> None:
        if line.agent is not state:
            line.agent = state
            self._tell(_TOLD_BY[state], device)

    def _on_event(self, event: ExchangeEvent) -> None:
        """Let agents be busy while they talk."""
        if event.call is None:
            return
        for device in event.devices:
            line = self._board.lines.get(device)
            if line is None or line.agent in (None, AgentState.NULL):
                continue
            talks = any(leg.state in TALKS for leg in self._board.calls_of(device))
            if talks and line.agent is not AgentState.BUSY:
                self._set(device, line, AgentState.BUSY)
            elif not talks and line.agent is AgentState.BUSY:
                after = AgentState.WORKING_AFTER_CALL
                usual = after if line.works_after_calls else AgentState.READY
                wanted, line.agent_next = line.agent_next, None
                self._set(device, line, wanted or usual)

    def _tell(self, kind: EventKind, device: str) -> None:
        """Tell everybody, with the ID of the agent."""
        number = self._board.line(device).agent_id
        self._board.tell(ExchangeEvent(kind, Cause.NORMAL, (device,), number=number))
