"""Departments with more barriers than chance, and barriers that lie close together."""

import numpy as np
import pandas as pd
import pytest

from kiemen.diagnosis.barriers import blocked_departments, clustered_barriers, obstacle_scores
from tests.diagnosis.scenes import organisation, scene_of, with_scale


def answered(seed, shift):
    network = organisation(seed)
    rng = np.random.default_rng(seed)
    values = pd.Series(np.clip(rng.normal(3, 0.8, 120), 1, 5), index=network.ids)
    values[network.groups() == "B"] = (values[network.groups() == "B"] + shift).clip(1, 5)
    values.iloc[::7] = np.nan
    return with_scale(network, "barriers", values)


def test_a_planted_department_is_found():
    network = answered(1, 1.2)
    scene = scene_of(network)
    found = blocked_departments(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))
    p = {one.group: one.p for one in found}
    assert p["B"] < 0.001
    assert min(p[g] for g in "ACD") > 0.05
    assert all(one.members == () for one in found)  # barriers are nobody's but the group's


def test_room_counts_against_barriers():
    network = answered(1, 0.0)
    room = pd.Series(3.0, index=network.ids)
    room[network.groups() == "C"] = 1.0
    room.iloc[::9] = 4.0
    scene = scene_of(with_scale(network, "room", room))
    scores = obstacle_scores(scene, {"barriers": "barriers", "room": "room"}, None)
    found = {one.group: one.p for one in blocked_departments(scene, scores)}
    assert found["C"] == min(found.values())


def test_without_difference_few_are_found():
    hits, tests = 0, 0
    for seed in range(60):
        scene = scene_of(answered(seed, 0.0), seed=seed, times=99)
        found = blocked_departments(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))
        hits += sum(one.p <= 0.05 for one in found)
        tests += len(found)
    assert tests == 240
    assert hits <= 24  # 12 expected; 24 is beyond the 99.9th percentile of a binomial with 5 %


def test_clustering_is_seen_where_neighbours_agree():
    network = organisation(3)
    graph = network.adjacency(direction="both")
    rng = np.random.default_rng(3)
    start = rng.normal(0, 1, 120)
    near = start + 2 * np.asarray(graph @ start) / np.maximum(np.diff(graph.indptr), 1)
    values = pd.Series(np.clip(3 + near, 1, 5), index=network.ids)
    scene = scene_of(with_scale(network, "barriers", values))
    one = clustered_barriers(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))[0]
    assert one.p < 0.05
    shuffled = with_scale(network, "barriers", pd.Series(rng.permutation(values), index=network.ids))
    scene = scene_of(shuffled)
    assert clustered_barriers(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))[0].p > 0.05


def test_too_few_answers_say_nothing():
    network = organisation(0)
    values = pd.Series(np.nan, index=network.ids)
    values.iloc[:4] = [1, 2, 3, 4]
    scene = scene_of(with_scale(network, "barriers", values))
    scores = obstacle_scores(scene, {"barriers": "barriers"}, None)
    assert blocked_departments(scene, scores) == []
    assert clustered_barriers(scene, scores) == []
    assert np.isnan(obstacle_scores(scene, {}, None)).all()


def test_z_scores_by_hand():
    network = organisation(0, sizes=(2, 2), inside=1.0)
    values = pd.Series([1.0, 1.0, 3.0, 3.0], index=network.ids)
    scene = scene_of(with_scale(network, "barriers", values))
    assert obstacle_scores(scene, {"barriers": "barriers"}, None) == pytest.approx([-1, -1, 1, 1])


def test_a_group_with_fewer_barriers_is_not_said_to_meet_more():
    network = organisation(1, sizes=(20, 20))
    values = pd.Series({person: 5.0 if person[0] == "a" else 1.0 for person in network.ids})
    values.iloc[::7] = 3.0
    scene = scene_of(with_scale(network, "barriers", values))
    more, fewer = blocked_departments(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))
    assert "people of A meet more barriers" in more.evidence.say("en")
    assert "people of B do not meet more barriers" in fewer.evidence.say("en")


def test_barriers_do_not_cluster_where_all_are_tied_to_all():
    network = organisation(2, sizes=(6, 6), inside=1.0, outside=1.0)
    values = pd.Series(np.random.default_rng(3).integers(1, 6, 12).astype(float), index=network.ids)
    scene = scene_of(with_scale(network, "barriers", values))
    (found,) = clustered_barriers(scene, obstacle_scores(scene, {"barriers": "barriers"}, None))
    assert found.p == 1.0
