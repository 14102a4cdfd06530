"""What is said: YAML read with its places, typed, loaded and cross-checked."""
