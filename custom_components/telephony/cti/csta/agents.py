"""Agents: whether somebody takes the calls of groups and queues (ECMA-269, 22.1.5, 22.1.15, 22.2)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from ..line import Line
from ..model import AgentState
from .wire.identifiers import party
from .wire.xml import Element, child, descendants, flag, text

MOST_GROUPS: Final = 32
"""Groups of one agent that are told apart."""
REQUESTED: Final[Mapping[AgentState, str]] = {
    AgentState.LOGGED_OFF: "loggedOff",
    AgentState.NOT_READY: "notReady",
    AgentState.READY: "ready",
    AgentState.AFTER_CALL: "workingAfterCall",
}
"""The states that can be asked for: who is busy talks (22.1.15)."""
LOG_ON: Final = "loggedOn"
_STATES: Final = {
    "agentNotReady": AgentState.NOT_READY,
    "agentNull": AgentState.LOGGED_OFF,
    "agentReady": AgentState.READY,
    "agentBusy": AgentState.BUSY,
    "agentWorkingAfterCall": AgentState.AFTER_CALL,
}


def set_agent_state(line: Line, state: AgentState, group: str = "") -> None:
    """Take over an agent's state in a group, or in all of them.

    Who has left one group still works for the others.
    """
    if not group:
        line.agent_groups.clear()
    line.agent_groups.pop(group, None)
    if len(line.agent_groups) < MOST_GROUPS:
        line.agent_groups[group] = state
    _show(line)


def _show(line: Line) -> None:
    working = [
        each for each in line.agent_groups.values() if each is not AgentState.LOGGED_OFF
    ]
    state = working[-1] if working else AgentState.LOGGED_OFF
    if line.agent_state is not state:
        line.agent_state = state
        line.mark_changed()


def _event(line: Line, root: Element, *, state: AgentState) -> None:
    line.agent_id = text(root, "agentID") or line.agent_id
    set_agent_state(line, state, party(child(root, "acdGroup")).number or "")


def _logged_on(line: Line, root: Element) -> None:
    """Wait for the event that says whether the agent is ready, which may have come already."""
    group = party(child(root, "acdGroup")).number or ""
    known = line.agent_groups.get(group, AgentState.LOGGED_OFF)
    is_news = known is AgentState.LOGGED_OFF
    _event(line, root, state=AgentState.NOT_READY if is_news else known)


def read_agent(line: Line, root: Element) -> None:
    """Read GetAgentStateResponse; one that names no agent says that the line has none."""
    groups: dict[str, AgentState] = {}
    for entry in descendants(root, "agentStateEntry"):
        line.agent_id = text(entry, "agentID") or line.agent_id
        logged_on = flag(entry, "loggedOnState") is not False
        if not logged_on or child(entry, "agentInfo") is None:
            usual = AgentState.NOT_READY if logged_on else AgentState.LOGGED_OFF
            groups.setdefault("", usual)
        for item in descendants(entry, "agentInfoItem"):
            state = _STATES.get(text(item, "agentState") or "")
            if state is not None and logged_on and len(groups) < MOST_GROUPS:
                groups[party(child(item, "acdGroup")).number or ""] = state
    if groups:
        line.agent_groups = groups
        _show(line)


EVENTS: Final[Mapping[str, Callable[[Line, Element], None]]] = {
    "AgentBusyEvent": partial(_event, state=AgentState.BUSY),
    "AgentLoggedOffEvent": partial(_event, state=AgentState.LOGGED_OFF),
    "AgentLoggedOnEvent": _logged_on,
    "AgentNotReadyEvent": partial(_event, state=AgentState.NOT_READY),
    "AgentReadyEvent": partial(_event, state=AgentState.READY),
    "AgentWorkingAfterCallEvent": partial(_event, state=AgentState.AFTER_CALL),
}
