"""Passwords show nowhere; people's numbers and names neither in diagnostics nor in an ordinary log."""

from collections.abc import AsyncIterator
import json
import logging
import re
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, issue_registry as ir
from homeassistant.setup import async_setup_component
from simulator.csta import CstaOptions
from simulator.telestra import TelestraOptions

from .home import (
    Office,
    async_take_down,
    async_until,
    async_wait_for,
    async_wait_state,
    csta_entry,
    open_office,
    telestra_entry,
)

SWITCH_PASSWORD = "canary-switch-61f0"
SIP_PASSWORD = "canary-sip-61f1"
TYPED_PASSWORD = "canary-typed-61f2"
SECRETS = (SWITCH_PASSWORD, SIP_PASSWORD, TYPED_PASSWORD)
CALLER, NAME = "+4989777001122", "Canaria Vogel"
DIALLED = "+4989777003344"
STATE = "sensor.line_700_state"
ACCOUNT_STATE = "sensor.705_state"


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    """Open an office with passwords of its own."""
    async with open_office(
        csta=CstaOptions(accounts={"demo.local": SWITCH_PASSWORD}),
        telestra=TelestraOptions(),
    ) as opened:
        yield opened


@pytest.fixture
async def entries(
    hass: HomeAssistant, office: Office, caplog: pytest.LogCaptureFixture
) -> AsyncIterator[list[MockConfigEntry]]:
    """Connect both ways, with everything at debug level."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("custom_components.telephony").setLevel(logging.DEBUG)
    assert await async_setup_component(hass, "homeassistant", {})
    csta = csta_entry(office.csta_server.port, ["700"])
    csta.add_to_hass(hass)
    hass.config_entries.async_update_entry(
        csta, data={**csta.data, "password": SWITCH_PASSWORD}
    )
    stored = {"username": "705", "password": SIP_PASSWORD, "server": "sip.home.example"}
    telestra = telestra_entry(office.telestra_server.port, {"705": stored})
    for entry in (csta, telestra):
        if entry is not csta:
            entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
    yield [csta, telestra]
    for entry in (csta, telestra):
        await async_take_down(hass, entry)


async def async_live(hass: HomeAssistant, office: Office) -> list[BaseException]:
    """Do whatever there is to do, and return what went wrong on the way."""
    errors: list[BaseException] = []

    async def act(domain: str, action: str, entity: str, **data: Any) -> None:
        try:
            await hass.services.async_call(
                domain, action, {"entity_id": entity, **data}, blocking=True
            )
        except HomeAssistantError as error:
            errors.append(error)

    for line, state in (("700", STATE), ("705", ACCOUNT_STATE)):
        office.ring(line, CALLER, name=NAME)
        await async_wait_state(hass, state, "ringing")
        await act("telephony", "answer", state)
        await async_wait_state(hass, state, "connected")
        await act("telephony", "hangup", state)
        await async_wait_state(hass, state, "idle")
        await act("telephony", "make_call", state, number=DIALLED)
        await act("telephony", "make_call", state, number="no number")
        await act("telephony", "transfer", state, number=DIALLED, call_id="over")
        office.exchange.clear_call(office.leg(line).call.id)
        await async_wait_state(hass, state, "idle")
    await act("switch", "turn_off", "switch.705_registered")
    await act("switch", "turn_on", "switch.705_registered")
    credentials = {"username": "705", "server": "nowhere.example"}
    for password in (TYPED_PASSWORD, SIP_PASSWORD):
        await act("telephony", "login", ACCOUNT_STATE, password=password, **credentials)
    return errors


async def async_break(hass: HomeAssistant, office: Office) -> None:
    """Lose both links, bring them back, then let the switch refuse the password."""
    for drop, state in (
        (office.csta.drop_connections, STATE),
        (office.telestra.drop_connections, ACCOUNT_STATE),
    ):
        drop()
        await async_wait_state(hass, state, "unavailable")
        await async_wait_state(hass, state, "idle")
    office.csta.options.accounts = {}
    office.csta.restart()
    await async_wait_for(hass, hass.config_entries.flow.async_progress)


def ours(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """Return what our loggers wrote."""
    return [r for r in caplog.records if r.name.startswith("custom_components")]


def written(record: logging.LogRecord) -> str:
    """Return a log record as a file would have it, with its traceback."""
    return logging.Formatter().format(record)


async def test_no_password_shows_anywhere(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    office: Office,
    entries: list[MockConfigEntry],
    caplog: pytest.LogCaptureFixture,
) -> None:
    errors = await async_live(hass, office)
    told = [
        json.dumps(state.as_dict(), default=str) for state in hass.states.async_all()
    ]
    told += await async_diagnostics(hass, hass_client, entries)
    await async_break(hass, office)
    told += [
        json.dumps(state.as_dict(), default=str) for state in hass.states.async_all()
    ]
    told += [str(flow) for flow in hass.config_entries.flow.async_progress()]
    told += [str(issue) for issue in ir.async_get(hass).issues.values()]
    told += [written(record) for record in ours(caplog)]
    told += [chain for error in errors for chain in all_of(error)]

    assert errors
    assert any("Connection to" in text for text in told)
    for secret in SECRETS:
        assert not [text for text in told if secret in text]


def all_of(error: BaseException | None) -> list[str]:
    """Return all that an error and its causes say."""
    told = []
    while error is not None:
        told += [repr(error), str(error), str(vars(error))]
        error = error.__cause__ or error.__context__
    return told


async def async_diagnostics(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    entries: list[MockConfigEntry],
) -> list[str]:
    """Return the diagnostics of all entries and devices."""
    told: list[Any] = []
    for entry in entries:
        told.append(await get_diagnostics_for_config_entry(hass, hass_client, entry))
        devices = dr.async_entries_for_config_entry(dr.async_get(hass), entry.entry_id)
        told += [
            await get_diagnostics_for_device(hass, hass_client, entry, device)
            for device in devices
        ]
    return [json.dumps(each) for each in told]


async def test_people_show_neither_in_diagnostics_nor_in_an_ordinary_log(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    office: Office,
    entries: list[MockConfigEntry],
    caplog: pytest.LogCaptureFixture,
) -> None:
    await async_live(hass, office)
    told = await async_diagnostics(hass, hass_client, entries)
    await async_break(hass, office)
    told += [written(r) for r in ours(caplog) if r.levelno > logging.DEBUG]

    assert told
    for person in (CALLER, NAME, DIALLED, CALLER[1:], DIALLED[1:]):
        assert not [text for text in told if person in text]


@pytest.mark.parametrize("source", ["reauth", "reconfigure"])
async def test_forms_do_not_show_the_password_that_is_stored(
    hass: HomeAssistant, entries: list[MockConfigEntry], source: str
) -> None:
    form = await hass.config_entries.flow.async_init(
        "telephony",
        context={"source": source, "entry_id": entries[0].entry_id},
        data=entries[0].data if source == "reauth" else None,
    )
    schema = form["data_schema"]
    assert schema is not None
    shown = [
        (str(key), getattr(key, "description", None), getattr(key, "default", None))
        for key in schema.schema
    ]
    assert not re.search(SWITCH_PASSWORD, str(shown))


@pytest.mark.parametrize(
    "answer",
    [
        f"wrong password {SWITCH_PASSWORD}",
        f"security: {SWITCH_PASSWORD}",
        "invalidApplicationInfo",
    ],
)
async def test_a_switch_that_repeats_the_password_does_not_make_us_tell_it(
    hass: HomeAssistant,
    office: Office,
    entries: list[MockConfigEntry],
    answer: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    heard = len(office.csta.requests)
    office.csta.options.refuse_start = answer
    office.csta.restart()
    await async_wait_state(hass, STATE, "unavailable")
    await async_until(
        lambda: (
            "StartApplicationSession"
            in [name for name, _ in list(office.csta.requests)[heard:]]
        )
    )
    assert await hass.config_entries.async_reload(entries[0].entry_id) is not None
    await hass.async_block_till_done()
    told = [written(record) for record in caplog.records]
    told += [str(issue) for issue in ir.async_get(hass).issues.values()]
    told += [
        str(entries[0].reason),
        str(entries[0].error_reason_translation_placeholders),
    ]
    assert not [text for text in told if SWITCH_PASSWORD in text]
