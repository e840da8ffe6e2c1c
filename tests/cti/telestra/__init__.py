"""The Telestra client, through sockets and a virtual world."""
