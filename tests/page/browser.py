"""Opens pages of reisagenda in Chromium and looks at them as their readers would.

    browser.py --can-run                                   ends with 3 where there is no Chromium
    browser.py AGENDA_NL.html AGENDA_EN.html QUARTER.html PROGRAM SCENARIO PLAN.json

Ends with 1 and one line for each thing that is wrong.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
CHROMIUM = next((path for path in map(shutil.which, NAMES) if path), None)
QUIET = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

wrong = []


def expect(is_so, what):
    if not is_so:
        wrong.append(what)


def opened(browser, page, what, **options):
    """A page that has been opened, with everything it asked for and complained of."""
    context = browser.new_context(**options)
    tab = context.new_page()
    tab.on("request", lambda request: expect(request.url.startswith("file://"), f"{what}: asks for {request.url}"))
    tab.on("console", lambda message: expect(message.type != "error", f"{what}: {message.text}"))
    tab.on("pageerror", lambda error: expect(False, f"{what}: {error}"))
    tab.on("dialog", lambda dialog: expect(False, f"{what}: says {dialog.message}"))
    tab.goto(Path(page).as_uri())
    return tab


def axe(tab, what):
    found = Axe().run(tab, options={"runOnly": {"type": "tag", "values": TAGS}})
    for violation in found.response["violations"]:
        nodes = violation["nodes"]
        where = "; ".join(node["html"][:160] for node in nodes[:3])
        wrong.append(f"{what}: axe {violation['id']}: {violation['help']} ({len(nodes)} times): {where}")


def width(tab):
    return tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def looks(browser, pages):
    """Light, dark, narrow, magnified: axe finds nothing and nothing runs off the side."""
    wide = {"width": 1280, "height": 800}
    ways = {
        "light": {"viewport": wide, "color_scheme": "light"},
        "dark": {"viewport": wide, "color_scheme": "dark", "reduced_motion": "reduce"},
        "small": {"viewport": {"width": 1040, "height": 700}},
        "narrow": {"viewport": {"width": 320, "height": 640}},
        "at 200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    }
    for page in pages:
        for way, options in ways.items():
            if page != pages[0] and way not in ("light", "narrow"):
                continue
            what = f"{Path(page).name}, {way}"
            tab = opened(browser, page, what, **options)
            tab.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
            axe(tab, what)
            expect(width(tab) <= 0, f"{what}: the page is {width(tab)} px wider than the screen")
            if way == "dark":
                behaviour = tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
                expect(behaviour == "auto", f"{what}: scrolls by itself though less motion is wanted")
                shade = tab.evaluate("getComputedStyle(document.body).backgroundColor")
                expect(shade != "rgb(255, 255, 255)", f"{what}: is not dark")
            tab.context.close()


def nothing_is_lost_when_narrow(browser, page):
    """What can be read on a wide screen can be read on a narrow one."""
    texts = []
    for viewport in ({"width": 1280, "height": 800}, {"width": 320, "height": 640}):
        tab = opened(browser, page, "lost", viewport=viewport)
        tab.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        cells = tab.locator("table.data tbody th:visible, table.data tbody td:visible")
        texts.append([text.strip() for text in cells.all_inner_texts()])
        tab.context.close()
    expect(len(texts[0]) > 60, f"only {len(texts[0])} cells were seen")
    expect([t.split() for t in texts[0]] == [t.split() for t in texts[1]], "cells differ between wide and narrow")


def keyboard(browser, page):
    """Tab reaches every link, field, table switch and scrolling drawing, visibly, and gets out again."""
    tab = opened(browser, page, "keyboard", viewport={"width": 1280, "height": 800})
    wanted = tab.evaluate(
        """() => [...document.querySelectorAll('a[href], select, input, button, summary, [tabindex="0"]')]
            .filter((element) => element.checkVisibility()).length"""
    )
    tab.keyboard.press("Tab")
    expect(tab.evaluate("document.activeElement.className") == "skip", "the first stop is not the way to the content")
    expect(tab.locator(".skip").bounding_box()["x"] >= 0, "the way to the content is not seen when it has the focus")
    seen = tab.evaluate_handle("new Set()")
    unseen = []
    for _ in range(wanted + 5):
        state = tab.evaluate(
            """(seen) => {
                const element = document.activeElement;
                if (element === document.body || seen.has(element)) { return null; }
                seen.add(element);
                const style = getComputedStyle(element);
                return { html: element.outerHTML.slice(0, 80), outline: style.outlineStyle };
            }""",
            seen,
        )
        if state is None:
            break
        if state["outline"] == "none":
            unseen.append(state["html"])
        tab.keyboard.press("Tab")
    reached = seen.evaluate("(seen) => seen.size")
    expect(reached == wanted, f"the keyboard reaches {reached} of {wanted} things")
    expect(not unseen, f"no focus is seen on: {unseen[:3]}")
    tab.locator(".skip").focus()
    tab.keyboard.press("Enter")
    expect(tab.evaluate("document.activeElement.id") == "inhoud", "the first link does not lead to the content")
    summary = tab.locator("details.as-table > summary").first
    summary.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("details.as-table table").first.is_visible(), "the table of the timeline does not open")
    tab.context.close()


def every_drawing_has_its_table(browser, page):
    """Whoever cannot see a timeline finds each of its bars in the table that belongs to it."""
    tab = opened(browser, page, "tables", viewport={"width": 1280, "height": 800})
    n_quarters = tab.locator("section.quarter").count()
    expect(n_quarters == 2, f"{n_quarters} quarters")
    for quarter in tab.locator("section.quarter").all():
        drawings = quarter.locator("svg.timeline").all()
        tables = quarter.locator("details.as-table").all()
        expect(len(drawings) == len(tables), "a timeline has no table")
        for drawing, table in zip(drawings, tables):
            n_bars = drawing.locator("g.bar").count()
            n_lines = table.locator("table").first.locator("tbody tr").count()
            expect(n_bars == n_lines, f"{n_bars} bars, {n_lines} lines: {drawing.get_attribute('aria-label')}")
            expect(drawing.get_attribute("role") == "img" and drawing.get_attribute("aria-label"), "a nameless drawing")
    for link in tab.locator("a[href^='#']").all():
        target = link.get_attribute("href")[1:]
        expect(tab.evaluate("(id) => document.getElementById(id) !== null", target), f"#{target} leads nowhere")
    tab.context.close()


def filters(browser, page):
    """The filter shows a traveller's lines only, says how many, and lets go again."""
    tab = opened(browser, page, "filter", viewport={"width": 1280, "height": 800})
    visits = "#bezoeken tr[id^='bezoek-']:visible"
    n_all = tab.locator(visits).count()
    tab.select_option("#filter-traveller", "stas")
    said = tab.locator("#filter-said").inner_text()
    n_shown = tab.locator(visits).count()
    expect(0 < n_shown < n_all, f"{n_shown} of {n_all} visits of one traveller")
    expect(str(n_shown) in said and str(n_all) in said, f"the filter says `{said}`")
    expect(tab.locator("g.bar.dim").count() > 0, "no bar is dimmed")
    tab.locator("#filter-form button").click()
    tab.wait_for_function("(n) => document.querySelectorAll(\"#bezoeken tr[id^='bezoek-']:not([hidden])\").length === n", arg=n_all)
    tab.select_option("#filter-country", "EG")
    expect(tab.locator(visits).count() < n_all, "the filter by country shows everything")
    tab.locator("#filter-form button").click()
    tab.fill("#filter-text", "MAROKKO: BEZOEK")
    expect(tab.locator(visits).count() == 1, "the filter by word does not find one visit")
    tab.context.close()


