"""Models are found, described and fetched; whatever is wrong with one is said in a line."""

import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from workbench.errors import ModelError, UsageError
from workbench.settings import Settings
from workbench.translation.marian import MarianModel
from workbench.translation.models import describe, find_model, list_models, pull


def test_the_bundled_model_is_listed_and_described(settings):
    info = find_model("nl-en", settings)
    assert (info.source_language, info.target_language) == ("nl", "en")
    assert info.annotation_tags == ("<t>", "<tr>", "</t>")
    assert info.name in [listed.name for listed in list_models(settings)]
    assert (info.folder / "README.md").is_file()


def test_a_local_folder_is_a_model(tmp_path, make_random_marian, settings):
    folder = make_random_marian(tmp_path)
    model = MarianModel(find_model(str(folder), settings))
    assert model.info.annotation_tags is None
    assert model.text(model.target_ids("Ministers met in Hanoi.")) == "Ministers met in Hanoi."


def test_an_unknown_name_says_how_to_fetch_it(settings):
    with pytest.raises(ModelError, match="models pull Helsinki-NLP/opus-mt-nl-en"):
        find_model("Helsinki-NLP/opus-mt-nl-en", settings)
    with pytest.raises(ModelError, match="models list"):
        find_model("nl-fr", settings)


def remove(name: str):
    return lambda folder: (folder / name).unlink()


def write(name: str, data: bytes):
    return lambda folder: (folder / name).write_bytes(data)


def truncate(name: str):
    return lambda folder: (folder / name).write_bytes((folder / name).read_bytes()[:-1000])


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (remove("config.json"), "config.json is missing"),
        (write("config.json", b"{"), "not JSON"),
        (write("config.json", b"[]"), "not a JSON object"),
        (write("config.json", b'{"model_type": "bert"}'), "of type bert, not a MarianMT model"),
        (remove("source.spm"), "source.spm is missing"),
        (write("vocab.json", b""), "vocab.json is missing or empty"),
        (remove("model.safetensors"), "no weights"),
        (truncate("model.safetensors"), "cannot be loaded"),
        (write("model.safetensors", b"PK" * 99), "cannot be loaded"),
        (write("source.spm", b"not sentencepiece"), "cannot be loaded"),
    ],
)
def test_a_damaged_folder_is_one_clear_line(tmp_path, make_random_marian, damage, what):
    folder = make_random_marian(tmp_path)
    damage(folder)
    with pytest.raises(ModelError) as caught:
        MarianModel(describe(folder, "damaged"))
    message = str(caught.value)
    assert str(folder) in message and what in message and "\n" not in message


class FakeHub(http.server.BaseHTTPRequestHandler):
    """As much of the hub's HTTP interface as a snapshot needs, over folders below ``root``."""

    root: Path
    SHA = "0123456789abcdef0123456789abcdef01234567"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        parts = self.path.split("?")[0].strip("/").split("/")
        if parts[:2] == ["api", "models"]:
            self.answer_listing(self.root / parts[2] / parts[3], "/".join(parts[2:4]))
        elif len(parts) >= 5 and parts[2] == "resolve":
            self.answer(self.root / parts[0] / parts[1] / "/".join(parts[4:]))
        else:
            self.send_error(404)

    def answer_listing(self, folder: Path, name: str) -> None:
        if not folder.is_dir():
            self.send_error(404)
            return
        files = [{"rfilename": path.name} for path in sorted(folder.iterdir())]
        if "tree" in self.path:
            listing: object = [
                {"type": "file", "path": path.name, "size": path.stat().st_size, "oid": path.name}
                for path in sorted(folder.iterdir())
            ]
        else:
            listing = {"id": name, "sha": self.SHA, "siblings": files, "private": False, "tags": [], "downloads": 0}
        self.send(json.dumps(listing).encode(), {"Content-Type": "application/json"})

    def answer(self, path: Path) -> None:
        if not path.is_file():
            self.send_error(404)
            return
        self.send(path.read_bytes(), {"ETag": f'"{path.name}"', "X-Repo-Commit": self.SHA, "Accept-Ranges": "bytes"})

    def send(self, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A hub on the loopback; yields the folder whose OWNER/NAME folders it serves."""
    from huggingface_hub import constants

    handler = type("Handler", (FakeHub,), {"root": tmp_path / "hub"})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(constants, "ENDPOINT", address)
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + "/{repo_id}/resolve/{revision}/{filename}")
    yield tmp_path / "hub"
    server.shutdown()
    server.server_close()


def test_a_model_is_pulled_whole_and_then_works_by_name(tmp_path, hub, make_random_marian):
    folder = hub / "somebody" / "opus-mt-nl-en"
    folder.mkdir(parents=True)
    make_random_marian(folder)
    (folder / "tf_model.h5").write_bytes(b"weights of another framework")
    settings = Settings(models_folder=str(tmp_path / "pulled"))
    info = pull("somebody/opus-mt-nl-en", settings)
    assert info.folder == tmp_path / "pulled" / "somebody" / "opus-mt-nl-en"
    assert not (info.folder / "tf_model.h5").exists()
    assert (info.folder / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()
    MarianModel(find_model("somebody/opus-mt-nl-en", settings))
    shutil.rmtree(folder)  # a second pull needs no hub
    assert pull("somebody/opus-mt-nl-en", settings).folder == info.folder


def test_a_failed_pull_leaves_nothing(tmp_path, hub, make_random_marian):
    folder = hub / "somebody" / "broken"
    folder.mkdir(parents=True)
    make_random_marian(folder)
    (folder / "source.spm").unlink()
    settings = Settings(models_folder=str(tmp_path / "pulled"))
    with pytest.raises(ModelError, match=r"source\.spm"):
        pull("somebody/broken", settings)
    with pytest.raises(ModelError, match="cannot be fetched"):
        pull("somebody/absent", settings)
    assert not [path for path in (tmp_path / "pulled").rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", ["opus", "a/b/c", "../x"])
def test_what_is_no_hub_id_is_refused(name, settings):
    with pytest.raises(UsageError, match="not a hub id"):
        pull(name, settings)
