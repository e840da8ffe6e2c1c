"""What users of other telephony integrations complained about: each is a test here."""
