"""Very many calls with a real Home Assistant, over real sockets, with cuts: scripts/soak."""
