"""``workbench models``."""

from pathlib import Path
from typing import Annotated

import typer

from workbench.settings import load_settings

app = typer.Typer(no_args_is_help=True, help="List, describe and fetch translation models.")


@app.command("list")
def list_known() -> None:
    """List the bundled and the pulled models."""
    from rich.console import Console
    from rich.table import Table

    from workbench.translation.models import list_models

    table = Table("name", "languages", "size", "annotation", box=None)
    for info in list_models(load_settings()):
        pair = f"{info.source_language}-{info.target_language}"
        table.add_row(info.name, pair, f"{info.size / 1e6:.0f} MB", "yes" if info.annotation_tags else "no")
    Console(highlight=False).print(table)


@app.command("info")
def model_info(
    name: Annotated[str, typer.Argument(metavar="NAME|FOLDER", help="Bundled or pulled name, or folder.")],
) -> None:
    """Describe a model: languages, size, shape, and whether it understands term annotation."""
    from rich.console import Console
    from rich.table import Table

    from workbench.translation.models import find_model

    info = find_model(name, load_settings())
    config = info.config
    table = Table(show_header=False, box=None)
    for key, value in {
        "name": info.name,
        "folder": str(info.folder),
        "languages": f"{info.source_language} to {info.target_language}",
        "weights": f"{info.weights.name}, {info.size / 1e6:.1f} MB",
        "fingerprint": info.fingerprint,
        "layers": f"encoder {config.get('encoder_layers')}, decoder {config.get('decoder_layers')}",
        "width": str(config.get("d_model")),
        "vocabulary": str(config.get("vocab_size")),
        "positions": str(config.get("max_position_embeddings")),
        "term annotation": " ".join(info.annotation_tags) if info.annotation_tags else "no",
    }.items():
        table.add_row(key, value)
    Console(highlight=False, soft_wrap=True).print(table)


@app.command("pull")
def pull_model(hub_id: Annotated[str, typer.Argument(metavar="OWNER/NAME", help="Identifier on the hub.")]) -> None:
    """Fetch a Marian model from the hub, for example Helsinki-NLP/opus-mt-nl-en."""
    from workbench.translation.models import pull

    info = pull(hub_id, load_settings())
    typer.echo(f"{info.name} in {info.folder}")


@app.command("convert")
def convert_model(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME|FOLDER]", help="That of the settings by default.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="New folder; the cache by default.", metavar="FOLDER")
    ] = None,
    compute_type: Annotated[
        str | None, typer.Option(help="int8, or float32, slower and exact.", metavar="TYPE")
    ] = None,
) -> None:
    """Convert a model for the fast engine, CTranslate2, ahead of its first use."""
    from workbench.translation.engines.conversion import cache_model, convert_to
    from workbench.translation.marian import MarianModel
    from workbench.translation.models import find_model

    settings = load_settings({"model": name, "compute_type": compute_type})
    model = MarianModel(find_model(settings.model, settings))
    folder = convert_to(model, settings.compute_type, output) if output else cache_model(model, settings)
    typer.echo(f"{model.info.name} in {folder}")
