"""Stands in for a package that must be compiled: Home Assistant imports it when it starts, and the demo hears no sound."""


class MicroVad:
    """Would find speech in what a microphone hears."""
