"""Writes __tests__/fixtures/text/rouge-l.json: the F-measures of the rouge-score package.

python3 -m venv .venv && .venv/bin/pip install rouge-score==0.1.2
.venv/bin/python scripts/make-text-fixtures.py
"""

import json
import random
from pathlib import Path

from rouge_score import rouge_scorer

OUT = Path(__file__).parent.parent / "__tests__" / "fixtures" / "text" / "rouge-l.json"
scorer = rouge_scorer.RougeScorer(["rougeL"], use_stemmer=False)

pairs = [
    ("the cat sat on the mat", "the cat was on the mat"),
    # Lin 2004, section 3.1: S1 with S2 and S3.
    ("police killed the gunman", "police kill the gunman"),
    ("police killed the gunman", "the gunman kill police"),
    ("The quick brown fox jumps over the lazy dog.", "A quick brown dog jumps on the log, twice!"),
    ("one", "two"),
    ("Hello, World!", "hello world"),
    ("a word", ""),
]
random.seed(1)
vocabulary = "penguin island bill depth length flipper mass male female adelie".split()
for _ in range(30):
    draw = lambda: " ".join(random.choice(vocabulary) for _ in range(random.randint(1, 25)))
    pairs.append((draw(), draw()))

cases = [[a, b, scorer.score(a, b)["rougeL"].fmeasure] for a, b in pairs]
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text("[\n" + ",\n".join("  " + json.dumps(case) for case in cases) + "\n]\n")
