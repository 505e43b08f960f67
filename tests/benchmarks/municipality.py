"""Read a generated municipality straight into a Network, with the names resolved by the truth.

Only for measuring scores: reading and matching are measured elsewhere.
"""

from pathlib import Path

import pandas as pd

from kiemen.datasets.questions import NAME_QUESTIONS, SCALES
from kiemen.network import Network


def read_municipality(folder: Path, wave: str = "meting 1") -> tuple[Network, pd.DataFrame]:
    """Give the network of one wave and the truth per person."""
    staff = _csv(folder / "medewerkers.csv")
    staff = staff[staff["Bezwaar"] == ""]
    people = pd.DataFrame(
        {
            "person": staff["Personeelsnummer"],
            "name": staff["Naam"],
            "department": staff["Afdeling"],
            "team": staff["Team"],
            "tenure": 2025 - pd.to_numeric(staff["Datum in dienst"].str[-4:]),
        }
    )
    number = dict(zip(staff["Enquêtecode"], staff["Personeelsnummer"], strict=True))
    file = "vragenlijst_meting1.csv" if wave == "meting 1" else "vragenlijst_meting2.csv"
    answers = _csv(folder / file)
    answers["person"] = answers["token"].map(number)
    answers = answers[answers["person"].notna() & (answers["toestemming"] == "Y")]
    columns = {
        column: (scale.name, place in scale.reversed)
        for scale in SCALES
        for place, column in enumerate(scale.columns(), start=1)
    }
    responses = answers.melt(id_vars="person", value_vars=list(columns), var_name="item", value_name="code")
    responses = responses[responses["code"] != ""]
    items = pd.DataFrame(
        [
            {"item": item, "scale": scale, "low": 1, "high": 5, "reversed": turned}
            for item, (scale, turned) in columns.items()
        ]
    )
    status = pd.Series("not answered", index=people["person"])
    status[status.index.isin(answers["person"])] = "answered"
    joined = _csv(folder / "deelnames.csv")
    joined = joined[joined["Deelnemer"].isin(people["person"])]
    network = Network.from_frames(
        people,
        _ties(folder, answers, wave, set(people["person"])),
        relations=pd.DataFrame({"relation": [q.relation for q in NAME_QUESTIONS[:3]], "directed": True, "asked": True}),
        items=items,
        responses=pd.DataFrame(
            {"person": responses["person"], "item": responses["item"], "value": responses["code"].str[1:].astype(float)}
        ),
        participation=pd.DataFrame({"person": status.index, "status": status.to_numpy()}),
        memberships=pd.DataFrame(
            {
                "person": joined["Deelnemer"],
                "initiative": joined["Initiatief"],
                "role": joined["Rol"],
                "start": pd.to_datetime(joined["Sinds"], dayfirst=True),
            }
        ),
    )
    truth = pd.read_csv(folder / "truth" / "people.csv", dtype={"person": str}).set_index("person")
    return network, truth.reindex(network.ids)


def _ties(folder: Path, answers: pd.DataFrame, wave: str, known: set[str]) -> pd.DataFrame:
    names = _csv(folder / "truth" / "names.csv", ",")
    names = names[names["wave"] == wave]
    who = dict(zip(answers["id"], answers["person"], strict=True))
    codes = {question.code: question.relation for question in NAME_QUESTIONS}
    ties = pd.DataFrame(
        {
            "source": names["response"].map(who),
            "target": names["person"],
            "relation": names["column"].str.split("[").str[0].map(codes),
        }
    )
    return ties[ties["source"].notna() & ties["target"].isin(known)].drop_duplicates()


def _csv(path: Path, separator: str = ";") -> pd.DataFrame:
    return pd.read_csv(path, sep=separator, dtype=str, keep_default_na=False, encoding="utf-8-sig")
