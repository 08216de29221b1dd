"""Pages of diagnosis (진단) for those who fill forms in: merchants for themselves, experts after a visit."""
