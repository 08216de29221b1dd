"""The outside world: one folder a third party, with client, types and stub server."""
