"""Pages of claims: claimants, officers, settlement accountants."""
