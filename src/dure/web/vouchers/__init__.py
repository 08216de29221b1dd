"""Pages of vouchers and credit."""
