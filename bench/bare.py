"""The least a Flask application could be that does the same reading and writing and sends as much back."""

from __future__ import annotations

import re
from itertools import count
from typing import Any

from flask import Flask, render_template, request
from jinja2 import DictLoader

from bench.twin import Twin

ROW = re.compile(r'<tbody class="line".*?</tbody>', re.DOTALL)
KEY = re.compile(r'data-key="(\w+)"')
VALUE = re.compile(r'(?<=value=")[^"]+')
PAGE = "page.html"


def grid_app(twin: Twin, body: str, shown: int) -> Flask:
    """A plain loop over the rows of the longest answer: the markup of a real row, values from the database."""
    app = Flask("bare")
    app.jinja_loader = DictLoader({PAGE: looped(body, shown)})

    @app.get("/needs/<code>")
    def page(code: str) -> str:
        rows = max(twin.replay(), key=len)
        return render_template(PAGE, code=code, rows=rows[:shown])

    return app


def looped(body: str, shown: int) -> str:
    """The page as a template: all as it stands, but for a loop where its first `shown` rows are."""
    rows = list(ROW.finditer(body))[:shown]
    if len(rows) < shown:
        raise AssertionError(f"the page shows {len(rows)} rows of the {shown} it should")
    row = _placed(rows[0][0])
    return f"{_raw(body[: rows[0].start()])}{{% for row in rows %}}{row}{{% endfor %}}{_raw(body[rows[-1].end() :])}"


def _placed(row: str) -> str:
    """The key stands wherever it must, in the name of each input; for every other value a column of the
    database, whichever: what counts is that each is escaped and put in."""
    key, columns = KEY.findall(row)[0], count()
    valued = VALUE.sub(lambda found: found[0] if key in found[0] else _put(f"row[{next(columns)}]"), _raw(row))
    return valued.replace(key, _put("row[1]"))


def _put(expression: str) -> str:
    return f"{{% endraw %}}{{{{ {expression} }}}}{{% raw %}}"


def _raw(text: str) -> str:
    return f"{{% raw %}}{text}{{% endraw %}}"


def same_page_app(twin: Twin, app: Flask, context: dict[str, Any]) -> Flask:
    """`app` without its doors, hooks and views: the statements, then our own template with what it was given."""
    app.before_request_funcs.clear()
    app.after_request_funcs.clear()
    app.teardown_request_funcs.clear()
    app.template_context_processors.clear()

    def page(code: str) -> str:
        twin.replay()
        return render_template("needs/grid.html", **context, code=code)

    app.view_functions["needs.grid"] = page
    return app


def save_app(twin: Twin, answer: dict[str, Any]) -> Flask:
    """Reads the form, does what was done, answers as much."""
    app = Flask("bare")

    @app.post("/needs/<code>/lines/<key>")
    def save(code: str, key: str) -> dict[str, Any]:
        done = {"code": code, "key": key, "version": len(twin.replay())}
        return {**answer, **done, "values": {**answer["values"], **request.form}}

    return app
