"""TLS, passwords, certificates and rights on the broker, and what the port for metrics tells."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path
import re
import ssl
import subprocess

from aiomqtt import MqttError
import pytest

from simulator.certificate import self_signed

from ..home import Office, open_office
from ..programs import find_program
from .brokers import BrokerProcess, free_port, open_broker
from .follower import following
from .gateways import ROOT, open_gateway, settings
from .test_gateway import AT_ONCE

OPEN = "allow_anonymous true"
CLOSED = (
    "allow_anonymous false\npassword_file {folder}/passwords\nacl_file {folder}/acl"
)
PAGE = (ROOT / "docs/large-sites.md").read_text(encoding="utf-8")
"""Its examples are tried here."""
OF_DESK = ("telephony/city/#", "telephony/replies/desk")


def example(begin: str) -> str:
    """Return the example in the page that begins so."""
    [found] = re.findall(rf"```text\n({begin}.*?)```", PAGE, re.DOTALL)
    assert isinstance(found, str)
    return found


ACL = f"""{example("user gateway")}
user blind
topic read telephony/city/lines/#
topic read telephony/city/gateways/#
topic write telephony/city/#

user nobody
topic read elsewhere/#
"""


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """Open a phone system."""
    async with open_office(options=AT_ONCE) as opened:
        yield opened


def make_certificate(folder: Path) -> ssl.SSLContext:
    """Write a certificate and its key; return what trusts it."""
    certificate, key = self_signed()
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "key.pem").write_bytes(key)
    context = ssl.create_default_context(cadata=certificate.decode())
    context.check_hostname = False
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


TLS = "certfile {folder}/certificate.pem\nkeyfile {folder}/key.pem\n"
CLIENTS = "cafile {folder}/certificate.pem\nrequire_certificate true\n"


@pytest.mark.parametrize("asks_for_certificate", [False, True])
async def test_the_broker_may_want_tls_and_a_certificate(
    office: Office, tmp_path: Path, asks_for_certificate: bool
) -> None:
    context = await asyncio.to_thread(make_certificate, tmp_path)
    wanted = (OPEN + "\n" + TLS + CLIENTS * asks_for_certificate).format(
        folder=tmp_path
    )
    ours = (
        'client_certificate = "certificate.pem"\nclient_key = "key.pem"'
        if asks_for_certificate
        else ""
    )
    async with (
        open_broker("mosquitto", tmp_path, wanted) as broker,
        following(broker.port, tls_context=context) as follower,
        open_gateway(
            tmp_path,
            settings(
                *(broker.port, office.csta_server.port),
                broker=f'ca_certificate = "certificate.pem"\n{ours}',
            ),
        ),
    ):
        await follower.until_line("700", available=True)


async def test_a_certificate_that_is_not_trusted_is_named_in_the_log(
    office: Office, tmp_path: Path
) -> None:
    await asyncio.to_thread(make_certificate, tmp_path)
    wanted = f"{OPEN}\n{TLS}".format(folder=tmp_path)
    async with (
        open_broker("mosquitto", tmp_path, wanted) as broker,
        open_gateway(
            tmp_path,
            settings(broker.port, office.csta_server.port, broker="tls = true"),
        ) as gateway,
    ):
        await gateway.until_logged("Can't reach the broker")
        await gateway.until_logged("self-signed certificate")


@asynccontextmanager
async def closed_broker(folder: Path) -> AsyncIterator[BrokerProcess]:
    """Run a broker that lets in who has a password, to what the rights say."""
    program = str(Path(find_program("mosquitto")).parent / "usr/bin/mosquitto_passwd")
    passwords = folder / "passwords"

    def prepare() -> None:
        users = ("gateway", "desk", "blind", "nobody")
        lines = [f"{user}:{user}-secret" for user in users]
        passwords.write_text("\n".join(lines) + "\n")
        (folder / "acl").write_text(ACL)
        (folder / "secret").write_text("gateway-secret\n")
        for user in ("blind", "nobody"):
            (folder / user).write_text(f"{user}-secret\n")
        for each in (passwords, folder / "acl"):
            each.chmod(0o600)
        run = Path(find_program("mosquitto"))
        libraries = ""
        if (run.parent / "usr/lib").is_dir():
            found = (run.parent / "usr/lib").rglob("*.so*")
            libraries = ":".join(sorted({str(each.parent) for each in found}))
        subprocess.run(
            [
                program if Path(program).exists() else "mosquitto_passwd",
                "-U",
                passwords,
            ],
            check=True,
            env={"LD_LIBRARY_PATH": libraries, "PATH": "/usr/bin:/bin"},
        )

    await asyncio.to_thread(prepare)
    async with open_broker("mosquitto", folder, CLOSED.format(folder=folder)) as broker:
        yield broker


@asynccontextmanager
async def closed_nats(folder: Path) -> AsyncIterator[BrokerProcess]:
    """Run NATS with the rights of the page."""
    (folder / "secret").write_text("gateway-secret\n")
    async with open_broker("nats-server", folder, example("authorization")) as broker:
        yield broker


@pytest.mark.parametrize("closed", [closed_broker, closed_nats])
async def test_rights_on_topics_are_enough_for_gateway_and_desk(
    office: Office,
    tmp_path: Path,
    closed: Callable[[Path], AbstractAsyncContextManager[BrokerProcess]],
) -> None:
    secret = 'tls = false\nusername = "gateway"\npassword_file = "secret"'
    login = {"username": "desk", "password": "desk-secret"}
    async with (
        closed(tmp_path) as broker,
        following(
            broker.port, topics=OF_DESK, reply_to="telephony/replies/desk", **login
        ) as follower,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port, broker=secret)
        ) as gateway,
    ):
        await follower.until_line("700", available=True)
        made = await follower.command("700", "make_call", number="701")
        assert made["ok"]
        for topic in ("lines/702/command", "lines/700/state", "gateways/north/status"):
            with suppress(MqttError):  # NATS hangs up on who tries
                await follower.publish(
                    f"telephony/city/{topic}",
                    b'{"version":1,"id":"a","command":"make_call","number":"703"}',
                )
        assert (await follower.command("700", "hangup"))["ok"]
        await follower.until_line("701", state="idle")
        assert not office.exchange.calls_of("703")
        assert "gateway-secret" not in gateway.log


async def test_a_user_who_may_not_read_claims_is_told_what_is_missing(
    office: Office, tmp_path: Path
) -> None:
    secret = 'tls = false\nusername = "blind"\npassword_file = "blind"'
    async with (
        closed_broker(tmp_path) as broker,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port, broker=secret)
        ) as gateway,
    ):
        await gateway.until_logged(
            "its user must be let read and write telephony/city/claims"
        )


@pytest.mark.parametrize(
    ("login", "logged"),
    [
        (
            'tls = false\nusername = "gateway"\npassword_file = "nobody"',
            "Not authorized",
        ),
        ("tls = false", "Not authorized"),
    ],
)
async def test_a_broker_that_lets_nobody_in_is_told_in_the_log(
    office: Office, tmp_path: Path, login: str, logged: str
) -> None:
    async with (
        closed_broker(tmp_path) as broker,
        open_gateway(
            tmp_path, settings(broker.port, office.csta_server.port, broker=login)
        ) as gateway,
    ):
        await gateway.until_logged("Can't reach the broker")
        await gateway.until_logged(logged)
        assert "secret" not in gateway.log


async def test_a_wrong_password_of_the_phone_system_is_tried_once(
    office: Office, tmp_path: Path
) -> None:
    async with (
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(
                *(broker.port, office.csta_server.port), system='username = "stranger"'
            ),
        ) as gateway,
    ):
        await gateway.until_logged("city can't be connected: AuthenticationRefused")
        await follower.until(
            lambda: follower.statuses.get("north", {}).get("link") == "refused"
        )
        await follower.until_line("700", available=False)


async def test_metrics_count_what_happens(office: Office, tmp_path: Path) -> None:
    port = free_port()
    async with (
        open_broker("mosquitto", tmp_path) as broker,
        following(broker.port) as follower,
        open_gateway(
            tmp_path,
            settings(
                *(broker.port, office.csta_server.port),
                more=f"[metrics]\nport = {port}",
            ),
        ),
    ):
        await follower.until_line("709", available=True)
        office.ring("700")
        office.answer("700")
        await follower.until_line("700", state="connected")
        await follower.command("700", "hangup")
        await follower.until_event("700", "ended")
        answer = await follower.command("700", "hangup")
        assert answer["error"] == "call_not_found"
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /metrics HTTP/1.0\r\n\r\n")
        told = (await reader.read()).decode().splitlines()
        writer.close()
        await writer.wait_closed()
        for line in (
            'telephony_lines{available="true",system="city"} 10.0',
            'telephony_calls{system="city"} 0.0',
            'telephony_events_total{system="city",type="incoming"} 1.0',
            'telephony_calls_ended_total{outcome="answered",system="city"} 1.0',
            'telephony_link_up{system="city"} 1.0',
            'telephony_broker_up{system="city"} 1.0',
            'telephony_commands_total{command="hangup",result="ok",system="city"} 1.0',
            'telephony_commands_total{command="hangup",result="call_not_found",system="city"} 1.0',
            "telephony_unsent_events 0.0",
            'telephony_dropped_events_total{system="city"} 0.0',
            'telephony_events_total{system="city",type="missed"} 0.0',
            'telephony_calls_ended_total{outcome="missed",system="city"} 0.0',
        ):
            assert line in told
