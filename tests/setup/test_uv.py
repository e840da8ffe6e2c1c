"""uv comes from the index that pip is configured for, with whatever tool can download."""

import shutil

import pytest

from .index import UV_VERSION, Index
from .shell import Machine

pytestmark = pytest.mark.long

TOOLS = [
    ("python3",),
    ("curl", "unzip"),
    ("wget", "unzip"),
    ("curl", "python3"),
]
FIND = 'find_uv; "$uv" --version'
X86_64 = "uv for manylinux_2_17_x86_64.manylinux2014_x86_64\n"


@pytest.fixture(autouse=True)
def ordinary_computer(machine: Machine) -> None:
    """Be a Linux of the usual kind, whatever runs the tests."""
    machine.remove_tools("uname", "ldd")
    machine.add_script("ldd", "echo 'ldd (GNU libc) 2.36'")
    machine.add_script("uname", 'case "$1" in -m) echo x86_64;; *) echo Linux;; esac')


def give(machine: Machine, tools: tuple[str, ...]) -> None:
    """Add tools, or skip the test where this machine lacks them."""
    if missing := [tool for tool in tools if not shutil.which(tool)]:
        pytest.skip(f"not installed here: {', '.join(missing)}")
    machine.add_tools(*tools)


@pytest.mark.parametrize("tools", TOOLS, ids="+".join)
def test_uv_is_downloaded_once_with_each_tool(
    machine: Machine, index: Index, tools: tuple[str, ...]
) -> None:
    give(machine, tools)
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert done.stdout == X86_64, done.stderr
    again = machine.with_parts(FIND, {"PIP_INDEX_URL": "http://127.0.0.1:9/simple"})
    assert again.stdout == X86_64


@pytest.mark.parametrize(
    "link",
    ["/elsewhere/files/{file}", "http://{place}/files/{file}", "files/{file}"],
)
def test_the_links_of_an_index_may_be_of_every_kind(
    machine: Machine, index: Index, link: str
) -> None:
    give(machine, ("python3",))
    index.link = link.replace("{place}", index.place)
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert done.stdout == X86_64, done.stderr


@pytest.mark.parametrize("tools", TOOLS[:3], ids="+".join)
def test_who_has_to_log_in_to_the_index_is_logged_in_to_its_files_too(
    machine: Machine, index: Index, tools: tuple[str, ...]
) -> None:
    give(machine, tools)
    index.login = "anna:s3cret@x"
    index.link = "/files/{file}"
    url = index.url.replace("://", "://anna:s3cret%40x@")
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": url})
    assert done.stdout == X86_64, done.stderr
    assert "s3cret" not in done.stderr + machine.log


@pytest.mark.parametrize("tools", TOOLS[:2], ids="+".join)
def test_the_login_may_stand_in_the_netrc_file(
    machine: Machine, index: Index, tools: tuple[str, ...]
) -> None:
    give(machine, tools)
    index.login = "anna:secret"
    machine.write(".netrc", "machine 127.0.0.1 login anna password secret\n").chmod(
        0o600
    )
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert done.stdout == X86_64, done.stderr


@pytest.mark.parametrize(
    ("system", "processor", "libc", "platform"),
    [
        ("Linux", "aarch64", "GNU libc", "manylinux_2_28_aarch64"),
        ("Linux", "x86_64", "musl libc (x86_64)", "musllinux_1_1_x86_64"),
        ("Darwin", "arm64", "", "macosx_11_0_arm64"),
        ("Darwin", "x86_64", "", "macosx_10_12_x86_64"),
    ],
)
def test_each_machine_gets_the_wheel_that_runs_on_it(
    machine: Machine,
    index: Index,
    system: str,
    processor: str,
    libc: str,
    platform: str,
) -> None:
    give(machine, ("python3",))
    machine.add_script("ldd", f"echo '{libc}'")
    machine.add_script(
        "uname", f'case "$1" in -m) echo {processor};; *) echo {system};; esac'
    )
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert done.stdout == f"uv for {platform}\n", done.stderr


def test_the_second_index_is_asked_where_the_first_lacks_it(
    machine: Machine, index: Index
) -> None:
    give(machine, ("python3",))
    done = machine.with_parts(
        FIND,
        {
            "PIP_INDEX_URL": f"http://{index.place}/empty",
            "PIP_EXTRA_INDEX_URL": index.url,
        },
    )
    assert done.stdout == X86_64, done.stderr


def test_a_wheel_that_was_changed_on_the_way_is_refused(
    machine: Machine, index: Index
) -> None:
    give(machine, ("python3",))
    index.checksums = dict.fromkeys(index.wheels, "0" * 64)
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert done.returncode == 1
    assert "The checksum is wrong." in machine.log
    assert "uv could not be downloaded" in done.stderr


@pytest.mark.parametrize("tools", TOOLS[:3], ids="+".join)
def test_without_a_network_the_reason_is_on_the_screen_and_in_the_log_that_is_named(
    machine: Machine, tools: tuple[str, ...]
) -> None:
    give(machine, tools)
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": "http://127.0.0.1:9/simple"})
    assert done.returncode == 1
    assert "uv could not be downloaded" in done.stderr
    assert str(machine.home / ".cache/telephony/setup.log") in done.stderr
    for told in (done.stderr, machine.log):
        assert "refused" in told or "connect to" in told


def test_an_index_without_this_uv_is_told(machine: Machine, index: Index) -> None:
    give(machine, ("python3",))
    index.wheels = {"uv-0.0.1-py3-none-win_amd64.whl": b""}
    done = machine.with_parts(FIND, {"PIP_INDEX_URL": index.url})
    assert f"There is no uv {UV_VERSION} for this machine." in done.stderr


@pytest.mark.parametrize(
    ("version", "is_taken"),
    [("0.4.30", False), ("0.9.0", True), ("0.13.5", True), ("1.2.0", True)],
)
def test_the_machines_own_uv_is_taken_if_it_is_young_enough(
    machine: Machine, version: str, is_taken: bool
) -> None:
    machine.add_script("uv", f"echo 'uv {version} (abc 2026-01-01)'")
    done = machine.with_parts("uv_on_path && echo taken || echo not taken")
    assert done.stdout == ("taken\n" if is_taken else "not taken\n")
