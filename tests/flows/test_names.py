"""What the set-up takes over and offers last: names of lines, phones to notify, a phone book."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import SOURCE_USER, ConfigFlowResult, FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr
from simulator.csta import CstaOptions
from simulator.csta.profiles import PROFILES

from ..home import async_set_up, open_office, phone_book_entry
from ..test_config_flow import asked_in, async_enter, suggested


async def async_names_form(
    hass: HomeAssistant, port: int, **changes: Any
) -> ConfigFlowResult:
    """Fill in what comes before the form with names."""
    entered = {
        "host": "127.0.0.1",
        "port": port,
        "profile": "eltex_ecss10",
        "username": "demo.local",
        "password": "demo",
        "lines": "700-702",
    } | changes
    menu = await hass.config_entries.flow.async_init(
        "telephony", context={"source": SOURCE_USER}
    )
    form = await hass.config_entries.flow.async_configure(
        menu["flow_id"], {"next_step_id": "csta"}
    )
    while form["step_id"] != "names":
        asked = asked_in(form)
        assert not form["errors"]
        form = await async_enter(
            hass, form, {name: entered[name] for name in asked & entered.keys()}
        )
    return form


async def test_lines_are_called_what_the_phone_system_calls_them(
    hass: HomeAssistant,
) -> None:
    """A phone book goes before it."""
    await async_set_up(hass, phone_book_entry({"number": "702", "name": "Workshop"}))
    options = CstaOptions(profile=PROFILES["openscape_voice"])
    async with open_office(csta=options) as office:
        for line, name in (("701", "Martha Reyes"), ("702", "Halle 2")):
            office.exchange.line(line).name = name
        form = await async_names_form(
            hass, office.csta_server.port, profile="openscape_voice"
        )
        shown = suggested(form)["names"]
        assert shown == "700 =\n701 = Martha Reyes\n702 = Workshop"
        assert "add_phone_book" not in asked_in(form)
        hass.config_entries.flow.async_abort(form["flow_id"])


async def test_phones_are_notified_and_a_phone_book_comes_next(
    hass: HomeAssistant,
) -> None:
    """Both are offered only where they make sense."""
    app = MockConfigEntry(domain="mobile_app")
    app.add_to_hass(hass)
    phone = dr.async_get(hass).async_get_or_create(
        config_entry_id=app.entry_id, identifiers={("mobile_app", "phone")}
    )
    async with open_office() as office:
        form = await async_names_form(hass, office.csta_server.port)
        assert "phones" not in asked_in(form)
        hass.config_entries.flow.async_abort(form["flow_id"])
        app.mock_state(hass, app.state.LOADED)
        form = await async_names_form(hass, office.csta_server.port)
        done = await async_enter(
            hass, form, {"phones": [phone.id], "add_phone_book": True}
        )
        assert done["type"] is FlowResultType.CREATE_ENTRY
        entry = done["result"]
        assert [each.data["phones"] for each in entry.subentries.values()] == [
            [phone.id]
        ] * 3
        kind, flow_id = done["next_flow"]
        assert kind is FlowType.CONFIG_FLOW
        assert hass.config_entries.flow.async_get(flow_id)["step_id"] == "phone_book"
        hass.config_entries.flow.async_abort(flow_id)
        await hass.config_entries.async_unload(entry.entry_id)
        app.mock_state(hass, app.state.NOT_LOADED)
