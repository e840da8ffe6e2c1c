"""A real LDAP directory: OpenLDAP's server, in a process of its own on 127.0.0.1."""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
import shutil
import socket

from simulator.certificate import self_signed

from ..programs import find_program

BASE = "dc=house,dc=example"
READER = f"cn=reader,{BASE}"
PASSWORD = "difference engine"
_CONFIGURATION = """
include {schema}/core.schema
include {schema}/cosine.schema
include {schema}/inetorgperson.schema
include {schema}/nis.schema
{modules}
pidfile {folder}/slapd.pid
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
TLSVerifyClient never
{settings}
database mdb
suffix {base}
directory {folder}/data
maxsize 1073741824
rootdn cn=admin,{base}
access to attrs=userPassword by anonymous auth by * none
access to * by users read by anonymous {anonymous}
"""


def _first_folder(*places: Path | str) -> Path | None:
    return next((Path(each) for each in places if Path(each).is_dir()), None)


@dataclass(slots=True)
class Slapd:
    """The server, and what somebody writes into the directory."""

    folder: Path
    ports: tuple[int, int]
    """Of LDAP, and of LDAPS."""
    certificate: str = ""
    settings: str = ""
    """Lines of the configuration: a size limit, or what is wanted of a login."""
    anonymous: str = "none"
    """What somebody without a login may do."""
    password: str = PASSWORD
    entries: list[str] = field(default_factory=list)
    people: int = 0
    """So many were ever added."""
    process: asyncio.subprocess.Process | None = None

    def add(self, name: str, kind: str, **values: object) -> None:
        """Add an entry, which is there from the next start on."""
        self._add(name, kind, values)

    def _add(self, name: str, kind: str, values: Mapping[str, object]) -> None:
        lines = [f"dn: {name}", f"objectClass: {kind}"]
        for attribute, value in values.items():
            single = isinstance(value, (str, bytes))
            for each in [value] if single else _each(value):
                content = each if isinstance(each, bytes) else str(each).encode()
                coded = base64.b64encode(content).decode()
                lines.append(f"{attribute}:: {coded}")
        self.entries.append("\n".join(lines))

    def add_person(self, name: str, *numbers: str, **more: object) -> None:
        """Add somebody below `ou=people`."""
        values = {
            "cn": name,
            "sn": name.rsplit(maxsplit=1)[-1],
            "telephoneNumber": numbers,
            **more,
        }
        self.people += 1
        self._add(f"uid={self.people},ou=people,{BASE}", "inetOrgPerson", values)

    async def start(self) -> None:
        """Start with the entries, and wait until it listens."""
        program = await asyncio.to_thread(self._prepare)
        configuration = str(self.folder / "slapd.conf")
        adding = await asyncio.create_subprocess_exec(
            *(program, "-T", "add", "-q", "-f", configuration),
            *("-l", str(self.folder / "entries.ldif")),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await adding.communicate()
        assert adding.returncode == 0, said.decode()
        self.process = await asyncio.create_subprocess_exec(
            *(program, "-d", "0", "-f", configuration),
            *("-h", "ldap://127.0.0.1:{}/ ldaps://127.0.0.1:{}/".format(*self.ports)),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        async with asyncio.timeout(30):
            for port in self.ports:
                while not await _listens(port):
                    assert self.process.returncode is None
                    await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Stop."""
        if self.process is not None:
            self.process.terminate()
            await self.process.wait()
            self.process = None

    async def restart(self) -> None:
        """Take over what was changed here."""
        await self.stop()
        await self.start()

    def _prepare(self) -> str:
        program = Path(
            find_program("slapd", None, "/usr/libexec/slapd", "/usr/lib/openldap/slapd")
        )
        root = program.parent
        schema = _first_folder(
            root / "etc/ldap/schema",
            "/etc/ldap/schema",
            "/etc/openldap/schema",
            root.parent / "etc/openldap/schema",
        )
        modules = _first_folder(
            root / "usr/lib/ldap",
            "/usr/lib/ldap",
            "/usr/lib64/openldap",
            "/usr/lib/openldap",
        )
        has_module = modules and any(modules.glob("back_mdb*"))
        load = f"modulepath {modules}\nmoduleload back_mdb" if has_module else ""
        shutil.rmtree(self.folder / "data", ignore_errors=True)
        (self.folder / "data").mkdir()
        certificate, key = self_signed()
        if not self.certificate:
            self.certificate = certificate.decode()
            (self.folder / "certificate.pem").write_bytes(certificate)
            (self.folder / "key.pem").write_bytes(key)
        configuration = _CONFIGURATION.format(
            schema=schema,
            modules=load,
            folder=self.folder,
            base=BASE,
            settings=self.settings,
            anonymous=self.anonymous,
        )
        (self.folder / "slapd.conf").write_text(configuration)
        reader = (
            f"dn: {READER}\nobjectClass: organizationalRole\nobjectClass:"
            f" simpleSecurityObject\ncn: reader\nuserPassword: {self.password}"
        )
        above = (
            f"dn: {BASE}\nobjectClass: domain\ndc: house",
            reader,
            f"dn: ou=people,{BASE}\nobjectClass: organizationalUnit\nou: people",
            f"dn: ou=groups,{BASE}\nobjectClass: organizationalUnit\nou: groups",
        )
        entries = "\n\n".join([*above, *self.entries])
        (self.folder / "entries.ldif").write_text(entries + "\n")
        return str(program)


def _each(values: object) -> Iterable[str | bytes]:
    assert isinstance(values, list | tuple)
    return values


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@asynccontextmanager
async def open_slapd(folder: Path) -> AsyncIterator[Slapd]:
    """Run a directory with nobody in it but its reader."""
    server = Slapd(folder, _free_ports())
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
