"""What is done with vouchers: one file an act."""
