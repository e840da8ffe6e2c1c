"""Bytes that nobody would send, found by what code they reach: scripts/fuzz."""
