"""A FRITZ!Box of our own that tells of its phone books by TR-064, as AVM describes it.

"TR-064 Support - X_AVM-DE_OnTel" (2021-02-09): 2.10 GetPhonebookList, 2.11 GetPhonebook and its
error 713, 5.1 the content of a phone book, where category 1 is an important person, and imageURL
the path of a picture that is fetched from the box itself. "AVM TR-064 -
First Steps" (2017-06-06): 4.1 digest authentication, and error 606 for who has no right. Services
and paths are those of a box's own tr64desc.xml.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
import hashlib
import re
import ssl
from typing import Any
from xml.sax.saxutils import escape

from aiohttp import web

USERNAME = "fritz1234"
PASSWORD = "sonne"
SERVICE = "urn:dslforum-org:service:X_AVM-DE_OnTel:1"
REALM = "F!Box SOAP-Auth"
NONCE = "8C1A9B2E55D4F001"
SID = "5a9e3bd1d4e5ff05"
_DESCRIPTION = f"""<?xml version="1.0"?>
<root xmlns="urn:dslforum-org:device-1-0">
<specVersion><major>1</major><minor>0</minor></specVersion>
<systemVersion><HW>259</HW><Major>267</Major><Minor>8</Minor><Patch>2</Patch>
<Buildnumber>118000</Buildnumber><Display>267.08.02</Display></systemVersion>
<device><deviceType>urn:dslforum-org:device:InternetGatewayDevice:1</deviceType>
<friendlyName>FRITZ!Box 7690</friendlyName><manufacturer>AVM Berlin</manufacturer>
<modelName>FRITZ!Box 7690</modelName><UDN>uuid:739f2409-bccb-40e7-8e6c-FFFFFFFFFFFF</UDN>
<serviceList><service><serviceType>urn:dslforum-org:service:DeviceInfo:1</serviceType>
<serviceId>urn:DeviceInfo-com:serviceId:DeviceInfo1</serviceId>
<controlURL>/upnp/control/deviceinfo</controlURL><eventSubURL>/upnp/control/deviceinfo</eventSubURL>
<SCPDURL>/deviceinfoSCPD.xml</SCPDURL></service><service><serviceType>{SERVICE}</serviceType>
<serviceId>urn:X_AVM-DE_OnTel-com:serviceId:X_AVM-DE_OnTel1</serviceId>
<controlURL>/upnp/control/x_contact</controlURL><eventSubURL>/upnp/control/x_contact</eventSubURL>
<SCPDURL>/x_contactSCPD.xml</SCPDURL></service></serviceList></device></root>"""
_ARGUMENTS = {
    "GetPhonebookList": {"NewPhonebookList": "PhonebookList"},
    "GetPhonebook": {
        "NewPhonebookID": "PhonebookID",
        "NewPhonebookName": "PhonebookName",
        "NewPhonebookExtraID": "PhonebookExtraID",
        "NewPhonebookURL": "PhonebookURL",
    },
}


def _scpd() -> str:
    actions = "".join(
        f"<action><name>{action}</name><argumentList>"
        + "".join(
            f"<argument><name>{name}</name>"
            f"<direction>{'in' if variable == 'PhonebookID' else 'out'}</direction>"
            f"<relatedStateVariable>{variable}</relatedStateVariable></argument>"
            for name, variable in arguments.items()
        )
        + "</argumentList></action>"
        for action, arguments in _ARGUMENTS.items()
    )
    variables = "".join(
        f'<stateVariable sendEvents="no"><name>{variable}</name><dataType>'
        f"{'ui2' if variable == 'PhonebookID' else 'string'}</dataType></stateVariable>"
        for arguments in _ARGUMENTS.values()
        for variable in arguments.values()
    )
    return (
        '<?xml version="1.0"?><scpd xmlns="urn:dslforum-org:service-1-0">'
        "<specVersion><major>1</major><minor>0</minor></specVersion>"
        f"<actionList>{actions}</actionList>"
        f"<serviceStateTable>{variables}</serviceStateTable></scpd>"
    )


@dataclass(slots=True)
class Book:
    """A phone book of the box."""

    name: str
    contacts: list[str] = field(default_factory=list)

    def add(
        self, name: str, *numbers: str, important: bool = False, picture: str = ""
    ) -> None:
        """Add a contact."""
        listed = "".join(
            f'<number type="home" prio="{int(not n)}" id="{n}">{escape(number)}</number>'
            for n, number in enumerate(numbers)
        )
        self.contacts.append(
            f"<contact><category>{int(important)}</category>"
            f"<person><realName>{escape(name)}</realName>"
            f"{f'<imageURL>{escape(picture)}</imageURL>' if picture else ''}</person>"
            f'<telephony nid="{len(numbers)}">{listed}</telephony>'
            '<services /><setup /><features doorphone="0" />'
            f"<mod_time>1764229200</mod_time><uniqueid>{len(self.contacts)}</uniqueid>"
            "</contact>"
        )

    def export(self, number: int) -> str:
        """Return the phone book in XML."""
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<phonebooks>'
            f'<phonebook owner="{number}" name="{escape(self.name)}">'
            f"<timestamp>1764229200</timestamp>{''.join(self.contacts)}"
            "</phonebook></phonebooks>"
        )


class FritzBox:
    """The box."""

    def __init__(self) -> None:
        """Have one phone book, and nobody in it."""
        self.port = 0
        self.scheme = "http"
        self.books = {0: Book("Telefonbuch")}
        self.pictures: dict[str, bytes] = {}
        """By their paths."""
        self.password = PASSWORD
        self.may_read = True
        """Whether the user has the right to phone books."""
        self.url = "{scheme}://127.0.0.1:{port}"
        """How phone books' addresses begin."""
        self.requests: list[str] = []
        self.secrets: list[str] = []
        """What was sent to log in."""
        self.hostile: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = (
            None
        )
        self.hostile_path = ""
        """Where it is hostile; everywhere if empty."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer a request."""
        self.requests.append(request.path)
        authorization = request.headers.get("Authorization", "")
        if authorization:
            self.secrets.append(authorization)
        if self.hostile is not None and self.hostile_path in request.path:
            return await self.hostile(request)
        match request.method, request.path:
            case "GET", "/tr64desc.xml":
                return _xml(_DESCRIPTION)
            case "GET", "/x_contactSCPD.xml":
                return _xml(_scpd())
            case "GET", "/phonebook.lua" if request.query.get("sid") == SID:
                number = int(request.query["pbid"])
                return _xml(self.books[number].export(number))
            case "GET", "/download.lua" if request.query.get("sid") == SID:
                content = self.pictures.get(request.query["path"])
                if content is not None:
                    return web.Response(body=content, content_type="image/jpeg")
            case "POST", "/upnp/control/x_contact":
                if not self._is_logged_in(request):
                    challenge = f'Digest realm="{REALM}",nonce="{NONCE}",algorithm=MD5,qop="auth"'
                    return web.Response(
                        status=401,
                        headers={"WWW-Authenticate": challenge},
                        text="<HTML><HEAD><TITLE>401 Unauthorized (ERR_NONE)</TITLE></HEAD></HTML>",
                        content_type="text/html",
                    )
                return self._act(request, await request.text())
        return web.Response(
            status=404, text="<HTML>404</HTML>", content_type="text/html"
        )

    def _is_logged_in(self, request: web.Request) -> bool:
        """Check digest authentication (RFC 2617, 3.2.2)."""
        header = request.headers.get("Authorization", "")
        if not header.startswith("Digest "):
            return False
        found = dict(re.findall(r'(\w+)="?([^",]*)"?', header))
        one = _md5(f"{USERNAME}:{REALM}:{self.password}")
        other = _md5(f"{request.method}:{request.path}")
        middle = ":".join(
            found.get(each, "") for each in ("nonce", "nc", "cnonce", "qop")
        )
        return (
            found.get("username") == USERNAME
            and found.get("nonce") == NONCE
            and found.get("response") == _md5(f"{one}:{middle}:{other}")
        )

    def _act(self, request: web.Request, envelope: str) -> web.Response:
        service, _, action = request.headers["SOAPAction"].strip('"').partition("#")
        assert service == SERVICE
        if not self.may_read:
            return _error(606, "Action Not Authorized")
        if action == "GetPhonebookList":
            ids = ",".join(map(str, self.books))
            return _answer(action, NewPhonebookList=ids)
        assert action == "GetPhonebook"
        found = re.search(r"<NewPhonebookI[dD]>(\d+)<", envelope)
        assert found
        number = int(found[1])
        if number not in self.books:
            return _error(713, "SpecifiedArrayIndexInvalid")
        beginning = self.url.format(scheme=self.scheme, port=self.port)
        name = self.books[number].name
        return _answer(
            action,
            NewPhonebookName=name,
            NewPhonebookExtraID="",
            NewPhonebookURL=f"{beginning}/phonebook.lua?sid={SID}&pbid={number}&pbname={name}",
        )


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _xml(text: str, status: int = 200) -> web.Response:
    return web.Response(status=status, text=text, content_type="text/xml")


