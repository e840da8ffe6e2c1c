"""Recordings of phone systems, played to the client: a file dropped here is a test."""
