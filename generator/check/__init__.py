"""Everything about the content that can be known without printing."""
