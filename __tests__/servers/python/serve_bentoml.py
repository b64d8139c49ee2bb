"""A BentoML service of the model in the folder that PENGUINS names."""

import os
from pathlib import Path

import bentoml
import joblib


@bentoml.service(workers=1)
class Penguins:
    def __init__(self):
        self.model = joblib.load(Path(os.environ["PENGUINS"]) / "model.joblib")

    @bentoml.api
    def classify(self, rows: list[list[float]]) -> list[str]:
        return [str(species) for species in self.model.predict(rows)]
