"""A line as Home Assistant addresses it: which one, may I, do it, follow it, show it."""
