"""Figures for the public: what is counted, and what is not shown so that nobody is recognised in it."""
