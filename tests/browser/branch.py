"""A branch office: a phone system and a connection of its own, which a test may take away."""

from collections.abc import Iterator
from contextlib import contextmanager
import re
import subprocess
import sys

from .conftest import ROOT, Demo, Phones, free_ports

LINES = "750-751"
ADD_CONNECTION = """async ([kind, fields]) => {
    const { hass } = document.querySelector("home-assistant");
    const flow = "config/config_entries/flow";
    let step = await hass.callApi("POST", flow, { handler: "telephony" });
    const send = (answer) => hass.callApi("POST", `${flow}/${step.flow_id}`, answer);
    step = await send({ next_step_id: kind });
    while (step.type === "form") {
        if (Object.keys(step.errors ?? {}).length) throw new Error(JSON.stringify(step.errors));
        const asked = step.data_schema.map(({ name }) => name);
        step = await send(Object.fromEntries(
            Object.entries(fields).filter(([name]) => asked.includes(name))
        ));
    }
    return step.result.entry_id;
}"""
REMOVE_CONNECTION = """async (entry) => {
    const { hass } = document.querySelector("home-assistant");
    await hass.callApi("DELETE", `config/config_entries/entry/${entry}`);
}"""


class Branch:
    """The branch's phone system."""

    def __init__(self, process: subprocess.Popen[str], phones: Phones) -> None:
        """Keep what can be ended."""
        self._process = process
        self.phones = phones

    def burn_down(self) -> None:
        """End the phone system: whatever was connected to it is cut off."""
        self._process.kill()
        self._process.wait()


@contextmanager
def open_branch(demo: Demo, lines: str = LINES) -> Iterator[Branch]:
    """Connect Home Assistant to one more phone system for a while."""
    control = free_ports()
    login = {"username": "branch.example", "password": "branch"}
    command = [sys.executable, "-u", "-m", "simulator", "csta", "--port", "0"]
    command += ["--lines", lines, "--control", str(control)]
    command += ["--user", login["username"], "--password", login["password"]]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        found = (re.search(r"listening on .+:(\d+)", line) for line in process.stdout)
        port = int(next(match for match in found if match)[1])
        fields = {"host": "127.0.0.1", "port": port, "tls": False, **login}
        entry = demo.desk.evaluate(ADD_CONNECTION, ["csta", {**fields, "lines": lines}])
        try:
            yield Branch(process, Phones(control))
        finally:
            demo.desk.evaluate(REMOVE_CONNECTION, entry)
            process.kill()
