"""scripts/setup on machines that lack something; nothing is fetched from the network."""
