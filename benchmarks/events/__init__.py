"""The way of events, measured against the WebSocket it has replaced: both in one window, in one run."""
