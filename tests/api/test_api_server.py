"""The HTTP interface as its clients see it: real server, real model, over loopback."""

import signal
import threading
import time
import urllib.parse

import pytest

KEY = "a-key-of-enough-letters"


@pytest.fixture(scope="module")
def server(start_server):
    return start_server()


@pytest.fixture(scope="module")
def guarded(start_server, tmp_path_factory, tiny_model):
    """With keys, a rate, a small queue, and a model that is quick to load."""
    path = tmp_path_factory.mktemp("keys") / "keys.txt"
    path.write_text(
        f"# who\nweblate {KEY}\nomegat another-key-of-letters\nbusy third-key-of-letters\n", encoding="utf-8"
    )
    settings = {"api_rate": 12, "api_queue": 2, "api_characters": 500, "engine": "torch"}
    return start_server("--keys", path, "--model", tiny_model, **settings)


class TestTranslate:
    def test_segments_come_back_with_their_terms(self, server):
        texts = ["De premier sprak.", "", "12,5"]
        answer = server.ask("/v1/translate", {"texts": texts})
        assert answer.status == 200
        assert [segment["source"] for segment in answer.body["segments"]] == texts
        first, empty, number = answer.body["segments"]
        assert "Prime Minister" in first["target"] and empty["target"] == "" and number["target"] == "12.5"
        assert first["terms"][0]["outcome"] == "kept"
        start, end = first["terms"][0]["target"]
        assert first["target"][start:end] == "Prime Minister"

    def test_terms_of_the_request_overrule_the_glossary(self, server):
        body = {"texts": ["De premier sprak."], "terms": [{"source": "premier", "target": "First Lord"}]}
        assert "First Lord" in server.ask("/v1/translate", body).body["segments"][0]["target"]
        body = {"texts": ["De premier sprak."], "glossary": "none"}
        assert server.ask("/v1/translate", body).body["segments"][0]["terms"] == []

    @pytest.mark.parametrize(
        ("path", "body", "status", "message"),
        [
            ("/v1/translate", {"texts": ["a"], "glossary": "/etc/passwd"}, 400, "no glossary"),
            ("/v1/translate", {"texts": "a"}, 422, "texts"),
            ("/v1/translate", {"texts": ["a"], "colour": 1}, 422, "colour"),
            ("/v1/translate", b"{", 422, "JSON"),
            ("/v1/translate", {"texts": ["a" * 20_001]}, 413, "20000 characters"),
            ("/v1/translate", b"x" * 2_000_000, 413, "larger than"),
            ("/v1/translate", b'{"texts": ["\\ud800"]}', 400, "half a character"),
            ("/v1/absent", {}, 404, "Not Found"),
            ("/translate", {"q": "a", "source": "nl", "target": "xx"}, 400, "not supported"),
            ("/translate", {"q": "a", "source": "nl"}, 400, "target"),
            ("/translate", {"q": "a", "source": "nl", "target": "en", "format": "pdf"}, 400, "pdf"),
            ("/translate", [1], 400, "invalid request"),
            ("/translate", b"{", 400, "not JSON"),
        ],
    )
    def test_what_is_wrong_is_said(self, server, path, body, status, message):
        answer = server.ask(path, body)
        assert answer.status == status and message in answer.body["error"]


def test_alignment(server):
    body = {
        "source": "De premier sprak. Hij bleef kort.",
        "target": ["The Prime Minister spoke.", "He stayed briefly."],
    }
    answer = server.ask("/v1/align", body)
    assert answer.status == 200 and answer.body["source"] == ["De premier sprak.", "Hij bleef kort."]
    assert [(bead["source"], bead["target"]) for bead in answer.body["beads"]] == [([0], [0]), ([1], [1])]


def test_checks(server):
    pairs = [{"source": "De premier gaf 12 boeken.", "target": "The Prime Minister gave 13 books."}]
    answer = server.ask("/v1/check", {"pairs": pairs})
    assert answer.status == 200 and answer.body["scores"]["corpus"]["segments"] == 1
    assert "number" in {finding["check"] for finding in answer.body["findings"]}


