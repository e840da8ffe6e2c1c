"""What events mean for the calls of one device (ECMA-269)."""
