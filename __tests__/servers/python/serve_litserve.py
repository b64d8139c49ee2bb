"""serve_litserve.py FOLDER PORT: LitServe with one row a request."""

import sys
from pathlib import Path

import joblib
import litserve


class Penguins(litserve.LitAPI):
    def setup(self, device):
        self.model = joblib.load(Path(sys.argv[1]) / "model.joblib")

    def decode_request(self, request):
        return request["input"]

    def predict(self, row):
        return self.model.predict([row])[0]

    def encode_response(self, species):
        return {"output": str(species)}


if __name__ == "__main__":
    server = litserve.LitServer(Penguins(), accelerator="cpu")
    server.run(host="127.0.0.1", port=int(sys.argv[2]), generate_client_file=False)
