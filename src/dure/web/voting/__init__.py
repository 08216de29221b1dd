"""Pages of public votes: candidates, the way of a ballot, the list and the result; officers' pages."""
