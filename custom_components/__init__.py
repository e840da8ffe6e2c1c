"""The integration, where Home Assistant and HACS look for it."""
