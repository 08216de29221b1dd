"""Benefits as arithmetic: who is granted what, who gets a scarce place, what is left of a credit."""
