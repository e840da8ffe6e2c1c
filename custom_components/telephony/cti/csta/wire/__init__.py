"""Bytes to events, requests to bytes (ECMA-323)."""
