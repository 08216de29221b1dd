"""The ledger of a programme, for officers, the ministry and settlement accountants: read, never written."""
