"""What is shipped is what was written: the wheel holds pages, assets and translations, and runs alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from pooling import paths

ROOT = Path(__file__).resolve().parent.parent
TRY_IT = """
from pooling import paths
from pooling.app import create_app
from pooling.config import Settings
app = create_app(Settings(database_url="sqlite:///x.db", secret_key="k", password_salt="s"))
client = app.test_client()
for asset in ("css/pooling.css", "vendor/htmx.min.js"):
    assert client.get("/static/" + asset).status_code == 200, asset
assert client.get("/bootstrap/static/css/bootstrap.min.css").status_code in (200, 404)
print(paths.TEMPLATES, app.jinja_env.get_template("layout.html").name)
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    # a copy: a build leaves a build/ folder, whose stale files would end up in the next wheel
    source = folder / "source"
    shutil.copytree(
        ROOT,
        source,
        ignore=shutil.ignore_patterns(".*", "build", "instance", "*.egg-info", "__pycache__", "vendor", "*.mo"),
    )
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


def tracked(folder: str, *endings: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix in endings and "__pycache__" not in path.parts
    }


@pytest.mark.packaging
def test_the_wheel_holds_every_page_asset_and_translation(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = tracked("pooling", ".py", ".csv", ".mako", ".po") | {"pooling/translations/fr/LC_MESSAGES/messages.mo"}
    wanted |= {f"pooling/{path}" for path in tracked("templates", ".html", ".txt")}
    wanted |= {f"pooling/{path}" for path in tracked("static", ".css", ".js", ".svg")}
    assert wanted <= held, sorted(wanted - held)
    assert "pooling/static/vendor/htmx.min.js" in held


@pytest.mark.packaging
def test_the_wheel_runs_far_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    # the libraries of this environment, but not its pooling
    home = tmp_path / "alone"
    venv.create(home, with_pip=False)
    (site,) = home.glob("lib/python*/site-packages") if sys.platform != "win32" else home.glob("Lib/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    libraries = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "libraries.pth").write_text(libraries)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ran = subprocess.run([python, "-c", TRY_IT], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert str(site) in ran.stdout


def test_a_checkout_finds_its_pages() -> None:
    assert (paths.TEMPLATES / "layout.html").is_file()
    assert (paths.STATIC / "css" / "pooling.css").is_file()
    assert paths.DEMO.is_dir()
