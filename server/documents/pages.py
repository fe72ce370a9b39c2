"""Sets the values of a certificate into the SVG of its template."""

import unicodedata
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import segno

from rules.certificate_templates import QR
from rules.font_files import BOLD, Font
from rules.frozen import frozen
from rules.svg_parts import FIELD, LINE_HEIGHT, SHARES, XLINK, families_of, href_of
from rules.template_svg import SVG
from server.documents.measures import Box, Measure

NOTHING = "—"
"""What stands where a certificate has nothing to say."""

ABOVE, BELOW, BESIDE = 1.35, 0.45, 0.15
"""How far around its lines a box reaches, in sizes: for marks, and letters that lean."""

RIGHT_TO_LEFT, END_OF_ISOLATE = "\u2067", "\u2069"

WEIGHTS = {"bold": 700, "normal": 400, "bolder": 700}

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


@frozen
class Style:
    """What an element inherits that decides how wide its text is."""

    families: tuple[str, ...] = ()
    weight: int = 400

    def of(self, attributes: Mapping[str, str]) -> "Style":
        """Return the style of an element within."""
        written = attributes.get("font-weight", "")
        weight = WEIGHTS.get(written, int(written) if written.isdecimal() else self.weight)
        return Style(families_of(attributes) or self.families, weight)


@frozen
class Face:
    """A font of the page, and where those who show the page fetch it."""

    font: Font
    address: str

    @property
    def rule(self) -> str:
        """The rule of CSS by which a browser finds it."""
        family = self.font.family.replace("\\", "").replace('"', "")
        style = "italic" if self.font.is_italic else "normal"
        return (
            f'@font-face{{font-family:"{family}";font-weight:{self.font.weight};'
            f'font-style:{style};src:url("{self.address}")}}'
        )


def set_page(
    svg: str,
    printed: Mapping[str, str],
    address: str,
    faces: Sequence[Face],
    *,
    with_fonts: bool = False,
) -> str:
    """Return the SVG with all its fields filled; the same for the same values. Rule C13.

    `printed` has the texts by field, `address` is what the QR code leads to; `with_fonts` the page
    says where its fonts are. The template has passed `SvgCheck`, so it declares no entities.
    """
    root = ET.fromstring(svg)
    _set(root, Style(), printed, address, [face.font for face in faces])
    if with_fonts:
        style = ET.Element(f"{{{SVG}}}style")
        style.text = "".join(face.rule for face in faces)
        root.insert(0, style)
    return ET.tostring(root, encoding="unicode")


def _set(
    element: ET.Element,
    outer: Style,
    printed: Mapping[str, str],
    address: str,
    fonts: Sequence[Font],
) -> None:
    style = outer.of(element.attrib)
    for at, child in enumerate(list(element)):
        if child.tag == f"{{{SVG}}}text" and FIELD.search(child.text or ""):
            _set_text(element, child, style.of(child.attrib), printed, fonts)
        elif child.tag == f"{{{SVG}}}image" and FIELD.fullmatch(_reference(child)):
            element[_index(element, child, at)] = _code(child, address)
        else:
            _set(child, style, printed, address, fonts)


def _index(element: ET.Element, child: ET.Element, at: int) -> int:
    # Boxes have been put between the children meanwhile.
    return at + list(element)[at:].index(child)


def _reference(image: ET.Element) -> str:
    named = {name.replace("{", "").replace("}", " "): it for name, it in image.attrib.items()}
    return href_of(named).strip()


def _set_text(
    parent: ET.Element,
    element: ET.Element,
    style: Style,
    printed: Mapping[str, str],
    fonts: Sequence[Font],
) -> None:
    """Set a text, wrapped and smaller where it must be, and cut off what would leave its box."""
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    box = Box(
        float(element.attrib.pop("data-width")),
        float(element.attrib["font-size"]),
        int(element.attrib.pop("data-lines", "1")),
    )
    measure = Measure(fonts, style.families, is_bold=style.weight >= BOLD)
    found = measure.fit(_filled(element.text or "", printed), box)
    element.text = None
    element.set("font-size", _written(found.size))
    first = y if len(found.lines) == 1 else y - box.size + found.size
    for at, line in enumerate(found.lines):
        place = {"x": _written(x), "y": _written(first + at * found.size * LINE_HEIGHT)}
        ET.SubElement(element, f"{{{SVG}}}tspan", place).text = _directed(line)
    anchor = element.get("text-anchor", "start")
    place = {
        "x": _written(x - box.width * SHARES[anchor] - BESIDE * box.size),
        "y": _written(y - ABOVE * box.size),
        "width": _written(box.width + 2 * BESIDE * box.size),
        "height": _written((ABOVE + BELOW + (box.lines - 1) * LINE_HEIGHT) * box.size),
    }
    at = list(parent).index(element)
    name = f"box-{_written(x)}-{_written(y)}"
    clip = ET.Element(f"{{{SVG}}}clipPath", {"id": name})
    ET.SubElement(clip, f"{{{SVG}}}rect", place)
    parent.insert(at, clip)
    element.set("clip-path", f"url(#{name})")


def _directed(line: str) -> str:
    """Isolate a line that is written from the right: Typst passes over `direction`."""
    for character in line:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return f"{RIGHT_TO_LEFT}{line}{END_OF_ISOLATE}"
        if direction == "L":
            break
    return line


def _filled(text: str, printed: Mapping[str, str]) -> str:
    """Fill the fields of a text; one of which nothing is known says so."""
    named = FIELD.findall(text)
    if not any(printed.get(name) for name in named):
        return NOTHING
    return " ".join(FIELD.sub(lambda it: printed.get(it[1], ""), text).split())


def _code(image: ET.Element, address: str) -> ET.Element:
    """Draw the QR code of an address where the image stood."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    side = min(float(image.attrib["width"]), float(image.attrib["height"])) / len(rows)
    steps = [
        f"M{column} {line}h1v1h-1z"
        for line, row in enumerate(rows)
        for column, is_dark in enumerate(row)
        if is_dark
    ]
    moved = f"translate({image.attrib['x']} {image.attrib['y']}) scale({side:.5f})"
    if "transform" in image.attrib:
        moved = f"{image.attrib['transform']} {moved}"
    return ET.Element(
        f"{{{SVG}}}path",
        {"id": QR, "d": "".join(steps), "transform": moved, "fill": "#000000"},
    )


def _written(number: float) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")
