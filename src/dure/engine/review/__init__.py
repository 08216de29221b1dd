"""Review: scores on a rubric, several reviewers' scores made one, reviewers spread evenly over cases."""
