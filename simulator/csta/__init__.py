"""The CSTA side of the simulated exchange."""

from .connection import CstaConnection
from .front_end import CstaFrontEnd
from .options import CstaOptions
from .profiles import PROFILES, DeviceForm, Profile

__all__ = [
    "PROFILES",
    "CstaConnection",
    "CstaFrontEnd",
    "CstaOptions",
    "DeviceForm",
    "Profile",
]
