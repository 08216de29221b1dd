"""Work that is done after an act, by the worker: one file a subject, one domain call, safe to repeat."""
