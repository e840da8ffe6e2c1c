"""The CSTA client, through sockets and in memory."""
