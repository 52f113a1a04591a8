"""`python -m journeygraph` is the command."""

from journeygraph.cli import main

main()
