"""Benefits: what officers grant, merchants have, executors and providers carry out; public titles."""
