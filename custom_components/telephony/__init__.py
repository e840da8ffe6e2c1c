"""Telephony: lines and calls of a telephone system in Home Assistant."""
