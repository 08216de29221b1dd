"""Papers: documents that people keep, sign and hand in, set as PDF, HWPX and xlsx from one model."""
