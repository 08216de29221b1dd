"""Pairing (매칭): merchants with people and firms who help them, by points, bounds and wishes."""
