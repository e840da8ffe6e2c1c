"""Peers that mean harm, against the whole integration in a real Home Assistant."""
