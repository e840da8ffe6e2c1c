"""Tests of the protocols and of what they share."""
