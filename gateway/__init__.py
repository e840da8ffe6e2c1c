"""A gateway between phone systems and an MQTT broker: python -m gateway CONFIG.toml.

It watches lines through the same clients as Home Assistant's integration, publishes what they show
to a broker (MQTT 3.1.1), and takes commands from it. It runs without Home Assistant.
"""
