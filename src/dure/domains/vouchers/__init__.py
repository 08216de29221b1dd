"""Vouchers and credit (상품권·크레딧): wallets, registered shops, spends, what shops are paid for them."""
