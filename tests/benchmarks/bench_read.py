"""Reading a tie list of millions of rows, beside DuckDB and polars doing only the read and the group-by.

python tests/benchmarks/bench_read.py --rows 10000000 --ids text

Every engine runs in a process of its own, in turn, after a warm-up: the file is read once, and in the process itself a
list a tenth as long. The fastest of `--times` runs counts. Printed are seconds of the clock and of the processor over
all threads, and the highest memory. The ratio is against the faster of the two peers.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

PAIRS, PEOPLE, CHUNK = 978_000, 100_000, 2_000_000
ENGINES = ("duckdb", "polars", "kiemen")
RUN = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
engine, path, small = sys.argv[1:]
if engine == "duckdb":
    import duckdb
    def work(path):
        query = f"select source, target, sum(weight) as w from read_csv('{path}') group by 1, 2"
        return len(duckdb.sql(query).fetchnumpy()["w"])
elif engine == "polars":
    import polars as pl
    def work(path):
        return len(pl.scan_csv(path).group_by("source", "target").agg(pl.col("weight").sum()).collect())
else:
    import kiemen, duckdb
    read = kiemen.read_ties
    def work(path):
        return read(path).n_ties
work(small)
clock, processor = time.perf_counter(), time.process_time()
ties = work(path)
print(json.dumps({
    "ties": ties, "clock": time.perf_counter() - clock, "processor": time.process_time() - processor,
    "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
}))
"""


def write_list(path: Path, rows: int, *, text: bool) -> None:
    """Write a tie list with about a million different pairs, in random order."""
    rng = np.random.default_rng(1)
    source, target = rng.integers(0, PEOPLE, PAIRS), rng.integers(0, PEOPLE, PAIRS)
    names = np.array([f"p{i}" if text else str(i) for i in range(PEOPLE)], dtype=object)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write("source,target,weight\n")
        for start in range(0, rows, CHUNK):
            pick = rng.integers(0, PAIRS, min(CHUNK, rows - start))
            frame = pd.DataFrame(
                {"s": names[source[pick]], "t": names[target[pick]], "w": rng.integers(1, 5, len(pick))}
            )
            frame.to_csv(out, header=False, index=False)


def run(engine: str, path: Path, small: Path) -> dict[str, float]:
    """Run one engine in a process of its own."""
    command = [sys.executable, "-c", RUN, engine, str(path), str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def main() -> None:
    """Print a line per engine and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--ids", choices=["text", "numbers"], default="text")
    parser.add_argument("--times", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, small = Path(folder) / "ties.csv", Path(folder) / "few.csv"
        write_list(path, options.rows, text=options.ids == "text")
        write_list(small, options.rows // 10, text=options.ids == "text")
        runs = {engine: [] for engine in ENGINES}
        for _ in range(options.times):
            for engine in ENGINES:
                runs[engine].append(run(engine, path, small))
    best = {engine: {key: min(r[key] for r in found) for key in found[0]} for engine, found in runs.items()}
    for engine in ENGINES:
        b = best[engine]
        sys.stdout.write(
            f"{engine:8} {b['ties']:>9,} ties  {b['clock']:6.2f} s  {b['processor']:6.2f} CPU s  {b['MiB']:6,.0f} MiB\n"
        )
    for key in ("clock", "processor"):
        fastest = min(best[engine][key] for engine in ENGINES[:2])
        sys.stdout.write(f"kiemen / faster peer, {key}: {best['kiemen'][key] / fastest:.2f}\n")


if __name__ == "__main__":
    main()
