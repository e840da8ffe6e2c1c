"""Callers who write what no phone book holds: each call of theirs shows, with its right number."""
