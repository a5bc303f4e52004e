"""What people do at once on a real server."""

from __future__ import annotations

from collections.abc import Callable
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from flask.testing import FlaskClient

Browse = Callable[[str | None], FlaskClient]


def cookie(browse: Browse, name: str) -> str:
    kept = browse(name).get_cookie("pooling")
    assert kept is not None
    return f"pooling={kept.value}"


def save(port: int, cookie: str, number: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    line = {"what": f"Colle {number}", "family": "Bureau > Papier", "quantity": str(number + 1), "unit": "pièce"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/needs/T1/lines/{uuid4().hex}", urlencode(line), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def load(port: int, cookie: str, path: str = "/needs/T1") -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def upload(port: int, cookie: str, name: str, data: bytes) -> int:
    edge = "edge-of-a-part"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + f"\r\n--{edge}--\r\n".encode()
    headers = {"Cookie": cookie, "Content-Type": f"multipart/form-data; boundary={edge}"}
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("POST", "/needs/T1/workbook", body, headers)
    status = connection.getresponse().status
    connection.close()
    return status
