"""Pages for executors' staff: their desk, nominations, their own applicants, scores."""
