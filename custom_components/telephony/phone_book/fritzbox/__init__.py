"""Contacts of a FRITZ!Box, by TR-064."""
