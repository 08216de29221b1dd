"""Referrals on pages: what a merchant asks of another body, what officers hand over and are answered."""
