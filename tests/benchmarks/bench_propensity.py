"""How well the propensity finds the planted early adopters of the municipality, beside the best that could be done.

The bound is a boosted model trained on forty other organisations from the same generator, with everything that can be
seen of a person: it knows the generator, as no analyst does.

python tests/benchmarks/bench_propensity.py [seeds] [folder]
"""

import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from municipality import read_municipality

import kiemen
from kiemen.adoption.blocks import gather_blocks
from kiemen.adoption.discrimination import auc_components
from kiemen.adoption.evaluation import check_scores
from kiemen.adoption.propensity import score_adopters
from kiemen.errors import KiemenWarning

TRAINING = range(101, 141)


def features(network) -> pd.DataFrame:
    """Give all that can be seen of a person."""
    blocks = gather_blocks(network, scales=None, nominations="durft", wave=None, innovations=None, memberships=True)
    degree = {
        name: np.asarray(network.adjacency(name, weight=None).sum(axis=0)).ravel()
        for name in ("durft", "advies", "samenwerking")
    }
    reached = ((network.adjacency(weight=None, direction="both") > 0).astype(float)) @ (
        network.response() == "answered"
    ).to_numpy(dtype=float)
    return pd.DataFrame(
        {
            **{name: blocks["survey"].detail[name] for name in blocks["survey"].detail},
            "effect": blocks["behaviour"].value,
            "joined": blocks["behaviour"].detail["joined"],
            "rate": blocks["nominations"].value,
            "known_by": reached,
            **degree,
        },
        index=network.ids,
    )


def auc(score, truth) -> float:
    known = ~np.isnan(score)
    return float(auc_components(score[known][:, None], truth[known])[0][0])


def load(folder: Path, seed: int, strength: str):
    place = folder / f"{strength}{seed}"
    if not place.exists():
        kiemen.write_example("gemeente", place, seed=seed, strength=strength)
    network, truth = read_municipality(place)
    return network, truth["early_adopter"].to_numpy() == 1


def main(seeds: int, folder: Path) -> None:
    from sklearn.ensemble import HistGradientBoostingClassifier

    seen = [load(folder, seed, "normal") for seed in TRAINING]
    model = HistGradientBoostingClassifier(max_depth=4, learning_rate=0.05, max_iter=150, min_samples_leaf=60)
    model.fit(pd.concat([features(network) for network, _ in seen]), np.concatenate([truth for _, truth in seen]))
    rows = []
    for strength in ("normal", "weak", "none"):
        for seed in range(1, seeds + 1):
            network, truth = load(folder, seed, strength)
            found = score_adopters(network, uncertainty="none")
            score = -found.table["rank"].reindex(network.ids).to_numpy()
            verdict = check_scores(
                network,
                pd.Series(score, index=network.ids),
                outcome=pd.Series(truth, index=network.ids),
                permutations=1,
            ).verdict
            best = auc(model.predict_proba(features(network))[:, 1], truth) if strength == "normal" else np.nan
            rows.append((strength, auc(score, truth), best, verdict == "better than chance"))
    table = pd.DataFrame(rows, columns=["strength", "auc", "bound", "called better than chance"])
    shown = table.groupby("strength", sort=False).agg(["mean", "sem"])
    print(shown.round(4).to_string())


if __name__ == "__main__":
    warnings.simplefilter("ignore", KiemenWarning)
    where = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20, where)
