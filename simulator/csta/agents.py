"""Agents: the logical device services and events about them (ECMA-269, 22.1.5, 22.1.15, 22.2)."""

from simulator.calls import AgentState, EventKind, ExchangeEvent

from .context import Context, Handler
from .errors import operation
from .messages import Element, text

LOG_ON = "loggedOn"
_REQUESTED = {
    "loggedOff": AgentState.NULL,
    "notReady": AgentState.NOT_READY,
    "ready": AgentState.READY,
    "workingAfterCall": AgentState.WORKING_AFTER_CALL,
}


class AgentServices:
    """Tells and changes what the exchange knows of agents."""

    def __init__(self, context: Context) -> None:
        """Belong to one switch."""
        self._context = context
        self._agents = context.exchange.agents

    def handlers(self) -> dict[str, Handler]:
        """Each service's name and what carries it out."""
        answering = self._context.answering
        return {
            "GetAgentState": answering(self._get),
            "SetAgentState": answering(self._set),
        }

    def _get(self, request: Element) -> Element:
        line = self._context.exchange.line(self._context.line(request, "device"))
        if line.agent is None:
            raise operation("invalidDeviceID")
        make, on = self._context.make, line.agent is not AgentState.NULL
        parts = [] if line.agent_id is None else [make("agentID", line.agent_id)]
        parts.append(self._context.flag("loggedOnState", on=on))
        item = make("agentInfoItem", make("agentState", line.agent))
        entry = make("agentStateEntry", *parts, make("agentInfo", item))
        return make("agentStateList", entry)

    def _set(self, request: Element) -> Element | None:
        device = self._context.line(request, "device")
        wanted = text(request, "requestedAgentState") or ""
        if wanted == LOG_ON:
            self._agents.log_on(device, text(request, "agentID"))
            return None
        if (pending := self._agents.set_state(device, _REQUESTED[wanted])) is None:
            return None
        return self._context.make("pendingAgentState", pending)


def agent_event(event: ExchangeEvent, context: Context) -> list[Element]:
    """Return what tells of the agent besides the line."""
    return [] if event.number is None else [context.make("agentID", event.number)]


AGENT_EVENTS = {
    kind: (f"{kind[0].upper()}{kind[1:]}Event", "agentDevice", agent_event)
    for kind in (
        *(EventKind.AGENT_BUSY, EventKind.AGENT_LOGGED_OFF, EventKind.AGENT_LOGGED_ON),
        *(EventKind.AGENT_NOT_READY, EventKind.AGENT_READY),
        EventKind.AGENT_WORKING_AFTER_CALL,
    )
}
