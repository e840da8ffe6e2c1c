"""Each kind of negative answer, in the dress of each maker's switch, is an error of its own."""

import pytest

from custom_components.telephony.cti.errors import (
    NotSupported,
    OperationRefused,
    PerformanceLimited,
    PrivateDataRefused,
    RefusalCategory,
    RequestRefused,
    SecurityRefused,
    StateIncompatible,
    SubscribedResourceUnavailable,
    SystemResourceUnavailable,
)

from ..dress import DRESSES, ELTEX, Dress
from ..scripted_world import scripted_world

LINE = "725"
KINDS = {
    "operation": ("invalidConnectionID", OperationRefused),
    "security": ("securityViolation", SecurityRefused),
    "stateIncompatibility": ("noActiveCall", StateIncompatible),
    "systemResourceAvailibility": ("resourceBusy", SystemResourceUnavailable),
    "systemResourceAvailability": ("deviceOutOfService", SystemResourceUnavailable),
    "subscribedResourceAvailability": (
        "outstandingReqLimitExceeded",
        SubscribedResourceUnavailable,
    ),
    "performanceManagement": ("performanceLimitExceeded", PerformanceLimited),
    "privateData": ("invalidPrivateData", PrivateDataRefused),
    "privateErrorCode": ("4711", PrivateDataRefused),
    "unspecified": ("generic", RequestRefused),
    "newInAnotherEdition": ("whatever", RequestRefused),
}


def refusal(dress: Dress, error: str) -> Exception:
    """Return what becomes of a HoldCall that the switch answers with this error."""
    with scripted_world(dress) as world:
        world.switch.answers["HoldCall"] = error
        world.start(LINE)
        world.tell(dress.delivered(LINE, LINE, "722", LINE))
        call = world.client.line(LINE).calls[0]
        with pytest.raises(Exception) as caught:  # noqa: PT011  # the tests tell which
            world.run(world.client.hold(LINE, call.call_id))
        return caught.value


@pytest.mark.parametrize("dress", DRESSES, ids=lambda d: d.profile)
@pytest.mark.parametrize("category", KINDS)
def test_each_category_is_an_error_of_its_own_with_the_switchs_code(
    dress: Dress, category: str
) -> None:
    code, kind = KINDS[category]
    error = refusal(dress, dress.error(category, code))
    assert type(error) is kind
    assert isinstance(error, RequestRefused)
    assert (error.service, error.code) == ("HoldCall", code)


def test_every_category_of_ours_can_come() -> None:
    assert {kind.category for _, kind in KINDS.values()} == set(RefusalCategory)


@pytest.mark.parametrize(
    "code", ["privilegeViolationSpecifiedDevice", "securityViolation"]
)
def test_a_missing_permission_is_one_also_among_the_operations_errors(
    code: str,
) -> None:
    assert type(refusal(ELTEX, ELTEX.error("operation", code))) is SecurityRefused


def test_a_service_that_is_not_there_is_not_supported() -> None:
    error = refusal(ELTEX, ELTEX.error("operation", "serviceNotSupported"))
    assert type(error) is NotSupported


@pytest.mark.parametrize("error", ["<operation/>", ""])
def test_a_refusal_without_a_code_is_unspecified(error: str) -> None:
    refused = refusal(ELTEX, ELTEX.message("CSTAErrorCode", error))
    assert isinstance(refused, RequestRefused)
    assert refused.code == "unspecified"
