"""Callers of blocked groups aren't announced; some are turned away. States and log tell the truth."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from simulator.calls import LegState

from ..automation import async_automate
from ..card import subscribe
from ..home import (
    OUTSIDE,
    Office,
    async_set_up,
    async_take_down,
    async_until,
    async_wait_state,
    csta_entry,
    phone_book_entry,
    telestra_entry,
)

STATE = "sensor.line_700_state"
PARTY = "sensor.line_700_remote_party"
CALL = "event.line_700_call"
PEST, FRIEND = OUTSIDE, "+4930777777"
SPAM: dict[str, Any] = {"blocked_contact_groups": ["SPAM"]}


@pytest.fixture(autouse=True)
async def book(hass: HomeAssistant) -> AsyncIterator[MockConfigEntry]:
    """Have a phone book with one who is spam, and one who isn't."""
    await hass.config.async_update(country="DE")
    entry = phone_book_entry(
        {"number": PEST, "name": "Pest", "groups": ["Spam"]},
        {"number": FRIEND, "name": "Friend", "groups": ["Family"]},
        {"number": "+4932*", "name": "Pests", "groups": ["Spam"]},
    )
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


@asynccontextmanager
async def blocking(
    hass: HomeAssistant, office: Office, profile: str = "eltex_ecss10", **options: Any
) -> AsyncIterator[MockConfigEntry]:
    """Have a connection that blocks spam."""
    entry = csta_entry(office.csta_server.port, profile=profile, **SPAM, **options)
    await async_set_up(hass, entry)
    yield entry
    await async_take_down(hass, entry)


class Types:
    """The types of a line's events, as they come, with whether each was of a blocked call."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Listen."""
        self.seen: list[tuple[str, bool]] = []
        self.outcomes: list[str] = []
        hass.bus.async_listen("state_changed", self._changed)

    @callback
    def _changed(self, event: Event[Any]) -> None:
        if event.data["entity_id"] == CALL and event.data["new_state"]:
            attributes = event.data["new_state"].attributes
            if event_type := attributes.get("event_type"):
                self.seen.append((event_type, attributes["blocked"]))
                self.outcomes += filter(None, [attributes.get("outcome")])


