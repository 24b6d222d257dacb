"""`python -m generator`: the program `specfold`."""

from generator.cli import main

main()
