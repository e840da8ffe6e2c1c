"""Whose number is it."""
