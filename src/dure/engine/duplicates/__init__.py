"""Rows that may be the same business, or businesses of the same owner: found, compared and explained.

Nothing is ever merged. A pair has a level of likeness for each field, points that are added up, and a band; a
person decides. Two executors of one meaning: in process for a pair (:mod:`.comparing`), and as SQL over a
table (:mod:`.query`). ``docs/algorithms/duplicates.md`` has the rule with a worked example.
"""
