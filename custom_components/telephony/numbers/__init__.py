"""What a phone number is, and whether it may be dialed; free of Home Assistant."""
