"""Judging on a Spark cluster; only the extra ``spark`` brings what this needs."""
