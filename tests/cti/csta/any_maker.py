"""Phone systems of no known maker: each differs from the others in one of the ways that there are."""

from dataclasses import replace
import re
from typing import Any

from custom_components.telephony.cti.csta import Dialect
from custom_components.telephony.cti.csta.profiles import StartMode
from simulator.csta.profiles import (
    AVAYA_NAMESPACE,
    ELTEX_NAMESPACE,
    MITEL_DEVICE,
    PROFILES,
    TEL_DEVICE,
    Login,
    Profile,
    Start,
)

ANY = re.compile(r"http://www\.ecma-international\.org/standards/ecma-323/csta/ed\d")


IN_BRACKETS: dict[str, Any] = {
    "device": MITEL_DEVICE,
    "line_form": re.compile(r"N<\d+>"),
}
TEL: dict[str, Any] = {"device": TEL_DEVICE, "line_form": re.compile(r"tel:\d+")}
USER = Login("user", "password")
USER_NAME = Login("userName", "password")
OWN_FIELDS = Login("loginName", "pin")
ELTEX_FIELDS = Login("userName", "password", "SessionLoginInfo", ELTEX_NAMESPACE)
AVAYA_FIELDS = Login("userName", "password", "SessionLoginInfo", AVAYA_NAMESPACE)


def switch(
    start: Start = Start.NONE,
    edition: str = "ed3",
    login: Login | None = None,
    **more: Any,
) -> Profile:
    """Return a phone system of no known maker, which takes its own namespace only."""
    return replace(
        PROFILES["generic"],
        start=start,
        grants_sessions=start is Start.SESSION,
        edition=edition,
        login=login,
        protocol_versions=re.compile(rf".*/{edition}$"),
        other_namespaces=more.pop("other_namespaces", None),
        **more,
    )


LOGIN = {"username": "demo.local", "password": "demo"}
KINDS: dict[str, tuple[Profile, dict[str, Any], Dialect]] = {
    "no session": (switch(), {}, Dialect()),
    "ed4": (switch(edition="ed4"), {}, Dialect(edition="ed4")),
    "ed5": (
        switch(edition="ed5", **IN_BRACKETS),
        {},
        Dialect(edition="ed5", device_form="N<NUMBER>"),
    ),
    "ed6": (
        switch(edition="ed6", **TEL, prefix="csta"),
        {},
        Dialect(edition="ed6", device_form="tel:NUMBER"),
    ),
    "no status": (
        switch(edition="ed4"),
        {"silent_services": frozenset({"RequestSystemStatus"})},
        Dialect(edition="ed4"),
    ),
    "silent but for monitors": (
        switch(edition="ed6", **IN_BRACKETS),
        {
            "silent_services": frozenset(
                {"RequestSystemStatus", "StartApplicationSession", "SystemRegister"}
            )
        },
        Dialect(edition="ed6", device_form="N<NUMBER>"),
    ),
    "register": (
        switch(Start.SYSTEM_REGISTER, "ed4"),
        {},
        Dialect(StartMode.SYSTEM_REGISTER, "ed4"),
    ),
    "takes any edition": (switch(other_namespaces=ANY), {}, Dialect()),
    "grants sessions that it doesn't want": (
        replace(switch(edition="ed5"), grants_sessions=True),
        {},
        Dialect(StartMode.SESSION, "ed5", "user"),
    ),
    "session without login": (
        switch(Start.SESSION, "ed5"),
        {},
        Dialect(StartMode.SESSION, "ed5", "user"),
    ),
    "user": (
        switch(Start.SESSION, "ed4", USER),
        {},
        Dialect(StartMode.SESSION, "ed4", "user"),
    ),
    "userName": (
        switch(Start.SESSION, "ed5", USER_NAME, **IN_BRACKETS),
        {},
        Dialect(StartMode.SESSION, "ed5", "user_name", "N<NUMBER>"),
    ),
    "like Eltex": (
        switch(Start.SESSION, "ed6", ELTEX_FIELDS),
        {},
        Dialect(StartMode.SESSION, "ed6", "eltex"),
    ),
    "like Avaya": (
        switch(Start.SESSION, "ed3", AVAYA_FIELDS),
        {},
        Dialect(StartMode.SESSION, "ed3", "avaya"),
    ),
}
