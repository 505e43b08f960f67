"""Small organisations with a known readiness behind survey, behaviour and nominations."""

import numpy as np
import pandas as pd

from kiemen.network import Network


def organisation(n=200, signal=1.0, seed=1, *, adoptions="times", innovations=2, apart=0) -> tuple[Network, pd.Series]:
    """Give a network and the readiness of each person; `signal` multiplies what can be seen of it.

    Innovations come `apart` periods after each other, or all in the same twelve periods.
    """
    rng = np.random.default_rng(seed)
    ids = [f"p{i:04d}" for i in range(n)]
    ready = rng.normal(size=n)

    def seen(share):
        part = share * signal
        return part * ready + np.sqrt(1 - part**2) * rng.normal(size=n)

    people = pd.DataFrame({"person": ids, "department": [f"d{i % 8}" for i in range(n)]})
    items = pd.DataFrame({"item": [f"q{i}" for i in range(4)], "scale": "innovativeness", "low": 1, "high": 5})
    image = seen(0.6)
    responses = pd.DataFrame(
        [
            {
                "person": ids[i],
                "item": f"q{k}",
                "value": float(np.clip(np.round(3 + image[i] + rng.normal(0, 0.6)), 1, 5)),
            }
            for i in range(n)
            for k in range(4)
            if i % 5
        ]
    )
    repute = seen(0.6)
    named = [rng.choice(n, 2, replace=False, p=np.exp(1.2 * repute) / np.exp(1.2 * repute).sum()) for _ in range(n)]
    ties = [{"source": ids[i], "target": ids[j], "relation": "durft"} for i in range(n) for j in named[i] if i != j]
    deeds = seen(0.6)
    members = [
        {"person": ids[i], "initiative": f"i{m}", "start": pd.Timestamp("2023-01-01") + pd.Timedelta(days=int(day))}
        for m in range(8)
        for day, i in enumerate(np.argsort(-(deeds + rng.normal(size=n)))[: n // 12])
    ]
    tables = {}
    if adoptions != "none":
        rows = []
        for m in range(innovations):
            latent = -0.8 * signal * ready + rng.normal(size=n)
            time = np.floor(np.argsort(np.argsort(latent)) / n * 12) + 1
            for i in range(n):
                if adoptions == "positives":
                    if time[i] <= 3:
                        rows.append({"person": ids[i], "innovation": f"n{m}", "status": "adopted"})
                else:
                    done = time[i] <= 10
                    rows.append(
                        {
                            "person": ids[i],
                            "innovation": f"n{m}",
                            "status": "adopted" if done else "not adopted",
                            "time": time[i] + apart * m if done else np.nan,
                        }
                    )
        tables["adoptions"] = pd.DataFrame(rows)
        tables["innovations"] = pd.DataFrame(
            {"innovation": [f"n{m}" for m in range(innovations)], "first": apart * np.arange(innovations) + 1.0}
        )
    network = Network.from_frames(
        people, pd.DataFrame(ties), items=items, responses=responses, memberships=pd.DataFrame(members), **tables
    )
    return network, pd.Series(ready, index=ids)
