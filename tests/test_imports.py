"""What Home Assistant's start waits for: nothing is imported that nobody needs yet."""

import json
from pathlib import Path
import subprocess
import sys

import pytest

from custom_components.telephony import PLATFORMS
from homeassistant.loader import BASE_PRELOAD_PLATFORMS

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "custom_components" / "telephony"
OURS = "custom_components.telephony"
EARLY = [each for each in BASE_PRELOAD_PLATFORMS if (FOLDER / f"{each}.py").exists()]
BY_HOME_ASSISTANT = [OURS, *(f"{OURS}.{each}" for each in (*EARLY, *PLATFORMS))]
"""What it imports to set up a connection."""
LATER = {
    "lxml": "comes with a connection by CSTA",
    "phonenumbers": "compares numbers: a thread imports it",
    "fritzconnection": "speaks TR-064: comes with a FRITZ!Box",
    "sansldap": "speaks LDAP: comes with a directory",
    "vobject": "reads vCards: comes with an upload",
    f"{OURS}.cti.csta": "comes with a connection that speaks it",
    f"{OURS}.cti.gateway": "comes with a connection over MQTT",
    f"{OURS}.cti.telestra": "comes with a connection that speaks it",
    "aiomqtt": "comes with a broker that isn't Home Assistant's",
    "paho": "the same",
    f"{OURS}.phone_book.carddav.account": "comes with such a book, or its form",
    f"{OURS}.phone_book.carddav.book": "comes with such a book",
    f"{OURS}.phone_book.files": "comes with an upload",
    f"{OURS}.card.websocket": "comes with a card, or once Home Assistant runs",
    f"{OURS}.card.feed": "the same",
    f"{OURS}.connection.trial": "comes with a form",
    f"{OURS}.cti.diagnosis": "comes with who tries a phone system",
    f"{OURS}.llm": "comes with language models",
}


def imported(*names: str) -> set[str]:
    """Return what is there once a new process has imported all of these."""
    code = (
        "import importlib, json, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps(list(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *names],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return set(json.loads(result.stdout.splitlines()[-1]))


def test_a_connection_is_set_up_without_what_nobody_needs_yet() -> None:
    there = imported(*BY_HOME_ASSISTANT)
    assert f"{OURS}.config_flow" in there
    assert not there & LATER.keys()
    assert not {name for name in there if name.startswith(f"{OURS}.flows")}


@pytest.mark.parametrize(
    ("protocol", "other"), [("csta", "telestra"), ("telestra", "csta")]
)
def test_a_protocol_comes_without_the_other(protocol: str, other: str) -> None:
    there = imported(f"{OURS}.coordinator", f"{OURS}.cti.{protocol}")
    assert f"{OURS}.cti.{protocol}" in there
    assert f"{OURS}.cti.{other}" not in there
    assert "phonenumbers" not in there
