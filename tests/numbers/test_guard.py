"""Nobody dials who must not, and what may be dialled is dialled the way the switch wants it."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.telephony.numbers.guard import NumberRefused
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.translation import async_load_integrations

from ..home import Office

RUSSIA = {"outside_prefix": "9", "international_prefix": "810"}


def set_options(hass: HomeAssistant, entry: MockConfigEntry, **options: Any) -> None:
    """Change the options of a connection."""
    hass.config_entries.async_update_entry(entry, options=options)


def refused(entry: MockConfigEntry, number: str | int) -> str | None:
    """Return why a number is refused."""
    with pytest.raises(NumberRefused) as error:
        entry.runtime_data.guard.admit(number)
    return error.value.reason


async def async_call(hass: HomeAssistant, number: str) -> None:
    """Call a number from line 700."""
    await hass.services.async_call(
        "telephony",
        "make_call",
        {"entity_id": "sensor.line_700_state", "number": number},
        blocking=True,
    )


# How a number is written


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+49 (30) 123-45/67", "+49301234567"),
        ("030.123 45 67", "0301234567"),
        ("+49\u00a030\u2009123\u20114567", "+49301234567"),
        (5551234, "5551234"),
        (" 700 ", "700"),
        ("7 0-0", "700"),
        (700, "700"),
    ],
)
async def test_numbers_are_dialled_as_people_write_them(
    csta: MockConfigEntry, number: str | int, dialled: str
) -> None:
    assert csta.runtime_data.guard.admit(number) == dialled


@pytest.mark.parametrize(
    "number", ["", " ", "+", "abc", "700a", "7+00", "++49", "1" * 33, "70,0", "٧٠٠"]
)
async def test_what_is_no_number_is_refused(csta: MockConfigEntry, number: str) -> None:
    assert refused(csta, number) == "invalid_number"


async def test_an_account_is_dialled_by_its_name(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    csta.runtime_data.system.add_line("account-1")

    assert csta.runtime_data.guard.admit("account-1") == "account-1"
    assert refused(csta, "account-2") == "invalid_number"


async def test_a_refusal_names_the_line_and_what_is_allowed(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    await async_load_integrations(hass, {"telephony"})
    with pytest.raises(ServiceValidationError) as error:
        await async_call(hass, "abc")

    assert str(error.value) == (
        "Line 700: this isn't a phone number. Enter at most 32 characters: "
        "digits, * and #, with a + at the beginning if needed"
    )


# How the switch dials out


@pytest.mark.parametrize(
    ("number", "dialled"),
    [
        ("+7 900 123-45-67", "981079001234567"),
        ("8 900 123 45 67", "989001234567"),
        ("700", "700"),
        ("4321", "4321"),
        ("9 8 900 123 45 67", "989001234567"),
        (79001234567, "981079001234567"),
        ("79001234567", "979001234567"),
        ("2222333", "92222333"),
    ],
)
async def test_prefixes_are_put_before_outside_numbers(
    hass: HomeAssistant, csta: MockConfigEntry, number: str | int, dialled: str
) -> None:
    await hass.config.async_update(country="RU")
    set_options(hass, csta, **RUSSIA)

    assert csta.runtime_data.guard.admit(number) == dialled


async def test_without_an_international_prefix_the_plus_stays(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, outside_prefix="0")

    assert csta.runtime_data.guard.admit("+49301234567") == "+49301234567"


async def test_a_whole_number_that_is_a_national_one_gets_no_plus(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    await hass.config.async_update(country="US")
    set_options(hass, csta, international_prefix="011")

    assert csta.runtime_data.guard.admit(2025550101) == "2025550101"
    assert csta.runtime_data.guard.admit(4930123456) == "0114930123456"


async def test_a_line_is_dialled_without_prefixes_however_long_it_is(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, short_number_length=2, outside_prefix="9")

    assert csta.runtime_data.guard.admit("700") == "700"
    assert csta.runtime_data.guard.admit("799") == "9799"


# What may be dialled


@pytest.mark.parametrize(
    "number", ["+79001234567", "8 900 1234567", "9 8 900 1234567", 79001234567]
)
async def test_a_pattern_fits_a_number_in_whatever_spelling(
    hass: HomeAssistant, csta: MockConfigEntry, number: str | int
) -> None:
    await hass.config.async_update(country="RU")
    set_options(hass, csta, **RUSSIA, blocked_numbers="+7 900*")
    assert refused(csta, number) == "number_blocked"

    set_options(hass, csta, **RUSSIA, allowed_numbers="+7 900*")
    assert csta.runtime_data.guard.admit(number)

    set_options(hass, csta, **RUSSIA, allowed_numbers="+7901*\n8800*")
    assert refused(csta, number) == "number_not_allowed"


async def test_a_number_that_dials_abroad_by_hand_is_blocked_like_its_plus(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, **RUSSIA, blocked_numbers="+1*")

    assert refused(csta, "810 1 202 555 0101") == "number_blocked"
    assert csta.runtime_data.guard.admit("810 49 30 123456")


async def test_a_blocked_number_is_not_reached_by_a_feature_code(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    codes = {"allowed_numbers": "*21*"}
    set_options(hass, csta, blocked_numbers="0900*", **codes)

    assert refused(csta, "*21*0900123456#") == "number_blocked"
    assert csta.runtime_data.guard.admit("*21*0800123456#")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("*21*98107900123#", "number_blocked"), ("*21*9112#", "emergency_number")],
)
async def test_prefixes_within_a_feature_code_do_not_hide_a_number(
    hass: HomeAssistant, csta: MockConfigEntry, code: str, reason: str
) -> None:
    await hass.config.async_update(country="RU")
    codes = {"allowed_numbers": "*21*"}
    set_options(hass, csta, **RUSSIA, blocked_numbers="+7900*", **codes)

    assert refused(csta, code) == reason
    assert csta.runtime_data.guard.admit("*21*98107901123#")


async def test_a_pattern_without_a_star_is_the_whole_number(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, allowed_numbers="722\n\n 70 0 ")

    assert csta.runtime_data.guard.admit("722") == "722"
    assert csta.runtime_data.guard.admit("700") == "700"
    assert refused(csta, "7222") == "number_not_allowed"
    assert refused(csta, "701") == "number_not_allowed"


# Emergency numbers


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("RU", "112"),
        ("RU", 103),
        ("RU", "9 112"),
        ("RU", "9112"),
        ("RU", "11255555"),
        ("DE", "110"),
        ("US", "911"),
        ("GB", "999"),
        (None, "112"),
        (None, "000"),
    ],
)
async def test_emergency_numbers_need_to_be_allowed(
    hass: HomeAssistant,
    csta: MockConfigEntry,
    country: str | None,
    number: str | int,
) -> None:
    hass.config.country = country
    set_options(hass, csta, outside_prefix="9")
    assert refused(csta, number) == "emergency_number"

    set_options(hass, csta, outside_prefix="9", emergency_numbers_allowed=True)
    assert csta.runtime_data.guard.admit(number)


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("US", "*21*911#"),
        ("US", "*67911"),
        ("US", "1167911"),
        ("DE", "+112"),
        ("DE", "+49112"),
        ("DE", "0049 110"),
        ("DE", "*31#112"),
        ("DE", "01013110"),
        ("DE", "9 01013 112 55"),
        ("AU", "1831000"),
        (None, "999"),
        (None, "9 119"),
    ],
)
async def test_no_disguise_reaches_the_emergency_services(
    hass: HomeAssistant, csta: MockConfigEntry, country: str | None, number: str
) -> None:
    hass.config.country = country
    set_options(hass, csta, outside_prefix="9", allowed_numbers="*6*\n*2*\n*3*")
    assert refused(csta, number) == "emergency_number"


@pytest.mark.parametrize("number", ["01 12 34 56 78", "+33 1 12 34 56 78"])
async def test_an_area_that_begins_like_an_emergency_number_is_called(
    hass: HomeAssistant, csta: MockConfigEntry, number: str
) -> None:
    """Central Paris, for one."""
    await hass.config.async_update(country="FR")
    assert csta.runtime_data.guard.admit(number)


@pytest.mark.parametrize("number", ["*21#", "**610", "#31#030123456", "*72030123456"])
async def test_codes_need_a_pattern_that_holds_their_sign(
    hass: HomeAssistant, csta: MockConfigEntry, number: str
) -> None:
    assert refused(csta, number) == "service_code"
    set_options(hass, csta, allowed_numbers="6*\n7*\n0*\n2*\n3*")
    assert refused(csta, number) == "service_code"
    set_options(hass, csta, allowed_numbers=f"{number[:2]}*\n#*\n*2*\n*72*\n**6*")
    assert csta.runtime_data.guard.admit(number) == number
    assert csta.runtime_data.guard.admit("722") == "722"


async def test_a_code_does_not_fit_a_pattern_of_digits(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, allowed_numbers="030*")
    assert csta.runtime_data.guard.admit("030123456")
    assert refused(csta, "030123456#") == "service_code"


@pytest.mark.parametrize("number", ["0", "00", "000", "0 00"])
async def test_a_prefix_alone_is_no_number(
    hass: HomeAssistant, csta: MockConfigEntry, number: str
) -> None:
    """A dial tone would be had, and digits sent into it would dial."""
    await hass.config.async_update(country="DE")
    set_options(hass, csta, outside_prefix="0", international_prefix="00")
    assert refused(csta, number) == "prefix_only"


async def test_a_prefix_that_the_plan_puts_before_nothing_is_no_number(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    await hass.config.async_update(country="RU")
    set_options(hass, csta, **RUSSIA, short_number_length=2)
    assert {refused(csta, number) for number in ("810", "9810", "98", "981")} == {
        "prefix_only"
    }


@pytest.mark.parametrize(
    "pattern", ["+49 30 5551234", "030 5551234", "+49 30 5551*", "5551234", "55512*"]
)
@pytest.mark.parametrize(
    "number", ["5551234", "0 5551234", "030 5551234", "+49 30 5551234", "5551234 99"]
)
async def test_a_number_of_the_own_area_is_blocked_with_and_without_its_code(
    hass: HomeAssistant, csta: MockConfigEntry, pattern: str, number: str
) -> None:
    await hass.config.async_update(country="DE")
    options = {"outside_prefix": "0", "international_prefix": "00"}
    set_options(hass, csta, **options, area_code="030", blocked_numbers=pattern)
    assert refused(csta, number) == "number_blocked"
    assert csta.runtime_data.guard.admit("5559876") == "05559876"
    assert csta.runtime_data.guard.admit("089 5551234") == "00895551234"


async def test_a_pattern_of_internal_numbers_says_nothing_of_the_own_area(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    await hass.config.async_update(country="DE")
    set_options(hass, csta, area_code="030", blocked_numbers="7*")
    assert refused(csta, "711") == "number_blocked"
    assert csta.runtime_data.guard.admit("030 7551234")


@pytest.mark.parametrize("pattern", ["0900*", "+49900*", "0049 900*", "0900 1123456"])
@pytest.mark.parametrize(
    "number",
    [
        "0900 1123456",
        "+49 900 1123456",
        "+49 (0)900 1123456",
        "0049 900 1123456 99",
        "0 0900 1123456",
        "000499001123456",
        "01013 0900 1123456",
        "0 010088 0900 1123456",
        "#31#09001123456",
        "*21*09001123456#",
    ],
)
async def test_a_blocked_number_is_blocked_however_it_is_dialed(
    hass: HomeAssistant, csta: MockConfigEntry, pattern: str, number: str
) -> None:
    await hass.config.async_update(country="DE")
    options = {"outside_prefix": "0", "international_prefix": "00"}
    codes = "#31#*\n*21*"
    set_options(hass, csta, **options, blocked_numbers=pattern, allowed_numbers=codes)
    assert refused(csta, number) == "number_blocked"
    assert csta.runtime_data.guard.admit("030 123456") == "0030123456"


@pytest.mark.parametrize("number", ["1120", "1034", "700", "7112", "0301122334"])
async def test_what_only_looks_like_an_emergency_number_is_dialled(
    hass: HomeAssistant, csta: MockConfigEntry, number: str
) -> None:
    await hass.config.async_update(country="DE")

    assert csta.runtime_data.guard.admit(number) == number


async def test_a_line_of_the_switch_is_no_emergency_number(
    hass: HomeAssistant, csta: MockConfigEntry
) -> None:
    await hass.config.async_update(country="DE")
    csta.runtime_data.system.add_line("112")

    assert csta.runtime_data.guard.admit("112") == "112"


# How much may be dialled


async def test_no_more_is_dialled_in_a_minute_than_may_be(
    hass: HomeAssistant, csta: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    set_options(hass, csta, calls_per_minute=2)
    guard = csta.runtime_data.guard
    guard.admit("701")
    assert refused(csta, "nobody") == "invalid_number"
    freezer.tick(59)
    guard.admit("702")
    assert refused(csta, "703") == "too_many_calls"
    freezer.tick(1)
    guard.admit("703")
    assert refused(csta, "704") == "too_many_calls"


async def test_a_refused_number_is_logged_once_and_without_the_number(
    hass: HomeAssistant, csta: MockConfigEntry, caplog: pytest.LogCaptureFixture
) -> None:
    set_options(hass, csta, blocked_numbers="0900*")
    caplog.clear()
    with pytest.raises(ServiceValidationError):
        await async_call(hass, "0900123456")

    (record,) = [
        each
        for each in caplog.records
        if each.name.startswith("custom_components") and each.levelname != "DEBUG"
    ]
    assert record.levelname == "WARNING"
    assert record.message == (
        "A number was not dialed on demo.local at 127.0.0.1: number_blocked"
    )


async def test_the_guard_stands_before_a_call(
    hass: HomeAssistant, office: Office, csta: MockConfigEntry
) -> None:
    set_options(hass, csta, blocked_numbers="703")
    with pytest.raises(ServiceValidationError):
        await async_call(hass, "703")

    assert not office.exchange.calls
