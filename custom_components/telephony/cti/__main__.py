"""Tries a phone system from the command line: python -m aiocti diagnose HOST."""

from argparse import ArgumentParser, BooleanOptionalAction, Namespace
import asyncio
from collections.abc import Sequence
from getpass import getpass
from importlib.metadata import PackageNotFoundError, version
import os
from pathlib import Path
import platform
import ssl
import sys
from typing import Final, NoReturn

from .connector import tcp_connector
from .csta import PROFILES, CstaSettings
from .csta.diagnosis import CstaTrial
from .diagnosis import TITLES, Diagnosis, Listener, Step, Trial, diagnose
from .model import DialedNumber
from .telestra import TelestraSettings
from .telestra.diagnosis import TelestraTrial

TELESTRA: Final = "telestra"
TELESTRA_PORT: Final = 3550
PASSWORD: Final = "AIOCTI_PASSWORD"  # noqa: S105  # the name of a variable


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Try a phone system; the exit code is 0 if nothing failed."""
    parser = _parser()
    options = parser.parse_args(arguments)
    is_csta = options.profile != TELESTRA
    wants_login = is_csta and PROFILES[options.profile].login is not None
    if wants_login and not options.username:
        parser.error(f"{options.profile} needs --username")
    password = os.environ.get(PASSWORD) if wants_login else None
    if wants_login and password is None:
        password = getpass(f"Password (or set {PASSWORD}): ")
    try:
        context = _context(options)
        found = asyncio.run(run(options, context, password))
    except OSError as error:  # a certificate that cannot be read
        parser.exit(2, f"{error}\n")
    except KeyboardInterrupt:
        parser.exit(130, "\n")
    report = found.report(_facts(options))
    if options.output:
        options.output.write_text(report, encoding="utf-8")
        say(f"The report is in {options.output}")
    else:
        say("", report)
    sys.exit(0 if found.is_good else 1)


async def run(
    options: Namespace, context: ssl.SSLContext | None, password: str | None
) -> Diagnosis:
    """Go through one session and say each step as it comes."""
    connector = tcp_connector(options.host, _port(options), context)
    listener = Listener()
    trial: Trial = (
        TelestraTrial(connector, listener, TelestraSettings(), options.line)
        if options.profile == TELESTRA
        else CstaTrial(
            connector,
            listener,
            CstaSettings(
                options.profile,
                options.username,
                password,
                switch_connection=options.switch_connection,
            ),
            options.line,
        )
    )
    return await diagnose(
        trial,
        listener,
        options.line,
        uses_tls=context is not None,
        number=DialedNumber(options.call) if options.call else None,
        on_step=lambda step: say(told(step)),
    )


def told(step: Step) -> str:
    """Return a step on one line."""
    return f"{TITLES[step.name] + ':':20}{step.state}  {step.detail}".rstrip()


def say(*lines: str) -> None:
    """Print lines."""
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _parser() -> ArgumentParser:
    parser = ArgumentParser("python -m aiocti", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser(
        "diagnose",
        help="go through one session step by step, and write a report that names nobody",
    )
    command.add_argument(
        "host", metavar="HOST", help="name or address of the phone system"
    )
    command.add_argument(
        "--line", required=True, help="an extension or account to watch"
    )
    command.add_argument(
        "--profile",
        choices=[*PROFILES, TELESTRA],
        default="eltex_ecss10",
        help="whose phone system it is (default: %(default)s)",
    )
    command.add_argument("--port", type=int, help="default: the maker's usual one")
    command.add_argument(
        "--tls",
        action=BooleanOptionalAction,
        help="whether to speak TLS (default: where the maker has a port for it)",
    )
    command.add_argument(
        "--ca", type=Path, metavar="PEM", help="the certificate to trust"
    )
    command.add_argument(
        "--no-verify", action="store_true", help="take any certificate"
    )
    command.add_argument("--username", help=f"the password is asked for, or {PASSWORD}")
    command.add_argument("--switch-connection", help="Avaya's name of the phone system")
    command.add_argument(
        "--call",
        metavar="NUMBER",
        help="also let the line call this number, for 15 seconds: it really rings",
    )
    command.add_argument(
        "--output", type=Path, metavar="FILE", help="where the report goes"
    )
    return parser


def _uses_tls(options: Namespace) -> bool:
    if options.profile == TELESTRA:
        return False
    if options.tls is None:
        return PROFILES[options.profile].tls_port is not None
    return bool(options.tls)


def _port(options: Namespace) -> int:
    if options.port:
        return int(options.port)
    if options.profile == TELESTRA:
        return TELESTRA_PORT
    return PROFILES[options.profile].default_port(tls=_uses_tls(options))


def _context(options: Namespace) -> ssl.SSLContext | None:
    if not _uses_tls(options):
        return None
    context = ssl.create_default_context(cafile=options.ca)
    if options.ca:
        # What a phone system makes for itself seldom keeps to every rule of RFC 5280.
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    if options.no_verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _facts(options: Namespace) -> dict[str, str]:
    try:
        client = f"aiocti {version('aiocti')}"
    except PackageNotFoundError:
        client = "aiocti"
    return {
        "client": f"{client}, Python {platform.python_version()}",
        "phone system": options.profile,
        "TLS": "yes" if _uses_tls(options) else "no",
    }


if __name__ == "__main__":
    main()
