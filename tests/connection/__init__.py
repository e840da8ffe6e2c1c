"""One connection at work."""
