"""A simulated telephone exchange that speaks CSTA and Telestra."""
