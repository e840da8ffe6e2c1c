"""Lines as Home Assistant addresses them."""
