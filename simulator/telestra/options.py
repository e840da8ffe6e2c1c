"""How a Telestra server is set up, also where its document leaves things open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CallItems(StrEnum):
    """The forms that the items of a status's `calls` may take."""

    INTS = "ints"
    OBJECTS = "objects"
    MIXED = "mixed"
    TEXTS = "texts"
    PAIRS = "pairs"
    MAP = "map"
    STRANGE = "strange"


@dataclass
class TelestraOptions:
    """Settings of one simulated Telestra server."""

    accounts: Mapping[str, str] | None = None
    """Account name to number; None makes one account of each line, named as it."""
    sip_server: str = "127.0.0.1"
    registered_at_start: bool = True
    registration_seconds: float = 0.2
    """How long a registration takes, and how long an unknown SIP server is tried."""
    logged_out_status: int = 0
    registering_status: int = 100
    unknown_server_status: int = 408
    wrong_user_status: int = 403
    wrong_password_status: int = 401
    ids_per_account: bool = False
    """Whether each account counts its calls, or the whole server does."""
    answered_names_other: bool = False
    """Whether answered and ended events name the other party's account."""
    call_return_broadcast: bool = True
    replies_broadcast: bool = False
    """Whether status and fail reach every client instead of the one that asked."""
    call_items: CallItems = CallItems.INTS
    pretty: bool = False
    terminator: str = "\0"
    """What ends a message: zero by the document's words, a line feed by its "(10)"."""
    encoding: str = "utf-8"
    """JSON is UTF-8; a server that passes on what phones send may write Latin-1."""
    raw_controls: bool = False
    """Whether tabs and controls stand in texts as they are, which JSON forbids."""
    caller_form: str = "{}"
    """How a caller is written: a SIP address say."""
    white_space_between: str = ""
    """What is sent after each null byte, a line feed say."""
    suppressed_caller: str | None = "anonymous"
    null_names: bool = False
    """Whether an unknown caller_name is null, or is left out."""
    answer_delay: float = 0.0
    silent_commands: frozenset[str] = field(default_factory=frozenset)
    """Commands that are read and neither carried out nor answered."""
    lost_replies: frozenset[str] = field(default_factory=frozenset)
    """Commands that are carried out and whose reply is lost."""
    maximum_message: int = 1 << 20
    write_limit: int = 1 << 20
    """Bytes that may wait for a client that does not read, before it is dropped."""


def sip_password(number: str) -> str:
    """Return the password that the simulated SIP server wants for a number."""
    return f"sip{number}"
