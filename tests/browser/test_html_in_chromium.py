"""The HTML pages in a real Chromium: they work, can be read by everybody, and fit every screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.emulators import site
from kms_reports.formats import html
from kms_reports.result import Acceptable
from kms_reports.several_runs.matrix import Matrix
from tests.support.reports.patterns import broken_patterns
from tests.support.reports.samples import VALIDATION, broken, every_verdict, large, run_of

if TYPE_CHECKING:
    from selenium import webdriver

pytestmark = pytest.mark.browser
CSS, ID, XPATH, TAG = "css selector", "id", "xpath", "tag name"  # how Selenium finds elements
PAGES = ("few", "many", "matrix", "patterns", "site", "emulator")
WIDTHS = (360, 800, 1400)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("pages")
    texts = {
        "few": html.render(every_verdict()),
        "many": html.render(large(60)),
        "sources": html.render(run_of(broken("A.b.c", acceptable=(VALIDATION, Acceptable("X", 400, "Another."))))),
        "patterns": html.render(broken_patterns()),
        "matrix": html.side_by_side(Matrix({"one": every_verdict(), "two": large(40)})),
    }
    on_site = dict(site.pages({"moto": every_verdict(), "localstack": large(40)}))
    texts |= {"site": on_site["index.html"], "emulator": on_site["moto.html"]}
    for name, text in texts.items():
        (place / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: place / f"{name}.html" for name in texts}


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    found = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    found.set_script_timeout(120)
    yield found
    found.quit()


def opened(driver: webdriver.Chrome, page: Path) -> None:
    driver.set_window_size(1200, 900)
    driver.get(page.as_uri())


@pytest.mark.parametrize("name", PAGES)
def test_the_console_stays_empty(driver: webdriver.Chrome, pages: dict[str, Path], name: str) -> None:
    driver.get_log("browser")
    opened(driver, pages[name])
    assert driver.get_log("browser") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_it_meets_wcag(driver: webdriver.Chrome, pages: dict[str, Path], name: str, scheme: str) -> None:
    from axe_core_python.selenium import Axe

    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    opened(driver, pages[name])
    driver.execute_script("for (const details of document.querySelectorAll('details')) details.open = true;")
    found = Axe().run(driver, options=WCAG)
    assert [(v["id"], [node["html"][:200] for node in v["nodes"][:3]]) for v in found["violations"]] == []
    assert found["passes"]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_out_of_the_screen(
    driver: webdriver.Chrome, pages: dict[str, Path], name: str, width: int
) -> None:
    opened(driver, pages[name])
    driver.execute_script("for (const details of document.querySelectorAll('details')) details.open = true;")
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    wide = driver.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert wide[1] == width
    assert wide[0] <= width


@pytest.mark.parametrize("name", ["few", "matrix"])
def test_no_time_is_broken_in_the_middle(driver: webdriver.Chrome, pages: dict[str, Path], name: str) -> None:
    opened(driver, pages[name])
    narrow = "for (const t of document.querySelectorAll('time')) t.parentElement.style = 'display: block; width: 10em';"
    lines = "return [...document.querySelectorAll('time')].map(t => t.getClientRects().length)"
    assert set(driver.execute_script(narrow + lines)) == {1}


def shown(driver: webdriver.Chrome) -> list[str]:
    """The classes of the rows that can be seen."""
    rows = driver.find_elements(CSS, "#all tbody tr")
    return [row.get_attribute("class") or "" for row in rows if row.is_displayed()]


def test_the_filters_filter(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    from selenium.webdriver.support.ui import Select

    opened(driver, pages["few"])
    everything = shown(driver)
    Select(driver.find_element(ID, "kind")).select_by_value("broken")
    broken = shown(driver)
    assert set(broken) == {"broken"}
    assert len(broken) == everything.count("broken")
    driver.find_element(ID, "search").send_keys("timeout")
    assert 0 < len(shown(driver)) < len(broken)
    assert driver.find_element(ID, "found").text == f"{len(shown(driver))} shown"


def test_a_reason_is_found_though_it_is_written_once(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    opened(driver, pages["few"])
    cells = driver.find_elements(CSS, "#all td[data-why]")
    assert cells
    assert all(cell.text for cell in cells)
    driver.find_element(ID, "search").send_keys(cells[0].text)
    assert 0 < len(shown(driver)) < len(driver.find_elements(CSS, "#all tbody tr"))


def test_every_requirement_has_a_sign_in_the_table(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    opened(driver, pages["many"])
    for fold in driver.find_elements(CSS, "button[aria-controls]"):
        fold.click()
    signs = [(sign.get_attribute("href") or "").rpartition("#")[2] for sign in driver.find_elements(CSS, ".grid td a")]
    rows = [row.get_attribute("id") for row in driver.find_elements(CSS, "#all tbody tr")]
    assert sorted(signs) == sorted(str(row) for row in rows)


def test_a_source_is_reached_from_the_answers_that_rest_on_it(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    opened(driver, pages["sources"])
    links = driver.find_elements(CSS, 'dd a[href^="#q"]')
    assert links
    number = links[0].text.strip("[]")
    links[0].click()
    assert driver.find_element(ID, f"q{number}").is_displayed()


def test_copy_copies_the_whole_command(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    opened(driver, pages["few"])
    granted = {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    driver.execute_cdp_cmd("Browser.grantPermissions", granted)
    button = driver.find_element(CSS, "button.copy")
    button.click()
    text = driver.execute_async_script("const done = arguments[0]; navigator.clipboard.readText().then(done, done)")
    assert text == button.find_element(XPATH, "..").find_element(TAG, "pre").get_attribute("textContent")
    assert button.text == "Copied"


def test_a_fold_opens_and_a_sign_leads_to_its_requirement(driver: webdriver.Chrome, pages: dict[str, Path]) -> None:
    opened(driver, pages["few"])
    fold = driver.find_element(CSS, "button[aria-controls]")
    body = driver.find_element(ID, fold.get_attribute("aria-controls") or "")
    assert not body.is_displayed()
    fold.click()
    assert body.is_displayed()
    sign = body.find_element(TAG, "a")
    target = (sign.get_attribute("href") or "").rpartition("#")[2]
    sign.click()
    assert driver.current_url.endswith(f"#{target}")
    assert driver.find_element(ID, target).is_displayed()


def test_what_is_folded_opens_for_who_follows_a_link_or_prints(
    driver: webdriver.Chrome, pages: dict[str, Path]
) -> None:
    opened(driver, pages["many"])
    exhibits = driver.find_elements(CSS, "details.exhibit")
    folded = [exhibit for exhibit in exhibits if exhibit.get_attribute("open") is None]
    assert exhibits[: html.UNFOLDED] == [exhibit for exhibit in exhibits if exhibit not in folded]
    last = folded[-1].find_element(XPATH, "..").get_attribute("id")
    command = folded[-1].find_element(TAG, "pre")
    assert not command.is_displayed()
    driver.find_element(CSS, f'#all a[href="#{last}"]').click()
    assert command.is_displayed()
    driver.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert all(exhibit.get_attribute("open") is not None for exhibit in exhibits)


def test_the_texts_of_a_pattern_lie_in_the_picture_and_not_on_each_other(
    driver: webdriver.Chrome, pages: dict[str, Path]
) -> None:
    opened(driver, pages["patterns"])
    outside, hidden, drawn = driver.execute_script(
        """
        const pictures = [...document.querySelectorAll("svg.automaton")], outside = [], hidden = [];
        for (const picture of pictures) {
          const frame = picture.getBoundingClientRect();
          const texts = [...picture.querySelectorAll("text")].map(t => [t.textContent, t.getBoundingClientRect()]);
          for (const [name, box] of texts) {
            if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom)
              outside.push(name);
            for (const [other, its] of texts)
              if (box !== its && box.left < its.right - 2 && its.left < box.right - 2
                  && box.top < its.bottom - 4 && its.top < box.bottom - 4) hidden.push(name + " and " + other);
          }
        }
        return [outside, hidden, pictures.length];
        """
    )
    assert outside == []
    assert hidden == []
    assert drawn >= 3
