"""All that crosses to the window: events, replies, requests, settings and errors. Imports nothing of ours."""
