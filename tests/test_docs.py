"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.joinpath("docs").rglob("*.md"), *ROOT.joinpath("assets").rglob("*.md")]
PATH_LIKE = re.compile(r"`((?:griffin|tests|scripts|shaders|docs)/[\w/.]+\.(?:py|glsl|md|toml))`")
PACKAGES = "|".join(folder.name for folder in ROOT.joinpath("griffin").iterdir() if folder.is_dir())
SHORT_PATH = re.compile(rf"`((?:{PACKAGES})/[\w/]+\.py)`")  # without `griffin/` in front
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_and_named_files_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (document.parent / link).exists()]
    missing += [name for name in PATH_LIKE.findall(text) if not (ROOT / name).exists()]
    missing += [name for name in SHORT_PATH.findall(text) if not (ROOT / "griffin" / name).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_linked_headings_are_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([\w./-]*)#([^)\s]+)\)", text)
    missing = [
        f"{link}#{anchor}"
        for link, anchor in links
        if anchor not in anchors(document.parent / link if link else document)
    ]
    assert not missing
