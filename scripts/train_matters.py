#!/usr/bin/env python3
"""Fits src/thread/matter/model.json: how likely two lines of two reports tell of one matter, from lines that people put together
(tests/labels/matters) with the features that `ZHOUBAO_FEATURES=FILE cargo test --release --test matters` writes.

    train_matters.py MODEL.json FILE      prints what each set would get from the others' lines

Every set weighs the same. Coefficients are rounded, so that the same data gives the same bytes."""
import json
import sys

import numpy as np

from train import fit, left_out

# Strength of the prior: chosen on sets left out.
C = 0.03

# Of the later lines that are taken for the same matter at least so much is, on sets left out.
PRECISION = 0.79


def best(of, p):
    """The likeliest pair of each earlier line."""
    order = np.lexsort((-p, of))
    return order[np.unique(of[order], return_index=True)[1]]


def main():
    model_file, features_file = sys.argv[1:]
    data = json.load(open(features_file, encoding="utf8"))
    names = data["features"]
    sets = [s["set"] for s in data["sets"]]
    of = np.concatenate([np.full(len(s["pairs"]), at) for at, s in enumerate(data["sets"])])
    pairs = [pair for s in data["sets"] for pair in s["pairs"]]
    earlier = np.array([pair[0] for pair in pairs])
    same = np.array([pair[2] for pair in pairs])
    rows = np.array([pair[3] for pair in pairs], float)
    weights = len(of) / len(sets) / np.bincount(of)[of]
    held = left_out(of, rows, same, weights, C, names)
    chosen = None
    print(f"{len(of)} pairs, {same.sum()} of one matter; each set left out: of the likeliest later lines right/all")
    for cut in np.arange(0.1, 0.8, 0.05):
        counts = []
        for at, s in enumerate(data["sets"]):
            inside = np.flatnonzero(of == at)
            first = inside[best(earlier[inside], held[inside])]
            first = first[held[first] >= cut]
            counts.append((same[first].sum(), len(first), len({e for e, y in zip(earlier[inside], same[inside]) if y})))
        right, joined, there = np.array(counts).sum(axis=0)
        precision = right / max(joined, 1)
        if chosen is None and precision >= PRECISION:
            chosen = round(float(cut), 2)
        print(f"  {cut:.2f}: precision {precision:.3f}, of {there} found {right / there:.3f}   " + " ".join(f"{s} {r}/{j}/{t}" for s, (r, j, t) in zip(sets, counts)))
    model = {"cut": chosen, "matter": fit(rows, same, weights, C, names)}
    print("cut", chosen, *(f"{w['name']} {w['weight']:+.2f}" for w in model["matter"]["weights"]))
    with open(model_file, "w", encoding="utf8") as file:
        file.write(json.dumps(model, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
