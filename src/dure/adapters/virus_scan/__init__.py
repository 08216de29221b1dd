"""The virus scanner: clamd, asked over a socket with INSTREAM (README.md)."""
