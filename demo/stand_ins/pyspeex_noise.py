"""Stands in for a package that must be compiled: Home Assistant imports it when it starts, and the demo hears no sound."""


class AudioProcessor:
    """Would take the noise out of what a microphone hears."""
