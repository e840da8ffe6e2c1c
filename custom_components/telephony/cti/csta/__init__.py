"""CSTA phase III over TCP, as a client of a switch (ECMA-269, ECMA-323, ECMA-354)."""

from .profiles import PROFILES, Profile
from .settings import CstaSettings
from .system import CstaSystem

__all__ = ["PROFILES", "CstaSettings", "CstaSystem", "Profile"]
