"""mutmut, but for its operator on string literals: wording is no logic, and a test of its own guards the catalogue."""

from mutmut.__main__ import cli
from mutmut.mutation.mutators import mutation_operators, operator_string

mutation_operators[:] = [each for each in mutation_operators if each[1] is not operator_string]

if __name__ == "__main__":
    cli()
