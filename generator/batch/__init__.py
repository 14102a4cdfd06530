"""Many booklets: the plan, the workers, the manifest."""
