"""Events and calls."""