def _soap(body: str, status: int = 200) -> web.Response:
    return _xml(
        '<?xml version="1.0" encoding="utf-8"?><s:Envelope'
        ' xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
        ' s:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">'
        f"<s:Body>{body}</s:Body></s:Envelope>",
        status,
    )


def _answer(action: str, **values: str) -> web.Response:
    arguments = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in values.items())
    return _soap(
        f'<u:{action}Response xmlns:u="{SERVICE}">{arguments}</u:{action}Response>'
    )


def _error(code: int, description: str) -> web.Response:
    return _soap(
        "\n<s:Fault>\n<faultcode>s:Client</faultcode>\n<faultstring>UPnPError</faultstring>\n"
        '<detail>\n<UPnPError xmlns="urn:dslforum-org:control-1-0">\n'
        f"<errorCode>{code}</errorCode>\n<errorDescription>{description}</errorDescription>\n"
        "</UPnPError>\n</detail>\n</s:Fault>\n",
        500,
    )


async def _close_afterwards(request: web.Request, response: web.StreamResponse) -> None:
    """Have each request see the certificate of its time."""
    response.force_close()


@asynccontextmanager
async def open_fritzbox(
    context: ssl.SSLContext | None = None,
) -> AsyncIterator[FritzBox]:
    """Run the box on 127.0.0.1."""
    box = FritzBox()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", box.handle)
    if context is not None:
        application.on_response_prepare.append(_close_afterwards)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context)
    await site.start()
    addresses: Any = runner.addresses
    box.port = addresses[0][1]
    box.scheme = "https" if context else "http"
    try:
        yield box
    finally:
        await runner.cleanup()
