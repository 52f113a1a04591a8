"""What the background process runs: python -m graph_store.local CACHE."""

import sys
from pathlib import Path

from graph_store.local.training import main

if __name__ == "__main__":
    main(Path(sys.argv[1]))
