"""Learn the weights of ``workbench.alignment.scoring`` from gold beads: maximum conditional likelihood.

    python benchmarks/alignment_weights.py FOLDER/text+berg/dev.defr de fr [--penalty 0.0003]

Every argument is a file of gold beads with the codes of its two texts beside it. The gold beads are cut into runs of
35, and each run is a stretch; the gradient is what the features are expected to sum to less what they sum to in the
gold beads. Prints the weights as ``scoring.py`` writes them. Not for the sets that figures are reported on.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from alignment import Bead, lines, read_bead

from workbench.alignment import coarse
from workbench.alignment.anchors import paired_labels
from workbench.alignment.dynamic_program import Floats, Scores, Shape, forward, probabilities
from workbench.alignment.kept_words import KeptWords, keys
from workbench.alignment.scoring import (
    ALONE_FEATURES,
    FEATURES,
    SHAPE_CLASSES,
    WIDEST,
    Windows,
    alone_features,
    bead_features,
    shape_class,
)
from workbench.alignment.vectors import SentenceEncoder, load_encoder
from workbench.settings import load_settings

RUN = 35
CLASSES, BEADS = len(SHAPE_CLASSES), len(FEATURES)


@dataclass(frozen=True)
class Example:
    """A run of gold beads with the features of all that could stand there instead."""

    features: dict[Shape, Floats]
    deletions: Floats
    insertions: Floats
    gold: list[Bead]

    def scores(self, weights: Floats) -> Scores:
        beads = {
            shape: values @ weights[CLASSES : CLASSES + BEADS] + weights[shape_class(shape)]
            for shape, values in self.features.items()
        }
        alone = weights[CLASSES + BEADS :]
        return Scores(beads, self.deletions @ alone, self.insertions @ alone)

    def sums(self, chosen: Scores) -> Floats:
        """The features summed over beads, each as often as ``chosen`` says."""
        summed = np.zeros(CLASSES + BEADS + len(ALONE_FEATURES))
        for shape, counts in chosen.beads.items():
            summed[shape_class(shape)] += counts.sum()
            summed[CLASSES : CLASSES + BEADS] += np.einsum("ij,ijf->f", counts, self.features[shape])
        summed[CLASSES + BEADS :] = chosen.deletions @ self.deletions + chosen.insertions @ self.insertions
        return summed

    def indicator(self) -> Scores | None:
        """The gold beads as counts of 0 and 1; None if one of them has a shape that is not searched for."""
        beads = {shape: np.zeros(values.shape[:2]) for shape, values in self.features.items()}
        deletions, insertions = np.zeros(len(self.deletions)), np.zeros(len(self.insertions))
        for source, target in self.gold:
            if source and target:
                shape = len(source), len(target)
                if shape not in beads:
                    return None
                beads[shape][source[0], target[0]] = 1
            deletions[list(source)] += not target
            insertions[list(target)] += not source
        return Scores(beads, deletions, insertions)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("gold", nargs="+", metavar="BEADS SOURCE TARGET")
    parser.add_argument("--penalty", type=float, default=3e-4, help="of squared weights, a bead")
    options = parser.parse_args()
    encoder = load_encoder(load_settings())
    examples = []
    for path, source, target in zip(options.gold[::3], options.gold[1::3], options.gold[2::3], strict=True):
        examples += read_examples(Path(path), source, target, encoder)
    weights = learn(examples, options.penalty)
    for part in (weights[:CLASSES], weights[CLASSES : CLASSES + BEADS], weights[CLASSES + BEADS :]):
        print("np.array([" + ", ".join(f"{weight:.2f}" for weight in part) + "])")


def learn(examples: list[Example], penalty: float) -> Floats:
    """The weights with the least loss, by L-BFGS."""
    weights = torch.zeros(CLASSES + BEADS + len(ALONE_FEATURES), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=60, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        values = weights.detach().numpy()
        loss, gradient = likelihood(examples, values)
        weights.grad = torch.from_numpy(gradient + 2 * penalty * values)
        return torch.tensor(loss + penalty * float(values @ values))

    optimizer.step(step)
    print(f"loss a bead {likelihood(examples, weights.detach().numpy())[0]:.4f}")
    return np.asarray(weights.detach().numpy())


def likelihood(examples: list[Example], weights: Floats) -> tuple[float, Floats]:
    """The negative log likelihood of the gold beads and its gradient, both a bead."""
    loss, gradient, count = 0.0, np.zeros_like(weights), 0
    for example in examples:
        gold = example.indicator()
        if gold is None:
            continue
        scores = example.scores(weights)
        probable = probabilities(scores)
        wanted = example.sums(gold)
        loss += forward(scores)[-1, -1] - float(wanted @ weights)
        gradient += example.sums(probable) - wanted
        count += len(example.gold)
    return loss / count, gradient / count


def read_examples(path: Path, source: str, target: str, encoder: SentenceEncoder) -> list[Example]:
    gold = [read_bead(line) for line in lines(path) if line.strip()]
    texts = [[line.strip() for line in lines(path.with_suffix(f".{code}"))] for code in (source, target)]
    whole = windows(texts, encoder)
    features = bead_features(*whole)
    deletions, insertions = map(alone_features, whole)
    examples, run, start, end = [], [], [0, 0], [0, 0]
    for number, bead in enumerate(gold):
        run.append(bead)
        end = [max([end[side], *(index + 1 for index in bead[side])]) for side in (0, 1)]
        if (len(run) >= RUN and all(bead)) or number == len(gold) - 1:
            (i, j), (k, m) = start, end
            inside = {
                (a, b): values[i : k - a + 1, j : m - b + 1]
                for (a, b), values in features.items()
                if k - i >= a and m - j >= b
            }
            moved = [(tuple(x - i for x in left), tuple(x - j for x in right)) for left, right in run]
            examples.append(Example(inside, deletions[i:k], insertions[j:m], moved))
            run, start = [], end
    return examples


def windows(texts: list[list[str]], encoder: SentenceEncoder) -> tuple[Windows, Windows]:
    """The windows of two whole texts."""
    vectors = [
        [encoder.encode([" ".join(text[at : at + size]) for at in range(len(text) - size + 1)]) for size in sizes]
        for text in texts
        for sizes in [range(1, WIDEST + 1)]
    ]
    labels = paired_labels(*texts)
    sides = [
        coarse.Side(part[0], label, np.zeros(len(label), bool)) for part, label in zip(vectors, labels, strict=True)
    ]
    path = coarse.find_path(*sides)
    lengths = [np.array([len(segment) + 1.0 for segment in text]) for text in texts]
    lengths[0] *= lengths[1].sum() / lengths[0].sum()
    words = KeptWords(*([keys(segment) for segment in text] for text in texts)).stretch(slice(None), slice(None))
    samples = [coarse.spread_sample(part[0]) for part in vectors][::-1]
    matches = path.best_source, path.best_target
    first, second = (
        Windows(part, [coarse.strangeness(window, sample) for window in part], length, word, match)
        for part, sample, length, word, match in zip(vectors, samples, lengths, words, matches, strict=True)
    )
    return first, second


if __name__ == "__main__":
    main()
