"""A classifier of penguin-like rows, trained on the spot, and its own answers to twenty of them."""

import csv
from pathlib import Path

import numpy
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
# Mean and standard deviation of each feature, by species; close to those of the Palmer penguins.
SPECIES = {
    "Adelie": [(38.8, 2.7), (18.3, 1.2), (190, 6.5), (3700, 460)],
    "Chinstrap": [(48.8, 3.3), (18.4, 1.1), (196, 7.1), (3730, 380)],
    "Gentoo": [(47.5, 3.1), (15.0, 1.0), (217, 6.5), (5080, 500)],
}
ROWS_OF_EACH = 60


def rows():
    draw = numpy.random.default_rng(20)
    features, labels = [], []
    for _ in range(ROWS_OF_EACH):
        for species, moments in SPECIES.items():
            features.append([round(draw.normal(mean, spread), 1) for mean, spread in moments])
            labels.append(species)
    return features, labels


def train(as_features=numpy.array):
    features, labels = rows()
    model = make_pipeline(StandardScaler(), LogisticRegression())
    return model.fit(as_features(features), labels)


def write_own_answers(model, folder, as_features=numpy.array):
    features = rows()[0][:20]
    with open(Path(folder) / "rows.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow([*FEATURES, "species"])
        for row, species in zip(features, model.predict(as_features(features))):
            table.writerow([*row, species])
