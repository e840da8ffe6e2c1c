"""What is kept of finished calls."""
