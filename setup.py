"""Build step: put htmx where pages are served from, and compile the translations; neither is committed."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py


class BuildPy(build_py):
    def run(self) -> None:
        htmx = Path(find_spec("django_htmx").origin).parent / "static/django_htmx/htmx-2.min.js"
        Path("static/vendor").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(htmx, "static/vendor/htmx.min.js")
        for catalogue in Path("pooling/translations").glob("*/LC_MESSAGES/*.po"):
            with catalogue.open("rb") as source, catalogue.with_suffix(".mo").open("wb") as target:
                write_mo(target, read_po(source))
        super().run()


setup(cmdclass={"build_py": BuildPy})
