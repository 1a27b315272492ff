"""What a worker has done before its first request."""

import subprocess
import sys

STARTED = """
import gc, sys
from concentric.config.asgi import application
print("concentric.casework.live.views" in sys.modules, sum(map(len, map(gc.get_objects, range(3)))))
"""


def test_a_worker_has_loaded_its_views_and_leaves_the_collector_nothing_to_walk() -> None:
    command = [sys.executable, "-W", "ignore", "-c", STARTED]
    loaded, walked = subprocess.run(command, capture_output=True, check=True, text=True).stdout.split()
    assert loaded == "True"
    assert int(walked) < 1_000
