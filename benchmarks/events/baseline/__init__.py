"""What was replaced, as it was: a server in a process of its own that broadcasts through a WebSocket."""
