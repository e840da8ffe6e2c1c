"""A simulated phone system that speaks CSTA and Telestra."""
