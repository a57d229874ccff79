"""Translation: models, beam search, constraints, and the pipeline that makes the glossary count."""
