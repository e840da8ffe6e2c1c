# Home Assistant puts probatio in voluptuous' place; so do the types.
from probatio import *  # noqa: F403
