"""Names that several files of the integration share."""

from typing import Final

DOMAIN: Final = "telephony"

SUBENTRY_LINE: Final = "line"
SUBENTRY_GROUP: Final = "group"

# Entry data
CONF_CA_CERTIFICATE: Final = "ca_certificate"
CONF_DEVICE_FORM: Final = "device_form"
CONF_EDITION: Final = "edition"
CONF_LOGIN_FIELDS: Final = "login_fields"
CONF_PREFIX: Final = "prefix"
CONF_PROFILE: Final = "profile"
CONF_START: Final = "start"
CONF_SWITCH_CONNECTION: Final = "switch_connection"
CONF_SYSTEM: Final = "system"
CONF_TLS: Final = "tls"
CONF_VERIFY_CERTIFICATE: Final = "verify_certificate"

# Subentry data
CONF_LINES: Final = "lines"
CONF_NUMBER: Final = "number"
CONF_PERSONS: Final = "persons"
CONF_PHONES: Final = "phones"
CONF_SERVER: Final = "server"

# A phone book's data and options
CONF_ADDRESS_BOOKS: Final = "address_books"
CONF_BASE: Final = "search_base"
CONF_CONNECTION: Final = "connection"
CONF_CONTACTS: Final = "contacts"
CONF_ENCRYPTION: Final = "encryption"
CONF_FILTER: Final = "filter"
CONF_ORDER: Final = "order"
CONF_REFRESH_MINUTES: Final = "refresh_minutes"
CONF_STORE: Final = "store"

# Options
CONF_ALLOWED_NUMBERS: Final = "allowed_numbers"
CONF_AREA_CODE: Final = "area_code"
CONF_ASSIST_MAY_DIAL: Final = "assist_may_dial"
CONF_BLOCKED_CALLS: Final = "blocked_calls"
CONF_BLOCKED_CALLS_TO: Final = "blocked_calls_to"
CONF_BLOCKED_CONTACT_GROUPS: Final = "blocked_contact_groups"
CONF_BLOCKED_NUMBERS: Final = "blocked_numbers"
CONF_CALL_LOG_DAYS: Final = "call_log_days"
CONF_CALL_LOG_SIZE: Final = "call_log_size"
CONF_CALLS_PER_MINUTE: Final = "calls_per_minute"
CONF_COST_CLASSES_ALLOWED: Final = "cost_classes_allowed"
CONF_EMERGENCY_NUMBERS_ALLOWED: Final = "emergency_numbers_allowed"
CONF_INSTALL_BLUEPRINTS: Final = "install_blueprints"
CONF_INSTALL_SENTENCES: Final = "install_sentences"
CONF_INTERNATIONAL_PREFIX: Final = "international_prefix"
CONF_LAST_DIGITS: Final = "last_digits"
CONF_MISSED_MIN_RING_SECONDS: Final = "missed_min_ring_seconds"
CONF_MONITOR_PAUSE_MS: Final = "monitor_pause_ms"
CONF_MONITOR_WINDOW: Final = "monitor_window"
CONF_OUTSIDE_CALLS_AT_ONCE: Final = "outside_calls_at_once"
CONF_OUTSIDE_CALLS_PER_DAY: Final = "outside_calls_per_day"
CONF_OUTSIDE_PREFIX: Final = "outside_prefix"
CONF_PHONE_BOOK: Final = "phone_book"
"""Where 0.1.0 kept a connection's contacts by hand, which are a phone book of their own now."""
CONF_ROUTE_DEVICES: Final = "route_devices"
CONF_ROUTE_SECONDS: Final = "route_seconds"
CONF_SHORT_NUMBER_LENGTH: Final = "short_number_length"
CONF_SHOW_INCOMING_POPUP: Final = "show_incoming_popup"

# A contact of the phone book, beside its number and name
CONF_GROUPS: Final = "groups"
CONF_PERSON: Final = "person"
CONF_SPOKEN: Final = "spoken"

DEFAULT_CALL_LOG_DAYS: Final = 0
DEFAULT_CALL_LOG_SIZE: Final = 200
DEFAULT_CALLS_PER_MINUTE: Final = 30
DEFAULT_LAST_DIGITS: Final = 7
DEFAULT_MISSED_MIN_RING_SECONDS: Final = 0
DEFAULT_MONITOR_PAUSE_MS: Final = 0
DEFAULT_MONITOR_WINDOW: Final = 32
DEFAULT_ORDER: Final = 10
DEFAULT_OUTSIDE_CALLS_AT_ONCE: Final = 10
DEFAULT_OUTSIDE_CALLS_PER_DAY: Final = 500
DEFAULT_REFRESH_MINUTES: Final = 60
DEFAULT_ROUTE_SECONDS: Final = 0.8
DEFAULT_SHORT_NUMBER_LENGTH: Final = 4
