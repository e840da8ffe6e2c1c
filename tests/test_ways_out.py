"""A name is words of a stranger: each way out writes it so that it can be nothing but a name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.core import HomeAssistant

from .blueprint import Made, add_phone, async_blueprints, async_use, buttons
from .home import OUTSIDE, Office, async_wait_state, telestra_entry

STATE = "sensor.705_state"
LINES = {"entity_id": [STATE]}
ANNOUNCED = {
    "lines": LINES,
    "speech": "tts.house",
    "speakers": ["media_player.kitchen"],
    "quiet_from": "00:00:00",
    "quiet_to": "00:00:00",
}
READABLE = "+49 30 123456"
NAME = "<b>Ada</b> & [click](http://evil.example) ![](x) *`_"
CONTACT = "Ada <Lovelace>"
BREAKS_OUT = f'Ada” {OUTSIDE} → 705 "or “so'
MARKED_UP = "%3Cb%3E5550100%3C%2Fb%3E@trunk.example"
"""As a SIP address holds it: a user of `<b>5550100</b>`."""
NO_NUMBER = "%20@trunk.example"


@pytest.fixture(params=[False, True], ids=["a stranger", "a contact"])
def is_known(request: pytest.FixtureRequest) -> bool:
    """Return whether the caller stands in the phone book."""
    return bool(request.param)


@pytest.fixture(autouse=True)
async def entry(
    hass: HomeAssistant, office: Office, tmp_path: Path, is_known: bool
) -> AsyncIterator[MockConfigEntry]:
    """Return a connection that is told names, in a Home Assistant with automations."""
    contacts = [{"name": CONTACT, "number": OUTSIDE}] if is_known else []
    made = telestra_entry(office.telestra_server.port, phone_book=contacts)
    async with async_blueprints(hass, tmp_path, made):
        await async_wait_state(hass, STATE, "idle")
        yield made


async def test_the_app_takes_no_name_for_markup(
    hass: HomeAssistant, office: Office, is_known: bool
) -> None:
    device, phone = add_phone(hass)
    inputs = {"lines": LINES, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    office.ring("705", name=NAME)
    shown = await phone.async_next()
    assert shown["message"] == (
        "Ada ‹Lovelace› → 705"
        if is_known
        else f"“‹b›Ada‹/b› & [click](http://evil.example) ![](x) *`_” {READABLE} → 705"
    )
    assert not any(
        word in action
        for action in buttons(shown).values()
        for word in ("Ada", OUTSIDE)
    )


async def test_a_notice_takes_no_name_for_markdown(
    hass: HomeAssistant, office: Office, is_known: bool
) -> None:
    device, phone = add_phone(hass)
    notice = Made(hass, "persistent_notification.create")
    await async_use(hass, "missed_call_notice", {"lines": LINES, "phones": [device]})
    office.ring("705", name=NAME)
    await async_wait_state(hass, STATE, "ringing")
    office.hang_up(OUTSIDE)
    message = (await notice.async_next())["message"]
    if is_known:
        assert message.startswith("Ada ‹Lovelace› → 705\\, ")
    else:
        assert message.startswith(
            r"“‹b›Ada‹\/b› \& \[click\]\(http\:\/\/evil\.example\) \!\[\]\(x\) \*\`\_” "
            rf"\{READABLE} → 705\, "
        )
    told = (await phone.async_next())["message"]
    assert told.startswith("Ada ‹" if is_known else "“‹b›Ada‹/b› & [click]")


async def test_a_voice_takes_no_name_for_markup(
    hass: HomeAssistant, office: Office, is_known: bool
) -> None:
    speech = Made(hass, "tts.speak")
    await async_use(hass, "announce_caller", ANNOUNCED)
    office.ring("705", name=NAME)
    said = (await speech.async_next())["message"]
    assert not {"<", ">", "&"} & set(said)
    assert said == (
        "Ada  Lovelace  is calling."
        if is_known
        else f"b Ada /b    [click](http://evil.example) ![](x) *`_, {READABLE} is calling."
    )


@pytest.mark.parametrize("is_known", [False], indirect=True)
async def test_no_name_leaves_its_quotation_marks_and_no_number_is_markup(
    hass: HomeAssistant, office: Office
) -> None:
    device, phone = add_phone(hass)
    inputs = {"lines": LINES, "phones": [device]}
    await async_use(hass, "incoming_call_notification", inputs)
    office.ring("705", caller=MARKED_UP, name=BREAKS_OUT)
    shown = await phone.async_next()
    assert shown["message"] == (f"“Ada’ {OUTSIDE} → 705 ’or ’so” ‹b›5550100‹/b› → 705")


@pytest.mark.parametrize("is_known", [False], indirect=True)
@pytest.mark.parametrize(
    ("caller", "said"),
    [(MARKED_UP, "Ada,  b 5550100 /b "), (NO_NUMBER, "Somebody unknown")],
    ids=["a number that is markup", "a name without a number"],
)
async def test_what_a_caller_sends_is_never_spoken_like_a_contact(
    hass: HomeAssistant, office: Office, caller: str, said: str
) -> None:
    speech = Made(hass, "tts.speak")
    await async_use(hass, "announce_caller", ANNOUNCED)
    office.ring("705", caller=caller, name="Ada")
    assert (await speech.async_next())["message"] == f"{said} is calling."