async def test_a_blocked_call_is_marked_and_does_not_pop_up(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    """Whoever is no spam pops up; what was missed was missed."""
    async with blocking(hass, office):
        popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
        card = await subscribe(await hass_ws_client(hass), "subscribe")
        events = Types(hass)
        office.ring("700", PEST)
        party = await async_wait_state(hass, PARTY, "Pest")
        assert party.attributes["blocked"] is True
        assert events.seen == [("incoming", True)]
        office.ring("701", FRIEND)
        await popup.async_wait(lambda: popup.ringing)
        assert [each["call"]["name"] for each in popup.ringing] == ["Friend"]
        await card.async_wait(lambda: card.calls("700") and card.calls("701"))
        calls = [*card.calls("700"), *card.calls("701")]
        assert [each["blocked"] for each in calls] == [True, False]
        answer: Any = await hass.services.async_call(
            "telephony",
            "get_calls",
            {"entity_id": [STATE, "sensor.line_701_state"]},
            blocking=True,
            return_response=True,
        )
        assert [each["blocked"] for each in answer["calls"]] == [True, False]
        office.hang_up(PEST)
        await async_wait_state(hass, STATE, "idle")
        await async_wait_state(hass, "sensor.line_700_missed_calls", "1")
        assert events.seen[1:] == [("missed", True), ("ended", True)]
        assert "Pest" not in str(popup.messages)


async def test_a_pattern_blocks_all_numbers_that_begin_so(
    hass: HomeAssistant, office: Office
) -> None:
    async with blocking(hass, office):
        office.ring("700", "+493212345")
        party = await async_wait_state(hass, PARTY, "Pests")
        assert party.attributes["blocked"] is True


async def test_whom_we_call_ourselves_is_not_blocked(
    hass: HomeAssistant, office: Office
) -> None:
    async with blocking(hass, office):
        events = Types(hass)
        await hass.services.async_call(
            "telephony",
            "make_call",
            {"entity_id": STATE, "number": PEST},
            blocking=True,
        )
        await async_wait_state(hass, PARTY, "Pest")
        await async_until(lambda: events.seen)
        assert not any(blocked for _, blocked in events.seen)


async def test_groups_are_blocked_and_freed_while_they_call(
    hass: HomeAssistant, office: Office, hass_ws_client: WebSocketGenerator
) -> None:
    """Of the option and of the phone book: what rings pops up, or doesn't any longer."""
    async with blocking(hass, office) as entry:
        popup = await subscribe(await hass_ws_client(hass), "subscribe_incoming")
        office.ring("700", FRIEND)
        await popup.async_wait(lambda: popup.ringing)
        hass.config_entries.async_update_entry(
            entry, options={"blocked_contact_groups": ["Family"]}
        )
        await popup.async_wait(lambda: not popup.ringing)
        hass.config_entries.async_update_entry(entry, options={})
        await popup.async_wait(lambda: popup.ringing)


@pytest.mark.parametrize(
    ("options", "callers"),
    [
        ({}, ["Pest", "Friend"]),
        ({"blocked": False}, ["Friend"]),
        ({"blocked": True}, ["Pest"]),
    ],
)
async def test_a_trigger_leaves_blocked_calls_out_if_it_is_told_to(
    hass: HomeAssistant, office: Office, options: dict[str, Any], callers: list[str]
) -> None:
    async with blocking(hass, office):
        runs = await async_automate(
            hass,
            {
                "trigger": "telephony.started_ringing",
                "target": {"entity_id": STATE},
                "options": options,
            },
        )
        for number in (PEST, FRIEND):
            office.ring("700", number)
            await async_wait_state(hass, STATE, "ringing")
            office.hang_up(number)
            await async_wait_state(hass, STATE, "idle")
        found = await runs.async_wait(len(callers))
        assert [each["name"] for each in found] == callers
        assert [each["blocked"] for each in found] == [it == "Pest" for it in callers]


@pytest.mark.parametrize(("protocol", "line"), [("csta", "700"), ("telestra", "705")])
async def test_blocked_calls_are_declined(
    hass: HomeAssistant, office: Office, protocol: str, line: str
) -> None:
    """By either kind of phone system, and nobody else's; the log tells it."""
    options = {**SPAM, "blocked_calls": "rejected"}
    if protocol == "csta":
        entry = csta_entry(office.csta_server.port, **options)
    else:
        entry = telestra_entry(office.telestra_server.port, **options)
    await async_set_up(hass, entry)
    state, last = (
        er.async_get(hass).async_get_entity_id(
            "sensor", "telephony", f"{entry.entry_id}_{line}_{key}"
        )
        for key in ("state", "last_call")
    )
    assert state
    assert last
    office.ring(line, PEST)
    await async_until(lambda: "outcome" in hass.states.get(last).attributes)  # type: ignore[union-attr]
    call = hass.states.get(last)
    assert call
    assert (call.attributes["name"], call.attributes["outcome"]) == ("Pest", "rejected")
    office.ring(line, FRIEND)
    await async_wait_state(hass, state, "ringing")
    assert office.leg(line).state is LegState.ALERTING
    await async_take_down(hass, entry)


async def test_blocked_calls_are_diverted(hass: HomeAssistant, office: Office) -> None:
    """And ring where they are sent to, also on a line that is watched."""
    options = {"blocked_calls": "diverted", "blocked_calls_to": "701"}
    async with blocking(hass, office, **options):
        events = Types(hass)
        office.ring("700", PEST)
        party = await async_wait_state(hass, "sensor.line_701_remote_party", "Pest")
        assert party.attributes["blocked"] is True
        await async_wait_state(hass, STATE, "idle")
        assert [kind for kind, _ in events.seen] == ["incoming", "diverted", "ended"]
        assert office.leg("701").state is LegState.ALERTING


@pytest.mark.parametrize(
    ("profile", "options", "reason"),
    [
        (
            "eltex_ecss10",
            {"blocked_calls_to": "+49900123456", "blocked_numbers": "+49900*"},
            "number_blocked",
        ),
        ("eltex_ecss10", {}, "invalid_number"),
    ],
)
async def test_what_cannot_be_turned_away_rings_unannounced(
    hass: HomeAssistant,
    office: Office,
    caplog: pytest.LogCaptureFixture,
    profile: str,
    options: dict[str, Any],
    reason: str,
) -> None:
    """That is told once, without anybody's number."""
    async with blocking(hass, office, profile, blocked_calls="diverted", **options):
        for _ in range(2):
            office.ring("700", PEST)
            party = await async_wait_state(hass, PARTY, "Pest")
            assert party.attributes["blocked"] is True
            await hass.async_block_till_done(wait_background_tasks=True)
            assert office.leg("700").state is LegState.ALERTING
            office.hang_up(PEST)
            await async_wait_state(hass, STATE, "idle")
        told = [each for each in caplog.messages if "A blocked call rings" in each]
        assert len(told) == 1
        assert reason in told[0]
        assert PEST not in caplog.text


async def test_a_telestra_server_that_cannot_divert_lets_it_ring(
    hass: HomeAssistant, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    options = {**SPAM, "blocked_calls": "diverted", "blocked_calls_to": "701"}
    entry = telestra_entry(office.telestra_server.port, **options)
    await async_set_up(hass, entry)
    office.ring("705", PEST)
    await async_until(lambda: "A blocked call rings" in caplog.text)
    assert office.leg("705").state is LegState.ALERTING
    await async_take_down(hass, entry)


async def test_the_options_offer_the_groups_there_are(
    hass: HomeAssistant, office: Office
) -> None:
    """And take no number that may not be dialed."""
    async with blocking(hass, office, blocked_numbers="+49900*") as entry:
        menu = await hass.config_entries.options.async_init(entry.entry_id)
        form: Any = await hass.config_entries.options.async_configure(
            menu["flow_id"], {"next_step_id": "blocked_callers"}
        )
        fields = {str(key): field for key, field in form["data_schema"].schema.items()}
        offered = fields["blocked_contact_groups"].config["options"]
        assert offered == ["Family", "Spam"]
        wanted = {
            "blocked_contact_groups": ["Spam", "Ads"],
            "blocked_calls": "diverted",
        }
        for number, error in (
            ("", "invalid_number"),
            ("nobody", "invalid_number"),
            ("+49900123456", "number_refused"),
            ("112", "number_refused"),
        ):
            form = await hass.config_entries.options.async_configure(
                form["flow_id"], {**wanted, "blocked_calls_to": number}
            )
            assert form["errors"] == {"blocked_calls_to": error}
        form = await hass.config_entries.options.async_configure(
            form["flow_id"], {**wanted, "blocked_calls_to": "701"}
        )
        assert form["type"] is FlowResultType.CREATE_ENTRY
        assert entry.options == {
            "blocked_numbers": "+49900*",
            **wanted,
            "blocked_calls_to": "701",
        }
        # What was saved is taken over meanwhile; it holds for calls from then on.
        await hass.async_block_till_done()
        office.ring("700", PEST)
        await async_wait_state(hass, "sensor.line_701_remote_party", "Pest")
