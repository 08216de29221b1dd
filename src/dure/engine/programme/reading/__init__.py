"""From bytes to a tree that knows the place of every key and value; no meaning yet.

bytes → (encoding) text → (events) tree of nodes → plain document and its places.
"""
