from tests.journeygraph.conftest import make_command

__all__ = ["make_command"]
