"""CSTA phase III over TCP, as a client of a switch (ECMA-269, ECMA-323, ECMA-354)."""

from .dialect import Dialect
from .discovery import Discovery, find_dialect
from .profiles import PROFILES, Profile
from .settings import CstaSettings
from .system import CstaSystem

__all__ = [
    "PROFILES",
    "CstaSettings",
    "CstaSystem",
    "Dialect",
    "Discovery",
    "Profile",
    "find_dialect",
]
