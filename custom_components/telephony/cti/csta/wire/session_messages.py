"""The messages of an application session (ECMA-354)."""

from typing import Final

from lxml import etree

from ..profiles import ECMA_354, Profile
from .messages import in_namespace
from .xml import Element

SESSION_SECONDS: Final = 300
"""How long an application session is asked for."""


def start_session(
    profile: Profile, username: str | None, password: str | None
) -> Element:
    """Return StartApplicationSession with the maker's login."""
    root = _session_root("StartApplicationSession")
    info = _session(root, "applicationInfo")
    _session(info, "applicationID", profile.application)
    if profile.login:
        _log_in(_session(info, "applicationSpecificInfo"), profile, username, password)
    versions = _session(root, "requestedProtocolVersions")
    for version in profile.versions:
        _session(versions, "protocolVersion", version)
    _session(root, "requestedSessionDuration", str(SESSION_SECONDS))
    return root


def reset_session_timer(session_id: str) -> Element:
    """Return ResetApplicationSessionTimer."""
    root = _session_root("ResetApplicationSessionTimer")
    _session(root, "sessionID", session_id)
    _session(root, "requestedSessionDuration", str(SESSION_SECONDS))
    return root


def stop_session(profile: Profile, session_id: str) -> Element:
    """Return StopApplicationSession."""
    root = _session_root("StopApplicationSession")
    _session(root, "sessionID", session_id)
    _session(_session(root, "sessionEndReason"), "definedEndReason", "normal")
    if namespace := profile.namespaces.get("StopApplicationSession"):
        return in_namespace(root, namespace)
    return root


def _log_in(
    box: Element, profile: Profile, username: str | None, password: str | None
) -> None:
    login = profile.login
    assert login
    namespace = login.namespace or ECMA_354
    if login.wrapper:
        box = _sub(box, login.namespace, login.wrapper)
    texts = ((login.username, username), (login.password, password), *login.more)
    for tag, text in texts:
        _sub(box, namespace, tag, text or "")


def _session_root(name: str) -> Element:
    return etree.Element(f"{{{ECMA_354}}}{name}", nsmap={None: ECMA_354})


def _session(parent: Element, tag: str, text: str | None = None) -> Element:
    return _sub(parent, ECMA_354, tag, text)


def _sub(
    parent: Element, namespace: str | None, tag: str, text: str | None = None
) -> Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{tag}")
    element.text = text
    return element
