"""What is loaded ahead is what a report loads anyway."""

import subprocess
import sys

SEEN = """
import sys
from kiemen.report.ahead import load_ahead
load_ahead()
before = set(sys.modules)
import kiemen
from kiemen.report.analysis import analyse_network
from kiemen.report.studio import drawn_ahead
network = kiemen.load_example("academie")
found = analyse_network(network, parts=["bridges", "walls"])
dict(drawn_ahead(network, found.results))
kiemen.build_report(network, audience="analyst", **found.results).html()
loaded = {name for name in set(sys.modules) - before if not name.endswith("patheffects")}
print(*sorted({name.partition(".")[0] for name in loaded}))
"""


def test_after_loading_ahead_little_is_left_to_load():
    done = subprocess.run([sys.executable, "-c", SEEN], capture_output=True, text=True, check=True)
    heavy = {"numba", "llvmlite", "scipy", "matplotlib", "PIL", "jinja2", "xlsxwriter"}
    late = set(done.stdout.split()) & heavy
    assert late <= {"PIL"}, late
