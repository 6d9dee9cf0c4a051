#!/usr/bin/env python3
"""Fits src/fact/confidence/model.json: how likely a milestone and a metric are right, from judged rows (tests/labels/judged_*.jsonl), and how
likely an account of an incident begins at a line, from those that people found (tests/labels/incidents), with the features that `ZHOUBAO_FEATURES=FILE cargo test --release --test judged_facts` writes.

    train_facts.py MODEL.json FILE [KIND…]      FILE without its ending; prints what each set would get from the others' judgements

Every set weighs the same, however many rows of it were judged. Coefficients are rounded, so that the same data gives the same bytes."""
import json
import os
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from train import FARTHEST, fit, probability

# Strength of the prior: chosen on sets left out.
C = {"milestones": 0.1, "metrics": 0.1, "incidents": 0.02}

# Of what is shown by default at least so much is right, on sets left out: more would hide most of what is right.
PRECISION = {"milestones": 0.7, "metrics": 0.81, "incidents": 0.85}


def load(path):
    rows = json.load(open(path, encoding="utf8"))
    sets = sorted({row["set"] for row in rows})
    return sets, np.array([row["set"] for row in rows]), np.array([row["features"] for row in rows], float), np.array([row["right"] for row in rows])


def weights(of):
    names, counts = np.unique(of, return_counts=True)
    per = dict(zip(names, counts))
    return np.array([len(of) / len(names) / per[name] for name in of])


def curve(p, y, of, sets, cuts):
    """Precision and recall at each cut, as the mean over the sets."""
    for cut in cuts:
        rows = []
        for name in sets:
            inside = of == name
            shown = inside & (p >= cut)
            rows.append(((y & shown).sum(), shown.sum(), (y & inside).sum()))
        right, shown, true = np.array(rows).sum(axis=0)
        each = " ".join(f"{r}/{s}/{t}" for r, s, t in rows)
        yield cut, right / max(shown, 1), right / max(true, 1), each


def main():
    model_file, stem, *only = sys.argv[1:]
    model = json.load(open(model_file, encoding="utf8"))
    for kind, one in (("milestones", "milestone"), ("metrics", "metric"), ("incidents", "incident")):
        if only and kind not in only:
            continue
        sets, of, rows, right = load(f"{stem}.{kind}")
        rows[np.isnan(rows)] = np.take(np.nanmean(rows, axis=0), np.where(np.isnan(rows))[1])
        names = [weight["name"] for weight in model[one]["weights"]]
        assert rows.shape[1] == len(names), f"{kind}: {rows.shape[1]} features, {len(names)} names"
        held = np.zeros(len(right))
        for name in sets:
            others = of != name
            fitted = fit(rows[others], right[others], weights(of[others]), C[kind], names)
            held[~others] = probability(fitted, rows[~others])
        print(f"{kind}: {len(right)} rows, {right.sum()} right; each set left out: right/shown/true of {' '.join(sets)}")
        chosen = None
        # Rows of tables that name their work are nearly all right: they would let weaker rows of prose through.
        weak = rows[:, names.index("head_names_work")] == 0 if "head_names_work" in names else np.full(len(right), True)
        for cut, precision, recall, each in curve(held[weak], right[weak], of[weak], sets, np.arange(0.3, 0.96, 0.01)):
            print(f"  {cut:.2f}: precision {precision:.3f}, recall {recall:.3f}   {each}")
            if chosen is None and precision >= PRECISION[kind]:
                chosen = cut
        for low in np.arange(0, 1, 0.2):
            inside = (held >= low) & (held < low + 0.2)
            if inside.any():
                print(f"  said {low:.1f}–{low + 0.2:.1f}: {inside.sum()} rows, mean {held[inside].mean():.2f}, right {right[inside].mean():.2f}")
        model[one] = fit(rows, right, weights(of), C[kind], names)
        model["cuts"][one] = int(round(100 * (chosen if chosen is not None else 0.9)))
    print("cuts", model["cuts"])
    with open(model_file, "w", encoding="utf8") as file:
        file.write(json.dumps(model, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
