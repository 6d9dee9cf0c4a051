#!/usr/bin/env python3
"""Fits src/rollup/digest/model.json: how likely a line of a report is one that a month's roll-up must tell, from lists that people made of the
reports alone (tests/labels/needed) with the features that `ZHOUBAO_FEATURES=FILE cargo test --release --test cli -- what_a_reader_needs` writes.

    train_lines.py MODEL.json FILE      prints what each set would get from the others' lists

Every set weighs the same. Coefficients are rounded, so that the same data gives the same bytes."""
import json
import sys

import numpy as np
from sklearn.metrics import roc_auc_score

from train import fit, left_out

# Strength of the prior: chosen on sets left out.
C = 0.01

# The cut keeps this share of the needed lines of sets left out.
KEPT = 0.9


def main():
    model_file, features_file = sys.argv[1:]
    data = json.load(open(features_file, encoding="utf8"))
    names = data["features"]
    sets = [s["set"] for s in data["sets"]]
    of = np.concatenate([np.full(len(s["rows"]), at) for at, s in enumerate(data["sets"])])
    needed = np.array([row[0] for s in data["sets"] for row in s["rows"]])
    rows = np.array([row[1] for s in data["sets"] for row in s["rows"]], float)
    weights = len(of) / len(sets) / np.bincount(of)[of]
    held = left_out(of, rows, needed, weights, C, names)
    print(f"{len(of)} lines, {needed.sum()} needed; each set left out:")
    shares = [roc_auc_score(needed[of == at], held[of == at]) for at in range(len(sets))]
    print(f"  pairs in order {np.mean(shares):.3f}   " + " ".join(f"{s} {share:.2f}" for s, share in zip(sets, shares)))
    cut = round(float(np.quantile(held[needed], 1 - KEPT)), 2)
    for at in sorted({cut, 0.2, 0.3, 0.4, 0.5}):
        shown = held >= at
        print(f"  {at:.2f}: {shown.mean():.2f} of the lines, {shown[needed].mean():.2f} of the needed, {needed[shown].mean():.2f} of what is shown needed")
    model = {"cut": cut, "needed": fit(rows, needed, weights, C, names)}
    print("cut", cut, *(f"{w['name']} {w['weight']:+.2f}" for w in model["needed"]["weights"]))
    with open(model_file, "w", encoding="utf8") as file:
        file.write(json.dumps(model, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