def without_script(browser, page):
    """Without a script the page is whole, and has no filter that would do nothing."""
    tab = opened(browser, page, "without script", java_script_enabled=False)
    expect(not tab.locator("#filter").is_visible(), "a filter is shown that does nothing")
    expect(tab.locator("#bezoeken tr[id^='bezoek-']").first.is_visible(), "no visits without the script")
    expect(tab.locator("svg.timeline").first.is_visible(), "no timeline without the script")
    tab.context.close()


def paper(program, scenario, plan):
    """Printed by the program, each quarter is one page, A3 landscape."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "agenda.pdf"
        command = [program, "report", scenario, plan, "--pdf", str(target)]
        ran = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "REISAGENDA_BROWSER": CHROMIUM})
        expect(ran.returncode == 0, f"--pdf: {ran.stderr}")
        if ran.returncode != 0:
            return
        pages = PdfReader(target).pages
        for page in pages:
            size = [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]]
            expect(size == [420, 297], f"a page of {size} mm is no A3 landscape")
        texts = [page.extract_text() for page in pages]
        for name in ("Eerste kwartaal 2027", "Tweede kwartaal 2027"):
            on = [number for number, text in enumerate(texts) if name in text]
            expect(len(on) == 1, f"{name} is on pages {on}")
            expect(on and "Per reiziger" in texts[on[0]] and "Per land" in texts[on[0]], f"{name} is not on one page")
        expect("Vertrouwelijk" in texts[-1], "the last page does not say whom it is for")


def main():
    agendas, report = sys.argv[1:3], sys.argv[3]
    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, as in a container.
        arguments = QUIET + (["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else [])
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        looks(browser, [*agendas, report])
        nothing_is_lost_when_narrow(browser, agendas[0])
        keyboard(browser, agendas[0])
        every_drawing_has_its_table(browser, agendas[0])
        filters(browser, agendas[0])
        without_script(browser, agendas[0])
        browser.close()
    paper(*sys.argv[4:7])
    print("\n".join(wrong))
    sys.exit(1 if wrong else 0)


if sys.argv[1:] == ["--can-run"]:
    sys.exit(0 if CHROMIUM else 3)
main()
