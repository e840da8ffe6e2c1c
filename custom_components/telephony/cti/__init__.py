"""Computer telephony integration: lines and calls of a telephone system, over CSTA or Telestra."""
