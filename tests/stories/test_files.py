"""A drawing comes to its line: chosen, dropped, refused in words; and never takes what was typed with it."""

from __future__ import annotations

import base64

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, expect

from tests.cast import PASSWORD
from tests.documents.papers import exif, pdf, photo, segment
from tests.stories.conftest import PHONE, Enter, type_password
from tests.stories.test_accessibility import violations
from tests.stories.test_entry import field, line, saved, type_lines

pytestmark = pytest.mark.browser

PLAN: FilePayload = {"name": "Plan du support n° 3.pdf", "mimeType": "application/pdf", "buffer": pdf()}
PHOTO: FilePayload = {"name": "IMG_0042.jpg", "mimeType": "image/jpeg", "buffer": photo(segment(0xE1, exif()))}
LYING: FilePayload = {"name": "virus.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90"}
DROP = """([selector, name, content]) => {
  const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], name));
  const target = document.querySelector(selector);
  for (const kind of ["dragover", "drop"])
    target.dispatchEvent(new DragEvent(kind, {dataTransfer: data, bubbles: true, cancelable: true}));
}"""


def drop(page: Page, selector: str, file: FilePayload) -> None:
    page.evaluate(DROP, [selector, file["name"], base64.b64encode(file["buffer"]).decode()])


def told(page: Page, text: str) -> None:
    expect(page.locator(".file-said")).to_contain_text(text)


def opened(page: Page, number: int) -> Locator:
    """The files of a line, its details open."""
    line(page, number).locator("[data-do=details]").click()
    return line(page, number).locator("[data-files]")


def test_a_file_comes_to_its_line_and_goes_and_comes_back(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    box = opened(page, 0)
    count = line(page, 0).locator("[data-file-count]")
    expect(count).to_be_hidden()
    box.locator("input[type=file]").set_input_files([PLAN, PHOTO])
    expect(box.locator("li")).to_have_count(2)
    expect(count).to_contain_text("2")
    box.locator("[data-take-off]").first.click()
    expect(box.locator("li")).to_have_count(1)
    page.keyboard.press("Enter")  # the focus waits on "undo"
    expect(box.locator("li")).to_have_count(2)
    assert not violations(page)
    page.reload()
    saved(page, 0)
    expect(count).to_contain_text("2")
    count.click()
    expect(line(page, 0).locator("[data-files] a").first).to_be_visible()
    with page.expect_popup() as shown:
        line(page, 0).get_by_text(PHOTO["name"]).click()
    picture = shown.value.locator("img")
    assert picture.evaluate("each => [each.naturalWidth, each.naturalHeight]") == [8, 16]  # turned upright
    shown.value.close()
    with page.expect_download() as downloading:
        line(page, 0).get_by_text(PLAN["name"]).click()
    assert downloading.value.suggested_filename == PLAN["name"]


def test_what_is_refused_or_lost_on_the_way_is_said_and_the_line_stays(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    field(page, 0, "remark").fill("pas encore enregistré")
    drop(page, "#lines .line", LYING)
    told(page, "virus.pdf")
    page.route("**/files", lambda route: route.abort())
    drop(page, "#lines .line", PLAN)
    told(page, "le serveur ne répond pas")
    page.unroute("**/files")
    page.route("**/files", lambda route: route.fulfill(status=413, body="<html></html>"))
    drop(page, "#lines .line", PLAN)
    told(page, "dépasse ce que ce serveur accepte")
    page.unroute("**/files")
    drop(page, "#lines .line", {**PLAN, "buffer": bytes(10_000_001)})
    told(page, "pèse plus de 10")
    drop(page, "h1", PLAN)  # beside every line: the browser does not leave the page for it
    expect(field(page, 0, "remark")).to_have_value("pas encore enregistré")
    drop(page, "#lines .line", PLAN)
    expect(line(page, 0).locator("[data-files] li")).to_have_count(1)


def test_a_line_is_saved_before_it_has_a_file(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    drop(page, "#lines .line", PLAN)
    told(page, "Remplissez d’abord la ligne")
    field(page, 0, "what").fill("FOR-6")
    field(page, 0, "quantity").fill("3")
    drop(page, "#lines .line", PLAN)
    expect(line(page, 0).locator("[data-files] li")).to_have_count(1)
    saved(page, 0)


def test_a_phone_attaches_a_photo_on_the_page_of_the_line(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    key = line(page, 0).get_attribute("data-key")
    page.set_viewport_size(PHONE)
    page.goto(f"/needs/T1/lines/{key}/files")
    accepted = page.locator("input[type=file]").get_attribute("accept") or ""
    assert "image/jpeg" in accepted  # the phone offers its camera, and its album
    page.locator("input[type=file]").set_input_files([PHOTO, LYING])
    page.locator("form[data-drop] [type=submit]").click()
    expect(page.locator("[data-held] li")).to_have_count(1)
    expect(page.locator(".file-said")).to_have_count(2)
    assert not violations(page)
    page.locator("form[action$='/remove'] button").click()
    page.locator("form[action$='/restore'] button").click()
    expect(page.locator("[data-held] li")).to_have_count(1)


def test_without_javascript_a_form_does_it(chromium: Browser, served: str, enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    key = line(page, 0).get_attribute("data-key")
    context = chromium.new_context(base_url=served, java_script_enabled=False)
    plain = context.new_page()
    type_password(plain, "bob@example.org", PASSWORD)
    plain.goto(f"/needs/T1/lines/{key}/files")
    plain.locator("input[type=file]").set_input_files([PLAN, LYING])
    plain.locator("form[data-drop] [type=submit]").click()
    expect(plain.locator("#fault")).to_contain_text("virus.pdf")
    expect(plain.locator("[data-held] li")).to_have_count(1)
    plain.goto("/needs/T1")
    clip = line(plain, 0).locator("[data-file-count]")
    expect(clip).to_contain_text("1")
    clip.click()
    plain.locator("form[action$='/remove'] button").click()
    expect(plain.locator("[data-held] li")).to_have_count(0)
    plain.locator("form[action$='/restore'] button").click()
    expect(plain.locator("[data-held] li")).to_have_count(1)
    context.close()
