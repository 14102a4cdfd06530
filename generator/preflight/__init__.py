"""A laid-out sheet or a finished PDF → findings. What fails is not written."""
