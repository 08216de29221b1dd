"""Template libraries: amounts and dates, masks of personal data, form controls."""
