"""What stands in the settings is checked before anything is connected, and errors say where."""

from pathlib import Path

import pytest

from gateway.settings import read_settings
from gateway.tables import SettingsError

from .gateways import GatewayProcess, settings

WHOLE = settings(1883, 4721)


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITY_PASSWORD", "demo")


def read(folder: Path, text: str) -> str:
    """Return the error of settings, or nothing."""
    path = folder / "gateway.toml"
    path.write_text(text, encoding="utf-8")
    try:
        read_settings(path)
    except SettingsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ('name = "north"', "", "gateway.name is missing"),
        ('name = "north"', 'name = "a/b"', "gateway.name may have letters"),
        ("[gateway]", "[gateway]\ncolor = 1", "gateway.color isn't a setting"),
        ("[broker]", "[broker]\nhots = 1", "broker.hots isn't a setting; did you mean host?"),
        ("[broker]", '[broker]\nprefix = "a//b"', "broker.prefix may have"),
        ("[broker]", '[broker]\npassword = "x"', "broker.password can't stand here"),
        ("[broker]", '[broker]\npassword_env = "NOBODY"', "broker.password_env names a variable without a value"),
        ("[broker]", '[broker]\npassword_file = "nowhere"', "broker.password_file names a file that can't be read"),
        ("[broker]", '[broker]\npassword_env = "CITY_PASSWORD"', "broker.username is missing"),
        ("[broker]\nhost = \"127.0.0.1\"", '[broker]\nhost = ["one", "two:1884", "[::1]:1885", "::1"]', ""),
        ('host = "127.0.0.1"', "host = []", "broker.host is missing"),
        ('host = "127.0.0.1"', 'host = ["one", 2]', "broker.host must be a list of texts"),
        ('host = "127.0.0.1"', 'host = ["one:two"]', "broker.host has no host, or host:port: “one:two”"),
        ('host = "127.0.0.1"', 'host = "one:70000"', "broker.host has no host, or host:port: “one:70000”"),
        ("port = 1883", "port = 70000", "broker.port must be a whole number from 1 to 65535"),
        ("port = 1883", 'port = "1883"', "broker.port must be a whole number"),
        ("port = 1883", "port = true", "broker.port must be a whole number"),
        ("tls = false", 'tls = "no"', "broker.tls must be true or false"),
        ("tls = false", 'tls = true\nca_certificate = "gateway.toml"', "broker.ca_certificate isn't a certificate"),
        ('lines = "700-709"', 'lines = "709-700"', "systems[1].lines can't be read"),
        ('lines = "700-709"', 'lines = "7O0"', "systems[1].lines can't be read"),
        ('lines = "700-709"', 'lines = "0000000-9999999"', "systems[1].lines are more than"),
        ('lines = "700-709"', 'lines = 700', "systems[1].lines must be text"),
        ('username = "demo.local"', "", "systems[1].username and a password are needed by"),
        ('username = "demo.local"', 'profile = "asterisk"', "systems[1].profile must be one of: "),
        ('username = "demo.local"', 'protocol = "sip"', "systems[1].protocol must be one of: csta, telestra"),
        ("[[systems]]", "[[system]]", "systems is missing"),
        ("[[systems]]", "[systems]", "systems is missing"),
        ('country = "DE"', 'country = "Germany"', "systems[1].dialing.country must be two capital letters"),
        ('country = "DE"', 'outside_prefix = "x"', "systems[1].dialing"),
        ('country = "DE"', 'allowed_numbers = ["*49"]', ""),
        ('country = "DE"', 'allowed_numbers = ["4*9a"]', "systems[1].dialing.allowed_numbers may have digits"),
        ('country = "DE"', 'blocked_numbers = "0900*"', "systems[1].dialing.blocked_numbers must be a list"),
        ('country = "DE"', 'cost_classes_allowed = ["cheap"]', "systems[1].dialing.cost_classes_allowed has cheap"),
        ('country = "DE"', "calls_per_minute = -1", "systems[1].dialing.calls_per_minute must be a whole number"),
        ("[gateway]", "[gateway", "isn't TOML"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_named(
    tmp_path: Path, old: str, new: str, error: str
) -> None:
    assert old in WHOLE
    found = read(tmp_path, WHOLE.replace(old, new, 1))
    assert error in found
    assert bool(found) is bool(error)


def test_a_cluster_has_several_addresses(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    hosts = 'host = ["one", "two:1884", "[::1]:1885", "::1"]'
    path.write_text(WHOLE.replace('host = "127.0.0.1"', hosts, 1), encoding="utf-8")
    assert read_settings(path).broker.addresses == (
        *(("one", 1883), ("two", 1884), ("::1", 1885), ("::1", 1883)),
    )


def test_two_phone_systems_need_two_names(tmp_path: Path) -> None:
    system = WHOLE[WHOLE.index("[[systems]]") :]
    assert "two have the name city" in read(tmp_path, WHOLE + system)
    assert not read(tmp_path, WHOLE + system.replace('"city"', '"annex"'))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        read_settings(tmp_path / "nowhere.toml")


def test_secrets_come_from_files_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p w\n")
    text = WHOLE.replace(
        "[broker]", '[broker]\nusername = "gateway"\npassword_file = "secret"'
    )
    assert not read(tmp_path, text)
    read_back = read_settings(tmp_path / "gateway.toml")
    assert read_back.broker.password == "p w"
    assert "p w" not in repr(read_back)
    assert "demo'" not in repr(read_back)


async def test_the_command_checks_settings_and_exits(tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(WHOLE)
    gateway = GatewayProcess(path)
    await gateway.start("--check")
    assert await gateway.wait() == 0
    assert gateway.log == "ok: phone systems: 1, lines: 10\n"
    path.write_text(WHOLE.replace('"700-709"', '"x y"'))
    await gateway.start("--check")
    assert await gateway.wait() == 2
    assert gateway.log.endswith("error: systems[1].lines can't be read: “x y”\n")
