"""Pages for reviewers of panels: declare conflicts, then see and score what is left."""
