"""`python -m generator` is the command `booklet`."""

from generator.cli import main

main()
