"""Payments: batches of transfers, payees and their accounts, what was withheld, and one's own payments."""
