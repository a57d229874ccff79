"""Training Marian models: from a memory or a corpus to a model folder that loads everywhere (docs/training.md)."""
