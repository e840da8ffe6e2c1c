"""The demo: a real Home Assistant beside two simulated telephone systems."""
