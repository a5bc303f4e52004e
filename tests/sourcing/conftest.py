from tests.consolidation.conftest import browse

__all__ = ["browse"]
