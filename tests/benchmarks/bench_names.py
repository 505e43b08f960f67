"""Precision and recall of `match_names` on generated Dutch names, over thresholds, and its time beside all pairs.

python tests/benchmarks/bench_names.py ../shared/datasets/dutch_names --people 10000 --written 30000

The folder holds first_names.csv and family_names.csv. The mix of errors is `MIX` in tests/read/name_mix.py, or another
one that the matching was not made with: `--mix OTHER_MIX`. "All pairs" is rapidfuzz's token_sort_ratio of every written
name with every person, cut at 90, as one would do without this.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from kiemen.read.names import match_names

THRESHOLDS = (0.60, 0.75, 0.80, 0.85, 0.90, 0.95, 1.00)


def name_mix():
    """Load the generator of misspelt names."""
    path = Path(__file__).parents[1] / "read" / "name_mix.py"
    spec = importlib.util.spec_from_file_location("name_mix", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["name_mix"] = module
    spec.loader.exec_module(module)
    return module


def draw(folder: Path, people: int, written: int, seed: int, chosen: str = "MIX") -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give a roster and written names with the truth."""
    mix = name_mix()
    given, family = mix.real_names(folder)
    rng = np.random.default_rng(seed)
    colleagues = mix.make_people(people, rng, given, family)
    names = {person.full for person in colleagues}
    strangers = [one for one in mix.make_people(2000, rng, given, family) if one.full not in names]
    typed = mix.make_written(colleagues, written, rng, strangers, getattr(mix, chosen))
    typed["person"] = [f"P{place:06d}" if place >= 0 else "" for place in typed["truth"]]
    roster = pd.DataFrame({"person": [f"P{i:06d}" for i in range(people)], "name": [p.full for p in colleagues]})
    return roster, typed


def quality(table: pd.DataFrame, typed: pd.DataFrame) -> tuple[float, float, float]:
    """Give precision of certain matches, recall of the unambiguous names, and the share on the review list."""
    certain = table["status"] == "certain"
    right = certain & (table["person"] == typed["person"])
    clear = typed["unambiguous"]
    return (
        right.sum() / certain.sum(),
        (right & clear).sum() / clear.sum(),
        float((table["status"] == "doubtful").mean()),
    )


def all_pairs(roster: pd.DataFrame, typed: pd.DataFrame) -> tuple[float, float, float]:
    """Give seconds, precision and recall of taking the best of all pairs."""
    started = time.perf_counter()
    scores = process.cdist(
        typed["written"], roster["name"], scorer=fuzz.token_sort_ratio, score_cutoff=90, dtype=np.uint8
    )
    best = scores.argmax(axis=1)
    found = scores[np.arange(len(typed)), best] > 0
    seconds = time.perf_counter() - started
    right = found & (roster["person"].to_numpy()[best] == typed["person"].to_numpy())
    clear = typed["unambiguous"].to_numpy()
    return seconds, right.sum() / found.sum(), (right & clear).sum() / clear.sum()


def tell(line: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Tell the mix, the curve, the kinds of error and the time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--written", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mix", choices=["MIX", "OTHER_MIX"], default="MIX")
    chosen = parser.parse_args()
    roster, typed = draw(chosen.folder, chosen.people, chosen.written, chosen.seed, chosen.mix)
    tell("mix: " + ", ".join(f"{kind} {share:.0%}" for kind, share in getattr(name_mix(), chosen.mix).items()))
    tell(f"unambiguous: {typed['unambiguous'].mean():.1%}\n\nthreshold  precision  recall  to review")
    for threshold in THRESHOLDS:
        table = match_names(typed["written"], roster, threshold=threshold).table
        precision, recall, review = quality(table, typed)
        tell(f"{threshold:9.2f}  {precision:9.4f}  {recall:6.4f}  {review:9.1%}")
    started, cpu = time.perf_counter(), time.process_time()
    table = match_names(typed["written"], roster).table
    tell(f"\nmatch_names: {time.perf_counter() - started:.1f} s wall, {time.process_time() - cpu:.1f} s CPU")
    certain = table["status"] == "certain"
    rows = pd.DataFrame(
        {"kind": typed["kind"], "certain": certain, "right": certain & (table["person"] == typed["person"])}
    )
    tell(rows.groupby("kind").mean().round(3).to_string())
    if chosen.people * chosen.written <= 5e7:
        seconds, precision, recall = all_pairs(roster, typed)
        tell(f"\nall pairs: {seconds:.1f} s, precision {precision:.4f}, recall {recall:.4f}")


if __name__ == "__main__":
    main()
