"""What a programme file may say: one module a subject, frozen values, no behaviour but look-ups."""
