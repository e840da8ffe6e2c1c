"""A phone system that a gateway has put on an MQTT broker: the same lines, seen from there."""

from .settings import GatewaySettings, MqttSettings
from .system import GatewaySystem

__all__ = ["GatewaySettings", "GatewaySystem", "MqttSettings"]
