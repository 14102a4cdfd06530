"""How it looks: theme, templates, HTML."""
