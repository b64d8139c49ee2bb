"""serve_kserve.py FOLDER PORT GRPC_PORT: KServe's own server around the model, by both versions of the protocol."""

import sys
from pathlib import Path

import joblib
import numpy
from kserve import InferOutput, InferRequest, InferResponse, Model, ModelServer
from kserve.utils.utils import generate_uuid


class Penguins(Model):
    def __init__(self, name, model):
        super().__init__(name)
        self.model = model
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        if not isinstance(payload, InferRequest):
            species = self.model.predict(numpy.array(payload["instances"]))
            return {"predictions": species.tolist()}
        species = self.model.predict(payload.inputs[0].as_numpy())
        output = InferOutput("species", [len(species)], "BYTES")
        output.set_data_from_numpy(species.astype(object), binary_data=payload.use_binary_outputs)
        return InferResponse(
            response_id=payload.id or generate_uuid(),
            model_name=self.name,
            infer_outputs=[output],
            use_binary_outputs=payload.use_binary_outputs,
        )


folder, port, grpc_port = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
server = ModelServer(http_port=port, enable_grpc=True, grpc_port=grpc_port, workers=1)
server.start([Penguins("penguins", joblib.load(folder / "model.joblib"))])
