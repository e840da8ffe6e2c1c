"""What an event, a line and a start cost, beside the least that they could cost."""
