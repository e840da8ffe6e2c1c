"""The topics of one phone system on the broker, below the prefix."""

from urllib.parse import quote, unquote

_LONGEST_REPLY = 256


def level(name: str) -> str:
    """Return a name as one level of a topic: MQTT keeps / + # for itself, some brokers dots too."""
    return quote(name, safe="").replace(".", "%2E")


class Topics:
    """The topics of one phone system: `{prefix}/{system}/...`."""

    def __init__(self, prefix: str, system: str, gateway: str = "") -> None:
        """Name them, as seen from one gateway, or from nobody's."""
        base = f"{prefix}/{system}"
        self._lines = f"{base}/lines/"
        self.replies = f"{prefix}/replies/"
        self.states = f"{self._lines}+/state"
        self.commands = f"{self._lines}+/command"
        self.statuses = f"{base}/gateways/+/status"
        self.claims = f"{base}/claims"
        self.status = f"{base}/gateways/{gateway}/status"
        self.limits = f"{base}/gateways/{gateway}/limits"

    def state(self, line: str) -> str:
        """Return where a line's state is retained."""
        return f"{self._lines}{level(line)}/state"

    def event(self, line: str) -> str:
        """Return where what happens to a line's calls is told."""
        return f"{self._lines}{level(line)}/event"

    def command(self, line: str) -> str:
        """Return where a line takes commands."""
        return f"{self._lines}{level(line)}/command"

    def line(self, topic: str) -> str | None:
        """Return the line that a topic is of; None where it's of none."""
        if not topic.startswith(self._lines):
            return None
        return unquote(topic.removeprefix(self._lines).partition("/")[0])

    def is_reply(self, topic: object) -> bool:
        """Tell whether an answer may go to a topic: below the replies, and without wildcards."""
        return (
            isinstance(topic, str)
            and topic.startswith(self.replies)
            and len(self.replies) < len(topic) <= _LONGEST_REPLY
            and topic.isprintable()
            and not {"+", "#"} & set(topic)
        )
