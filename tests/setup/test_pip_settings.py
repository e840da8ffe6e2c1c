"""pip's settings count for set-up as they count for pip: https://pip.pypa.io/en/stable/topics/configuration/."""

import pytest

from .shell import Machine

INDEX = "[global]\nindex-url = https://index.example/simple\n"
TOLD = "https://index.example/simple\n"


def index_of(machine: Machine, **environment: str) -> str:
    """Return the index that set-up uses."""
    done = machine.with_parts('use_pip_settings; echo "$UV_DEFAULT_INDEX"', environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


def setting(machine: Machine, name: str, **environment: str) -> str:
    """Return one of pip's settings."""
    done = machine.with_parts(f"pip_setting {name}", environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


@pytest.fixture(autouse=True)
def none_of_this_machines(machine: Machine) -> None:
    """Look for the machine's files where there are none; /etc/pip.conf is covered by what is nearer."""
    machine.environment |= {"XDG_CONFIG_DIRS": str(machine.folder / "etc")}


@pytest.mark.parametrize("file", [".pip/pip.conf", ".config/pip/pip.conf"])
def test_the_users_files_are_read(machine: Machine, file: str) -> None:
    machine.write(file, INDEX)
    assert index_of(machine) == TOLD


def test_the_xdg_folders_are_read(machine: Machine) -> None:
    machine.write("own/pip/pip.conf", INDEX)
    assert index_of(machine, XDG_CONFIG_HOME=str(machine.home / "own")) == TOLD
    assert index_of(machine, XDG_CONFIG_DIRS=f"/nowhere:{machine.home / 'own'}") == TOLD


def test_the_file_of_a_virtual_environment_is_read(machine: Machine) -> None:
    machine.write("venv/pip.conf", INDEX)
    assert index_of(machine, VIRTUAL_ENV=str(machine.home / "venv")) == TOLD


def test_on_macos_its_own_folder_is_read_where_it_exists(machine: Machine) -> None:
    machine.remove_tools("uname")
    machine.add_script("uname", "echo Darwin")
    machine.write(".config/pip/pip.conf", INDEX)
    assert index_of(machine) == TOLD
    other = INDEX.replace("index.example", "mac.example")
    machine.write("Library/Application Support/pip/pip.conf", other)
    assert index_of(machine) == "https://mac.example/simple\n"


def test_a_file_that_is_named_takes_the_place_of_the_users(machine: Machine) -> None:
    machine.write(".config/pip/pip.conf", INDEX)
    named = machine.write("named.conf", INDEX.replace("index.example", "named.example"))
    assert index_of(machine, PIP_CONFIG_FILE=str(named)) == (
        "https://named.example/simple\n"
    )
    assert index_of(machine, PIP_CONFIG_FILE="/dev/null") == "https://pypi.org/simple\n"


def test_the_environment_wins_and_an_empty_variable_counts_for_nothing(
    machine: Machine,
) -> None:
    machine.write(".config/pip/pip.conf", INDEX)
    assert index_of(machine, PIP_INDEX_URL="https://env.example/") == (
        "https://env.example/\n"
    )
    assert index_of(machine, PIP_INDEX_URL="") == TOLD
    assert index_of(
        machine, PIP_INDEX_URL="https://a/", UV_DEFAULT_INDEX="https://b/"
    ) == ("https://b/\n")


@pytest.mark.parametrize(
    "text",
    [
        "[global]\nindex_url: https://index.example/simple",
        "# a remark\r\n[global]\r\nIndex-URL=https://index.example/simple\r\n",
        "[install]\nindex-url = https://index.example/simple\n[global]\nindex-url = https://no.example",
        "[list]\nindex-url = https://no.example\n[global]\n;index-url = https://no.example\nindex-url =\n    https://index.example/simple\n",
        "[global]\nindex-url = https://no.example\nindex-url = https://index.example/simple",
    ],
)
def test_files_are_read_as_pip_reads_them(machine: Machine, text: str) -> None:
    machine.write(".config/pip/pip.conf", text)
    assert index_of(machine) == TOLD


def test_several_values_stand_on_lines_of_their_own(machine: Machine) -> None:
    machine.write(
        ".config/pip/pip.conf",
        "[global]\nextra-index-url = https://one.example/x=1\n  # between\n\n\thttps://two.example\ntimeout = 7\n",
    )
    assert setting(machine, "extra-index-url") == (
        "https://one.example/x=1 https://two.example"
    )
    assert setting(machine, "timeout") == "7"
    assert setting(machine, "proxy") == ""


def test_uv_is_told_what_pip_would_use(machine: Machine) -> None:
    there = machine.write("wheels/some.whl", "").parent
    machine.write(
        ".config/pip/pip.conf",
        f"[global]\nfind-links = {there} /not/there\nextra-index-url = file:///not/there https://two.example\n"
        "trusted-host = inside.example\ncert = /etc/own.pem\nproxy = http://proxy.example:3128\n",
    )
    names = "UV_FIND_LINKS UV_INDEX UV_INSECURE_HOST SSL_CERT_FILE HTTPS_PROXY"
    done = machine.with_parts(
        f'use_pip_settings; for name in {names}; do echo "${{!name}}"; done'
    )
    assert [line.strip() for line in done.stdout.splitlines()] == [
        str(there),
        "https://two.example",
        "inside.example",
        "/etc/own.pem",
        "http://proxy.example:3128",
    ]