class TestLibreTranslate:
    def test_languages(self, server):
        assert server.ask("/languages").body == [
            {"code": "nl", "name": "Dutch", "targets": ["en"]},
            {"code": "en", "name": "English", "targets": []},
        ]

    def test_a_text_keeps_its_white_space(self, server):
        answer = server.ask(
            "/translate", {"q": " De premier sprak.\n\n\tDe premier sprak. \n", "source": "nl", "target": "en"}
        )
        text = answer.body["translatedText"]
        first, _, second = text.strip().partition("\n\n\t")
        assert first == second and "Prime Minister" in first and text == f" {first}\n\n\t{second} \n"

    def test_lists_detection_and_alternatives(self, server):
        body = {"q": ["De premier sprak met de ambassadeur.", ""], "source": "auto", "target": "en", "alternatives": 2}
        answer = server.ask("/translate", body).body
        assert len(answer["translatedText"]) == 2 and answer["translatedText"][1] == ""
        assert answer["detectedLanguage"][0]["language"] == "nl" and answer["alternatives"] == [[], []]

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"])
    def test_forms(self, server, kind):
        fields = {"q": "De premier sprak.", "source": "nl", "target": "en", "format": "text", "api_key": ""}
        data = urllib.parse.urlencode(fields)
        if kind.startswith("multipart"):
            part = '--b\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
            data = "".join(part.format(*field) for field in fields.items()) + "--b--\r\n"
        answer = server.ask("/translate", data.encode(), {"Content-Type": kind})
        assert answer.status == 200 and "Prime Minister" in answer.body["translatedText"]

    def test_html_keeps_its_markup(self, server):
        body = {"q": '<p class="a">De premier sprak &amp; zweeg.</p>', "source": "nl", "target": "en", "format": "html"}
        text = server.ask("/translate", body).body["translatedText"]
        assert text.startswith('<p class="a">') and text.endswith("</p>") and "Prime Minister" in text

    def test_detect(self, server):
        found = server.ask("/detect", {"q": "De premier sprak met de ambassadeur over de haven."}).body
        assert found[0]["language"] == "nl" and server.ask("/detect", {"q": "12"}).body == []


def test_the_description_names_every_route_and_asks_no_other_server(server):
    description = server.ask("/openapi.json").body
    assert {"/v1/translate", "/v1/align", "/v1/check", "/translate", "/languages", "/detect", "/health"} <= set(
        description["paths"]
    )
    body = description["paths"]["/translate"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert {"q", "source", "target"} <= set(body["required"])
    assert server.ask("/docs").status == server.ask("/redoc").status == 404


class TestGate:
    def test_keys_are_wanted_but_for_health(self, guarded):
        body = {"q": "Ja.", "source": "nl", "target": "en"}
        assert guarded.ask("/health").status == 200
        assert guarded.ask("/translate", body).status == 403
        assert guarded.ask("/translate", body | {"api_key": "wrong"}).status == 403
        assert guarded.ask("/v1/translate", {"texts": ["Ja."]}).status == 403
        assert guarded.ask("/translate", body | {"api_key": KEY}).status == 200
        for header in ({"Authorization": f"Bearer {KEY}"}, {"X-API-Key": KEY}):
            assert guarded.ask("/v1/glossaries", headers=header).status == 200

    def test_a_key_that_asks_too_often_waits_and_others_do_not(self, guarded):
        answers = [guarded.ask("/v1/glossaries", headers={"X-API-Key": "another-key-of-letters"}) for _ in range(14)]
        refused = [answer for answer in answers if answer.status == 429]
        assert answers[0].status == 200 and refused
        assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in refused)
        assert guarded.ask("/v1/glossaries", headers={"X-API-Key": KEY}).status == 200

    def test_a_full_queue_refuses_clearly_and_loses_nothing(self, guarded):
        answers = []

        def ask(number):
            body = {"texts": [f"De minister leest nota {number}, lang en breed, elke dag weer."] * 3, "mode": "off"}
            answers.append(guarded.ask("/v1/translate", body, {"X-API-Key": "third-key-of-letters"}))

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        served = [answer for answer in answers if answer.status == 200]
        refused = [answer for answer in answers if answer.status == 503]
        assert len(served) + len(refused) == 10 and len(served) >= 3 and refused
        assert all(len(answer.body["segments"]) == 3 for answer in served)
        assert all(int(answer.headers["retry-after"]) >= 1 and "busy" in answer.body["error"] for answer in refused)


def test_a_server_that_is_told_to_end_answers_first(start_server, tiny_model):
    server = start_server("--model", tiny_model, engine="torch")
    found = []
    body = {"texts": [f"De minister leest nota {number}." for number in range(20)], "mode": "off"}
    thread = threading.Thread(target=lambda: found.append(server.ask("/v1/translate", body)))
    thread.start()
    time.sleep(0.3)  # the request is on its way
    server.process.send_signal(signal.SIGTERM)
    thread.join(60)
    assert found[0].status == 200 and len(found[0].body["segments"]) == 20
    server.process.wait(30)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--host", "0.0.0.0"], "set api_keys"),
        (["--keys", "absent.txt"], "no such file"),
        (["--model", "absent"], "no such model"),
        (["--host", "nowhere.invalid", "--keys", "{keys}"], "cannot listen"),
    ],
)
def test_what_keeps_the_server_from_starting_is_one_line(arguments, message, tmp_path, monkeypatch, capsys):
    import sys

    from workbench.cli import main

    (tmp_path / "keys").write_text(f"name {KEY}\n", encoding="utf-8")
    filled = [argument.format(keys=tmp_path / "keys") for argument in arguments]
    monkeypatch.setattr(sys, "argv", ["workbench", "serve-api", "--port", "0", *filled])
    with pytest.raises(SystemExit) as caught:
        main()
    error = capsys.readouterr().err.splitlines()[-1]
    assert caught.value.code == 2 and error.startswith("error: ") and message in error
