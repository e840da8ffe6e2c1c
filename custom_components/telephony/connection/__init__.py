"""One config entry at work: its settings, its protocol, its lines and who listens to them."""
