"""The phone book."""
