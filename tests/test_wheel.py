"""The wheel holds everything that translation needs, and works outside the checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]


def run(*command: object, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run([*map(str, command)], cwd=cwd, env=environment, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_wheel_translates_outside_the_checkout(tmp_path):
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / "dist", CHECKOUT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    venv.create(tmp_path / "clean", with_pip=True)
    python = tmp_path / "clean" / "bin" / "python"
    run(python, "-m", "pip", "install", "--no-deps", "--no-index", wheel, cwd=tmp_path)
    # The dependencies of this environment, without the editable install of the checkout that is in it.
    folder = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    (folder / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    where = run(python, "-c", "import workbench; print(workbench.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(folder)
    (tmp_path / "report.nl.txt").write_text("De premier bezocht de Nationale Vergadering.\n", encoding="utf-8")
    english = run(tmp_path / "clean" / "bin" / "workbench", "translate", "report.nl.txt", cwd=tmp_path)
    assert "Prime Minister" in english and "National Assembly" in english
