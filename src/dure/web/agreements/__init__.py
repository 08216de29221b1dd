"""Pages of firms that propose to be executors, of who scores them, and of both sides of an agreement."""
