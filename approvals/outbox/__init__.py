"""Side effects: their queue, the worker, and the incidents of those that failed for good."""
