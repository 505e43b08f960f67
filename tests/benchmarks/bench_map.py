"""Frames a second while the map of a report moves in headless Chromium, without a graphics card.

    python tests/benchmarks/bench_map.py --people 5000 --tries 4

Printed are the size of the page, the seconds to build and write it, and frames a second of panning and of zooming: the
best of some tries, since others may use the machine too.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiemen.report import build_report
from tests.report.browser import Browser, find_browser
from tests.report.conftest import make

MOVE = """new Promise((done) => {
  const map = document.getElementById('map'), start = performance.now();
  let n = 0;
  const step = () => {
    map.dispatchEvent(new KeyboardEvent('keydown', {key: KEY}));
    n += 1;
    if (performance.now() - start > 1500) done(n / 1.5); else requestAnimationFrame(step);
  };
  step();
})"""
KINDS = {"pan": "n % 2 ? 'ArrowLeft' : 'ArrowRight'", "zoom": "n % 40 < 20 ? '+' : '-'"}


def main() -> None:
    """Print a line for the page and one per kind of movement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5_000)
    parser.add_argument("--tries", type=int, default=4)
    options = parser.parse_args()
    if find_browser() is None:
        sys.exit("There is no Chromium here.")
    network = make(options.people, groups=tuple(f"Afdeling {n:02d}" for n in range(40)))
    browser = Browser()
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        report = build_report(network, audience="analyst", language="en", by="department")
        path = report.write_html(Path(folder) / "r.html")
        print(f"{options.people:,} people: {time.perf_counter() - began:.1f} s, {path.stat().st_size / 1e6:.2f} MB")
        browser.open(path)
        for name, key in KINDS.items():
            frames = max(browser.run(MOVE.replace("KEY", key)) for _ in range(options.tries))
            print(f"{name}: {frames:.0f} frames a second")
    browser.close()


if __name__ == "__main__":
    main()
