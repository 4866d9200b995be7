"""ONNX export: a sentence-transformers model with mean pooling, written as one ONNX graph.

Run as a program with the model's folder and the file to write; it imports nothing of the project.
"""

import sys
import warnings
from pathlib import Path
from typing import cast

import torch
from sentence_transformers import SentenceTransformer
from torch import Tensor, nn


class _Pooled(nn.Module):
    """Tokens to one vector of unit length: the transformer, the mean over real tokens, the norm."""

    def __init__(self, transformer: nn.Module) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        states = self.transformer(
            input_ids=input_ids,
            attention_mask=attention_mask,
            token_type_ids=torch.zeros_like(input_ids),
        ).last_hidden_state
        real = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * real).sum(1) / real.sum(1).clamp(min=1e-9)
        return nn.functional.normalize(mean, dim=1)


def export(model: Path, target: Path) -> None:
    """Write `target` from the model in the folder `model`: inputs `input_ids` and `attention_mask`
    (batch x tokens, int64), output `vectors` (batch x width, float32, unit length)."""
    loaded = SentenceTransformer(str(model), device="cpu", model_kwargs={"dtype": "float32"})
    pooled = _Pooled(cast("nn.Module", loaded[0].auto_model)).eval()
    ids = torch.ones((2, 9), dtype=torch.int64)
    mask = torch.ones_like(ids)
    mask[1, 5:] = 0  # padding in the example, or tracing would leave the mask out
    axes = {0: "batch", 1: "tokens"}
    with torch.inference_mode(), warnings.catch_warnings():
        # The tracing exporter is ten times faster here than its successor, and its graph runs faster.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            pooled,
            (ids, mask),
            str(target),
            input_names=["input_ids", "attention_mask"],
            output_names=["vectors"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vectors": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
