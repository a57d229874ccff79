"""A new model: one sentencepiece model for both languages, the files of MarianTokenizer, and random weights.

Unigram pieces (Kudo 2018) with byte fallback, so that nothing is unknown, and digits apart, so that numbers are copied.
"""

import io
import json
from collections.abc import Iterable
from pathlib import Path

from workbench.errors import InputError
from workbench.training.settings import TrainingSettings
from workbench.translation.annotation import Tags

#: The pieces that stand for a term, its rendering, and the end of both, where a model has no others.
DEFAULT_TAGS: Tags = ("<t>", "<tr>", "</t>")
#: The ids of the end of sentence and of what is unknown; padding comes last, and starts the decoder.
_EOS, _UNKNOWN = 0, 1
#: Sentencepiece learns from so many lines at most.
_LINES = 1_000_000


def train_sentencepiece(texts: Iterable[str], size: int, tags: Tags) -> bytes:
    """A sentencepiece model of at most ``size`` pieces, fewer if the texts have not so many; deterministic.

    The annotation ``tags`` are pieces of it. Raises InputError if the texts are too few for any model.
    """
    import sentencepiece

    model = io.BytesIO()
    try:
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_writer=model,
            vocab_size=size,
            hard_vocab_limit=False,
            model_type="unigram",
            byte_fallback=True,
            split_digits=True,
            character_coverage=1.0,
            user_defined_symbols=list(tags),
            eos_id=_EOS,
            unk_id=_UNKNOWN,
            bos_id=-1,
            pad_id=-1,
            input_sentence_size=_LINES,
            num_threads=1,
            minloglevel=2,
        )
    except RuntimeError as error:
        reason = str(error).rsplit("]", 1)[-1].strip() or str(error)
        raise InputError(
            "the training data", f"no sentencepiece model of {size} pieces can be made ({reason})"
        ) from None
    return model.getvalue()


def write_tokenizer(folder: Path, sentencepiece_model: bytes, languages: tuple[str, str], positions: int) -> int:
    """Write the files of MarianTokenizer with one vocabulary for both languages; returns its size."""
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_proto=sentencepiece_model)
    vocabulary = {pieces.id_to_piece(number): number for number in range(pieces.get_piece_size())}
    vocabulary["<pad>"] = len(vocabulary)
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(sentencepiece_model)
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
    settings = {
        "tokenizer_class": "MarianTokenizer",
        "source_lang": languages[0],
        "target_lang": languages[1],
        "separate_vocabs": False,
        "model_max_length": positions,
        "eos_token": "</s>",
        "unk_token": "<unk>",
        "pad_token": "<pad>",
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(settings, indent=2), encoding="utf-8")
    return len(vocabulary)


def write_fresh_model(
    folder: Path,
    texts: Iterable[str],
    languages: tuple[str, str],
    settings: TrainingSettings,
    tags: Tags = DEFAULT_TAGS,
) -> None:
    """Write a model with random weights of the shape that ``settings`` say, and a vocabulary learnt from ``texts``."""
    import torch
    import transformers
    from transformers import MarianConfig, MarianMTModel

    transformers.utils.logging.disable_progress_bar()
    pieces = train_sentencepiece(texts, settings.vocabulary, tags)
    size = write_tokenizer(folder, pieces, languages, settings.positions)
    config = MarianConfig(
        vocab_size=size,
        decoder_vocab_size=size,
        d_model=settings.width,
        encoder_layers=settings.encoder_layers,
        decoder_layers=settings.decoder_layers,
        encoder_attention_heads=settings.heads,
        decoder_attention_heads=settings.heads,
        encoder_ffn_dim=settings.feed_forward,
        decoder_ffn_dim=settings.feed_forward,
        max_position_embeddings=settings.positions,
        activation_function="relu",
        scale_embedding=True,
        static_position_embeddings=True,
        share_encoder_decoder_embeddings=True,
        bos_token_id=None,
        eos_token_id=_EOS,
        forced_eos_token_id=_EOS,
        pad_token_id=size - 1,
        decoder_start_token_id=size - 1,
        term_annotation=True,
        term_annotation_tags=list(tags),
    )
    if settings.guide:
        config.alignment_head = [settings.decoder_layers - 1, 0]
    torch.manual_seed(settings.seed)
    network = MarianMTModel(config)
    network.generation_config.num_beams = 4
    network.generation_config.bad_words_ids = None
    network.save_pretrained(folder)
