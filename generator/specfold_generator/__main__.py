"""`python -m generator`: the program `specfold`."""

from specfold_generator.cli.main import main

main()
