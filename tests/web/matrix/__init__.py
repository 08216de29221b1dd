"""Who may open what, a file an audience: ROWS of addresses, and ``world``, which makes what they need."""
