"""Phone numbers and the guard."""
