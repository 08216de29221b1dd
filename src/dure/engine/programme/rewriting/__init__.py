"""A programme file with one part changed, everything else to the letter: comments, order, layout.

Only what is asked for is replaced in the text. What comes out is read again, and must be the old document
with this one change and the same comments; where that cannot be done, nothing is changed and the officer is
told.
"""

from dure.engine.programme.rewriting.items import with_item, with_order, without_item
from dure.engine.programme.rewriting.keys import with_keys

__all__ = ["with_item", "with_keys", "with_order", "without_item"]
