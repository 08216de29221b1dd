"""The money of a programme, for officers and the ministry, and an executor's own part of it."""
