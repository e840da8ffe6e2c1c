"""The gateway, as a process of its own, against real brokers on 127.0.0.1."""
