"""A Debian with next to nothing on it, in a folder of its own, that reaches the network as this machine does."""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import re
import shutil
import signal
import subprocess
import time

CHECKOUT = Path(__file__).parent.parent
CERTIFICATES = Path("etc/ssl/certs/ca-certificates.crt")
LEFT_OUT = {"__pycache__", "artefacts", "node_modules"}
DOTS_TAKEN_ALONG = {".ci", ".devcontainer", ".github", ".gitignore"}
PASSED_ON = re.compile(r"PIP_\w+|UV_\w+|\w+_proxy|\w+_PROXY|SSL_CERT_FILE")
APT_FILES = ("sources.list", "sources.list.d", "trusted.gpg.d", "auth.conf.d")
DEMO_SECONDS = 180.0
ORDINARY_USER = "ordinary"


def why_not() -> str | None:
    """Say why no bare machine can be made here, if none can."""
    if os.geteuid() != 0:
        return "only root can make a bare machine"
    if "ID=debian\n" not in Path("/etc/os-release").read_text():
        return "bare machines are made on Debian alone"
    if not shutil.which("debootstrap"):
        return "debootstrap is not installed (apt-get install debootstrap)"
    entered = subprocess.run(
        ["unshare", "--mount", "--pid", "--fork", "true"], check=False
    )
    if entered.returncode != 0:
        return "mounts are not allowed here"
    return None


def make_base(folder: Path) -> None:
    """Lay out what all bare machines begin with: the smallest Debian, and how this one reaches the network."""
    uris = _told(["apt-get", "--print-uris", "update"])
    mirrors = re.findall(r"^'(\S+/)dists/[^/']+/InRelease'", uris, re.MULTILINE)
    release = re.search(
        r"^VERSION_CODENAME=(\w+)$", Path("/etc/os-release").read_text(), re.MULTILINE
    )
    assert mirrors, uris
    assert release
    subprocess.run(
        [
            *("debootstrap", "--variant=minbase", "--include=ca-certificates"),
            *(release[1], str(folder), mirrors[0]),
        ],
        check=True,
        capture_output=True,
    )
    for name in ("resolv.conf", "hosts"):
        shutil.copy(Path("/etc") / name, folder / "etc" / name)
    (folder / "etc/apt/sources.list").unlink(missing_ok=True)
    for name in APT_FILES:
        _copy(Path("/etc/apt") / name, folder / "etc/apt" / name)
    for file in Path("/etc/apt/apt.conf.d").iterdir():
        if re.match(r"\s*Acquire", _without_comments(file.read_text())):
            shutil.copy(file, folder / "etc/apt/apt.conf.d")
    _copy(Path("/etc/pip.conf"), folder / "etc/pip.conf")
    _copy(Path("/etc/xdg/pip"), folder / "etc/xdg/pip")


def _without_comments(text: str) -> str:
    return re.sub(r"^(//|#).*\n", "", text, flags=re.MULTILINE)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.is_file():
        shutil.copy(source, target)


def _told(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class BareMachine:
    """One Debian in a folder; each case begins on it with more packages, a fresh checkout and a fresh home."""

    def __init__(self, folder: Path) -> None:
        """Make it with nothing."""
        self._folder = folder
        self._wheels = folder / "wheels"
        self.checkout = folder / "checkout"
        self.user, self.home = "root", folder / "root"
        make_base(folder)
        self.run("root", f"useradd --create-home {ORDINARY_USER}")

    def begin(self, user: str, packages: str) -> None:
        """Let a user begin anew; only the wheels that were downloaded before need no second download."""
        if packages:
            self.run(
                "root",
                "apt-get -qq update && DEBIAN_FRONTEND=noninteractive"
                f" apt-get -qq install --no-install-recommends {packages}",
            )
        # An installed package may have written its own over those of the machine.
        shutil.copy("/" / CERTIFICATES, self._folder / CERTIFICATES)
        if (used := self.home / ".cache/uv").is_dir():
            used.rename(self._wheels)
        for folder in (self.home / ".cache", self.checkout):
            shutil.rmtree(folder, ignore_errors=True)
        self.user = user
        self.home = self._folder / ("root" if user == "root" else f"home/{user}")
        cache = self.home / ".cache"
        cache.mkdir()
        if self._wheels.is_dir():
            self._wheels.rename(cache / "uv")
        _copy(Path.home() / ".config/pip", self.home / ".config/pip")
        shutil.copytree(CHECKOUT, self.checkout, ignore=_left_out, symlinks=True)
        self.run("root", f"chown -R {user}: /checkout ~{user} && chmod 755 /")

    def run(self, user: str, command: str) -> str:
        """Run a command to its end; return what it says."""
        done = subprocess.run(
            self._command(user, command),
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout + done.stderr

    @contextmanager
    def demo(self, arguments: str) -> Iterator[str]:
        """Run scripts/demo; yield its address once it is ready."""
        log = self._folder / "demo.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                self._command(
                    self.user, f"cd /checkout && exec scripts/demo --port 0 {arguments}"
                ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                yield _address(process, log)
                os.killpg(process.pid, signal.SIGINT)
                assert process.wait(60) == 0, log.read_text()
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()

    def _command(self, user: str, command: str) -> list[str]:
        enter = (
            f'mount -t proc proc "{self._folder}/proc"'
            f' && mount --rbind /dev "{self._folder}/dev"'
            f' && chroot --userspec={user} "{self._folder}" "$@"; exit $?'
        )
        home = "/root" if user == "root" else f"/home/{user}"
        passed_on = [
            f"{name}={value}"
            for name, value in os.environ.items()
            if PASSED_ON.fullmatch(name)
        ]
        return [  # root stays its first process: who becomes another outlives a killed parent
            *("setpriv", "--pdeathsig", "KILL"),
            *("unshare", "--mount", "--pid", "--fork", "--kill-child"),
            *("bash", "-c", enter, "enter", "/usr/bin/env", "-i", *passed_on),
            *(f"HOME={home}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"),
            *("bash", "-c", command),
        ]


def _left_out(folder: str, names: list[str]) -> set[str]:
    """Name what a fresh clone would not have, and .git with it."""
    return {
        name
        for name in names
        if name in LEFT_OUT or (name[0] == "." and name not in DOTS_TAKEN_ALONG)
    }


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the demo prints its address."""
    deadline = time.monotonic() + DEMO_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"(http://\S+?)/\S+ +login", log.read_text()):
            return found[1]
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(f"the demo did not start:\n{log.read_text()}")
