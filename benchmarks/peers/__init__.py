"""Other ways to print the same booklet, each a program of its own or a way to call one."""
