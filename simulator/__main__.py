"""The simulator by itself, in the foreground: python -m simulator csta|telestra."""

from argparse import (
    ArgumentDefaultsHelpFormatter,
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
)
import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random
import signal
import ssl
from typing import Protocol

from .calls import LineSettings
from .certificate import self_signed_context, server_context
from .control import Control
from .csta import CstaFrontEnd
from .csta.options import CstaOptions
from .csta.profiles import PROFILES
from .exchange import Exchange
from .options import ExchangeOptions
from .server import FrontEnd, serve
from .telestra import CallItems, TelestraFrontEnd, TelestraOptions
from .traffic import Traffic

TELESTRA_PORT = 3550


class Droppable(FrontEnd, Protocol):
    """A front-end whose clients can be dropped."""

    def drop_connections(self) -> None:
        """Break off every client's connection."""


def main(arguments: list[str] | None = None) -> None:
    """Run a simulated phone system until Ctrl-C."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        options.numbers = read_lines(options.lines)
        context = _context(options)
    except (ValueError, OSError) as error:
        parser.error(str(error))
    try:
        with suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_run(options, context))
    except OSError as error:
        parser.exit(1, f"cannot listen: {error}\n")


def read_lines(text: str) -> list[str]:
    """Return the numbers in a list of numbers and ranges: 725, 700-719."""
    numbers: dict[str, None] = {}
    for part in text.replace(",", " ").split():
        first, dash, last = part.partition("-")
        if not dash:
            numbers[part] = None
        elif first.isdigit() and last.isdigit() and len(first) == len(last):
            span = range(int(first), int(last) + 1)
            numbers.update((str(each).zfill(len(first)), None) for each in span)
        else:
            raise ValueError(f"not a range of numbers: {part}")
    if not numbers:
        raise ValueError("no lines given")
    return list(numbers)


def _route_point(text: str) -> tuple[str, str]:
    """Return a route point and where its calls go by themselves."""
    number, equals, destination = text.partition("=")
    if not (number and equals and destination):
        raise ArgumentTypeError(f"not a number and its destination: {text}")
    return number, destination


def _parser() -> ArgumentParser:
    """Describe the command line."""
    parser = ArgumentParser("python -m simulator", description=__doc__)
    switches = parser.add_subparsers(dest="switch", required=True, metavar="SYSTEM")
    form = ArgumentDefaultsHelpFormatter
    csta = switches.add_parser("csta", help="a CSTA phone system", formatter_class=form)
    _add_common(csta)
    csta.add_argument(
        "--profile",
        choices=list(PROFILES),
        default="eltex_ecss10",
        help="whose phone system",
    )
    csta.add_argument("--user", default="demo.local", help="who may log in")
    csta.add_argument("--password", default="demo", help="with which password")
    csta.add_argument(
        "--dial-at-once",
        action="store_true",
        help="do not ring the caller's own phone before a computer's call is dialed",
    )
    csta.add_argument(
        "--route-point",
        action="append",
        default=[],
        type=_route_point,
        metavar="NUMBER=DESTINATION",
        help="a number whose calls ask a computer where to go, else go to the destination",
    )
    telestra = switches.add_parser(
        "telestra", help="a Telestra server", formatter_class=form
    )
    _add_common(telestra)
    telestra.add_argument(
        "--account-prefix", default="", help="an account is named this and its number"
    )
    telestra.add_argument(
        "--sip-server",
        default="127.0.0.1",
        help="the one address that accounts log in at",
    )
    telestra.add_argument(
        "--call-items",
        choices=list(CallItems),
        default=CallItems.INTS,
        help="the form of the calls in a status",
    )
    telestra.add_argument(
        "--pretty", action="store_true", help="print messages over several lines"
    )
    return parser


def _add_common(parser: ArgumentParser) -> None:
    """Add what every switch has."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    parser.add_argument("--port", type=int, help="port; 0 is any; default: the usual")
    parser.add_argument("--lines", default="700-719", help="numbers and ranges")
    parser.add_argument(
        "--traffic",
        type=float,
        default=0.0,
        metavar="CALLS_PER_MINUTE",
        help="random calls by themselves",
    )
    parser.add_argument("--seed", type=int, default=1, help="of the random calls")
    parser.add_argument(
        "--auto-answer",
        type=float,
        metavar="SECONDS",
        help="every phone answers by then",
    )
    parser.add_argument("--tls", action="store_true", help="speak TLS")
    parser.add_argument(
        "--certificate", type=Path, metavar="PEM", help="for TLS; default: one made now"
    )
    parser.add_argument("--key", type=Path, metavar="PEM", help="the certificate's key")
    parser.add_argument(
        "--save-certificate", type=Path, metavar="PEM", help="where clients find ours"
    )
    parser.add_argument(
        "--control",
        type=int,
        metavar="PORT",
        help="take orders as JSON lines; 0 is any",
    )


def _context(options: Namespace) -> ssl.SSLContext | None:
    """Return what TLS needs, if it is wanted."""
    if not options.tls:
        return None
    if options.certificate:
        return server_context(options.certificate, options.key)
    context, certificate = self_signed_context(options.host)
    if options.save_certificate:
        options.save_certificate.write_text(certificate)
    return context


async def _run(options: Namespace, context: ssl.SSLContext | None) -> None:
    """Serve until cancelled."""
    loop = asyncio.get_running_loop()
    if task := asyncio.current_task():
        for number in (
            signal.SIGINT,
            signal.SIGTERM,
        ):  # also where a shell ignores them
            loop.add_signal_handler(number, task.cancel)
    settings = {
        number: LineSettings(answer_after=options.auto_answer)
        for number in options.numbers
    }
    ring_first = options.switch == "csta" and not options.dial_at_once
    exchange_options = ExchangeOptions(
        ring_caller_first=ring_first,
        route_points=dict(getattr(options, "route_point", ())),
    )
    exchange = Exchange(loop, settings, options=exchange_options)
    front_end, port = _front_end(options, exchange)
    traffic = Traffic(exchange, loop, Random(options.seed), options.traffic)
    async with AsyncExitStack() as stack:
        if options.control is not None:
            control = Control(exchange, front_end.drop_connections)
            orders = await stack.enter_async_context(
                serve(control, "127.0.0.1", options.control)
            )
            print(f"control on 127.0.0.1:{orders.port}", flush=True)
        if options.port is not None:
            port = options.port
        server = await stack.enter_async_context(
            serve(front_end, options.host, port, context)
        )
        print(f"listening on {server.host}:{server.port}", flush=True)
        traffic.start()
        await asyncio.Event().wait()


def _front_end(options: Namespace, exchange: Exchange) -> tuple[Droppable, int]:
    """Return the front-end that is wanted and its usual port."""
    loop = asyncio.get_running_loop()
    if options.switch == "csta":
        profile = PROFILES[options.profile]
        csta = CstaOptions(profile=profile, accounts={options.user: options.password})
        port = profile.tls_port if options.tls and profile.tls_port else profile.port
        return CstaFrontEnd(exchange, loop, csta), port
    telestra = TelestraOptions(
        accounts={f"{options.account_prefix}{line}": line for line in exchange.lines},
        sip_server=options.sip_server,
        call_items=CallItems(options.call_items),
        pretty=options.pretty,
    )
    return TelestraFrontEnd(exchange, loop, telestra), TELESTRA_PORT


if __name__ == "__main__":
    main()
