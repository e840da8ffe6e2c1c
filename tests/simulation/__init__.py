"""A simulated world: the exchange, both front-ends and our clients on a virtual clock."""
