"""Runs COMET in an environment that has it; ``learned.py`` gives this text to that Python. Imports nothing of ours."""

import json
import sys

try:
    import comet
except ImportError:
    sys.exit("unbabel-comet is not installed there")

request = json.load(sys.stdin)
model = comet.load_from_checkpoint(comet.download_model(request["model"]))
scores = model.predict(request["segments"], batch_size=8, gpus=0, progress_bar=False).scores
print(json.dumps({"scores": scores, "signature": f"comet:{comet.__version__}|model:{request['model']}"}))
