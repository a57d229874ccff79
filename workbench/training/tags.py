"""Adding the annotation tags to a model that never saw them, such as those of opus-mt.

The tags become pieces of both sentencepiece models (user-defined ones, so that a text with a tag is cut there), new ids
at the end of the vocabularies, and new rows of the embeddings with a bias of 0. All else translates as before; what the
tags mean, training has to teach.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from workbench.errors import ModelError
from workbench.translation.annotation import Tags
from workbench.translation.models import WANTED, WEIGHTS, ModelInfo

#: Sentencepiece's number for a user-defined piece (sentencepiece_model.proto, SentencePiece.Type).
_USER_DEFINED = 4
#: How far the new embeddings are from the mean of all: as far as Marian's random ones are from 0.
_DEVIATION = 0.02


def add_tags(info: ModelInfo, tags: Tags, folder: Path) -> None:
    """Write the model into ``folder`` with the annotation ``tags`` added, single precision.

    Raises ModelError if it has them already or cannot be loaded.
    """
    from workbench.translation.marian import MarianModel

    if info.annotation_tags:
        raise ModelError(info.folder, f"knows term annotation already ({' '.join(info.annotation_tags)})")
    model = MarianModel(info)
    copy_tokenizer(info.folder, folder)
    vocabularies = ["vocab.json", "target_vocab.json"] if model.tokenizer.separate_vocabs else ["vocab.json"]
    numbers = [_extend_vocabulary(folder / name, tags) for name in vocabularies]
    for name in ("source.spm", "target.spm"):
        path = folder / name
        path.write_bytes(path.read_bytes() + b"".join(map(_user_defined_piece, tags)))
    network = model.network
    _resize(network, numbers)
    network.config.term_annotation, network.config.term_annotation_tags = True, list(tags)
    network.generation_config.bad_words_ids = [*info.bad_words, *([number] for number in numbers[-1])]
    network.save_pretrained(folder)


def copy_tokenizer(source: Path, folder: Path) -> None:
    """Copy what a model folder holds besides weights, config and card: vocabularies and sentencepiece models."""
    for pattern in WANTED:
        for path in source.glob(pattern):
            if path.name not in (*WEIGHTS, "config.json", "generation_config.json", "README.md"):
                shutil.copyfile(path, folder / path.name)


def _extend_vocabulary(path: Path, tags: Tags) -> list[int]:
    """Give the tags the ids after the highest one; returns them."""
    vocabulary: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    for tag in tags:
        if tag in vocabulary:
            raise ModelError(path, f"has a piece {tag} already, but the config says nothing of term annotation")
    first = max(vocabulary.values()) + 1
    vocabulary |= {tag: first + number for number, tag in enumerate(tags)}
    path.write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
    return [vocabulary[tag] for tag in tags]


def _user_defined_piece(piece: str) -> bytes:
    """One more entry of ``pieces``, field 1 of ModelProto: a repeated field goes on where a message is appended to."""
    text = piece.encode()
    # piece = 1 (string), score = 2 (float 0), type = 3 (enum)
    entry = b"\x0a" + bytes([len(text)]) + text + b"\x15" + bytes(4) + b"\x18" + bytes([_USER_DEFINED])
    return b"\x0a" + bytes([len(entry)]) + entry


def _resize(network: Any, numbers: list[list[int]]) -> None:
    """Make the embeddings long enough for new ids of the source and the target vocabulary, or of the one for both."""
    import torch

    embeddings = [network.get_input_embeddings()]
    rows = [max(embeddings[0].num_embeddings, numbers[0][-1] + 1)]
    embeddings[0] = network.resize_token_embeddings(rows[0], mean_resizing=False)
    if len(numbers) == 2:
        size = max(network.model.decoder.embed_tokens.num_embeddings, numbers[1][-1] + 1)
        embeddings.append(network.resize_decoder_token_embeddings(size))
        network.config.vocab_size, network.config.decoder_vocab_size = rows[0], size
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for table, new in zip(embeddings, numbers, strict=True):
            mean = table.weight[: new[0]].mean(0)
            noise = torch.randn(len(new), len(mean), generator=generator) * _DEVIATION
            table.weight[new] = mean + noise
