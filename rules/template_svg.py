"""What the SVG of a certificate's template may hold, all faults at once (C12)."""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from rules.certificate_templates import LONGEST_SVG, QR
from rules.svg_parts import (
    ELEMENTS,
    FIELD,
    LARGEST_PICTURE,
    LINE_HEIGHT,
    MISLEADING,
    MOST_PIXELS,
    OUTSIDE,
    PAGE,
    PLAIN_REFERENCE,
    SHARES,
    TOLERANCE,
    XLINK,
    families_of,
    href_of,
    is_small_png,
    millimetres,
    number,
)
from rules.violations import Violations

SVG = "http://www.w3.org/2000/svg"
PATH = ["svg"]

SHAPES_OF_TEXT = frozenset({"text", "tspan"})
GENERIC = frozenset({"serif", "sans-serif", "monospace"})
MOST_ELEMENTS = 5_000
MOST_USED = 20_000
"""Elements that all `use` together repeat."""

DEEPEST = 40
MOST_FAULTS = 50

NEEDED = ("x", "y", "font-size", "data-width")
"""What a text with fields says of its box; `data-lines` may stand beside them."""


class _Stopped(Exception):
    """The rest of the file is not looked at."""


@dataclass
class _Element:
    name: str
    attributes: dict[str, str]
    families: tuple[str, ...]
    is_moved: bool
    text: str = ""
    has_children: bool = False
    inside: int = 1
    """How many elements it is with all that are in it."""
    repeats: bool = False
    """Whether a `use` is in it."""


@dataclass
class SvgCheck:
    """A reading of a template's SVG, which notes its fields and what is wrong with it."""

    violations: Violations
    known: frozenset[str]
    """The fields that a template of the kind may name."""
    families: frozenset[str]
    """The families of the template's fonts."""
    fields: set[str] = field(default_factory=set)
    _open: list[_Element] = field(default_factory=list)
    _count: int = 0
    _sizes: dict[str, int] = field(default_factory=dict)
    _used: list[str] = field(default_factory=list)
    _repeating: set[str] = field(default_factory=set)
    _box: tuple[float, float, float, float] | None = None
    _noted: set[tuple[str, str]] = field(default_factory=set)

    def read(self, svg: str) -> None:
        """Read the SVG; what it declares outside of SVG, as entities, is refused unread."""
        if len(svg) > LONGEST_SVG:
            self._note("max_length", f"It is longer than {LONGEST_SVG} characters")
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(svg.encode("utf-8", "surrogatepass"), True)
        except _Stopped:
            return
        except expat.ExpatError as error:
            self._note("well_formed", f"It is no XML: line {error.lineno}")
            return
        self._end_of_file()

    def _note(self, rule: str, message: str) -> None:
        if (rule, message) in self._noted:
            return
        self._noted.add((rule, message))
        self.violations.add(PATH, rule, message)
        if len(self._noted) >= MOST_FAULTS:
            raise _Stopped

    def _doctype(self, *_: object) -> None:
        self._note("doctype", "It has a DOCTYPE, which could declare entities")
        raise _Stopped

    def _instruction(self, target: str, _: str) -> None:
        self._note("address", f"It has the processing instruction {target[:40]}")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        namespace, _, name = qualified.rpartition(" ")
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) > DEEPEST:
            self._note("size", f"It has more than {MOST_ELEMENTS} elements, or {DEEPEST} levels")
            raise _Stopped
        if name == "script":
            self._note("script", "It has a script")
        elif namespace != SVG or name not in ELEMENTS:
            self._note("element", f"<{name[:40]}> is not allowed")
        outer = self._open[-1] if self._open else None
        if outer is not None:
            outer.has_children = True
        for attribute, value in attributes.items():
            self._check_attribute(name, attribute, value)
        families = families_of(attributes) or (outer.families if outer else ())
        moved = "transform" in attributes or bool(outer and outer.is_moved)
        self._open.append(_Element(name, attributes, families, moved))
        if outer is None:
            self._check_root(namespace, name, attributes)
        elif name == "svg":
            self._note("element", "<svg> within <svg> is not allowed")
        self._check_families(families_of(attributes))

    def _check_root(self, namespace: str, name: str, attributes: dict[str, str]) -> None:
        if namespace != SVG or name != "svg":
            self._note("element", "It is no SVG")
            raise _Stopped
        sides = [millimetres(attributes.get(side, "")) for side in ("width", "height")]
        view = [number(it) for it in attributes.get("viewBox", "").replace(",", " ").split()]
        is_page = all(
            side is not None and abs(side - wanted) <= TOLERANCE
            for side, wanted in zip(sides, PAGE, strict=True)
        )
        numbers = [it for it in view if it is not None]
        if not is_page:
            self._note("page", "Its width and height are not those of A4: 210mm and 297mm")
        if len(view) != 4 or len(numbers) != 4 or numbers[2] <= 0 or numbers[3] <= 0:
            self._note("page", "It has no viewBox of four numbers")
        elif abs(numbers[3] / numbers[2] - PAGE[1] / PAGE[0]) > 0.01:
            self._note("page", "Its viewBox has not the proportions of A4")
        else:
            left, top, width, height = numbers
            self._box = (left, top, left + width, top + height)

    def _check_attribute(self, element: str, qualified: str, value: str) -> None:
        namespace, _, name = qualified.rpartition(" ")
        lower = name.lower()
        if lower.startswith("on") or "javascript:" in re.sub(r"\s", "", value.lower()):
            self._note("script", f"{name[:40]} of <{element[:40]}> is a script")
        if name == "base" or name == "direction":
            self._note("element", f"The attribute {name} is not allowed")
        if name == "href" and namespace in ("", XLINK):
            self._check_reference(element, value)
            return
        if OUTSIDE.search(value):
            self._note("address", f"{name[:40]} of <{element[:40]}> leads outside of the file")
        if "{{" in value or "}}" in value:
            self._note("field", f"{name[:40]} of <{element[:40]}> holds a field; only texts may")

    def _check_reference(self, element: str, value: str) -> None:
        named = FIELD.fullmatch(value.strip())
        if element == "image" and named and named[1] == QR:
            self.fields.add(QR)
        elif element == "image" and value.startswith("data:"):
            if len(value) > LARGEST_PICTURE:
                self._note("max_length", f"A picture has more than {LARGEST_PICTURE} characters")
            elif not is_small_png(value):
                self._note("picture", f"A picture is no PNG of at most {MOST_PIXELS} pixels a side")
        elif element != "image" and PLAIN_REFERENCE.fullmatch(value):
            if element == "use":
                self._used.append(value[1:])
        else:
            self._note("address", f"href of <{element[:40]}> leads outside of the file")

    def _check_families(self, families: tuple[str, ...]) -> None:
        for family in families:
            if family not in self.families and family not in GENERIC:
                self._note("font", f"The font {family[:60]} is not among its fonts")

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].text += text

    def _end(self, _: str) -> None:
        element = self._open.pop()
        repeats = element.repeats or element.name == "use"
        if self._open:
            self._open[-1].inside += element.inside
            self._open[-1].repeats |= repeats
        if "id" in element.attributes:
            self._sizes[element.attributes["id"]] = element.inside
            if repeats:
                self._repeating.add(element.attributes["id"])
        is_text = element.name in SHAPES_OF_TEXT and element.text.strip()
        if is_text and set(element.families) <= GENERIC:
            self._note("font", "A text has no font-family of its fonts")
        if "{{" in element.text or "}}" in element.text:
            self._check_fields(element)
        if element.name == "image" and FIELD.fullmatch(href_of(element.attributes).strip()):
            numbers = [number(element.attributes.get(it, "")) for it in ("x", "y")]
            sides = [number(element.attributes.get(it, "")) for it in ("width", "height")]
            if None in numbers or not all(side and side > 0 for side in sides):
                self._note("qr", "The image of {{qr}} needs x, y, width and height as numbers")

    def _check_fields(self, element: _Element) -> None:
        for name in FIELD.findall(element.text):
            if name == QR:
                self._note("field", "{{qr}} is the href of an <image>, and no text")
            elif name not in self.known:
                self._note("field", f"There is no field {name[:60]}")
            else:
                self.fields.add(name)
        rest = FIELD.sub("", element.text)
        if "{{" in rest or "}}" in rest:
            self._note("field", "A field is no name in double braces")
        if element.name != "text" or element.has_children:
            self._note("field", "A field stands in a <text> that has no elements in it")
            return
        self._check_box(element)

    def _check_box(self, element: _Element) -> None:
        given = element.attributes
        inside = f"The <text> of {element.text.strip()[:60]}"
        x, y, size, width = (number(given.get(it, "")) for it in NEEDED)
        lines = number(given.get("data-lines", "1"))
        if x is None or y is None or not size or not width or size <= 0 or width <= 0:
            self._note("box", f"{inside} needs {', '.join(NEEDED)} as numbers")
            return
        if lines not in (1, 2, 3, 4, 5, 6):
            self._note("box", f"{inside} has data-lines other than 1 to 6")
            return
        anchor = given.get("text-anchor", "start")
        if misleading := MISLEADING & given.keys() or (given.keys() & {"style", "class"}):
            self._note("box", f"{inside} has {sorted(misleading)[0]}, so it cannot be measured")
        if anchor not in SHARES:
            self._note("box", f"{inside} has an unknown text-anchor")
            return
        left = x - width * SHARES[anchor]
        if self._box is None or element.is_moved:
            return
        page_left, page_top, page_right, page_bottom = self._box
        below = y + (lines - 1) * size * LINE_HEIGHT
        is_beside = left < page_left or left + width > page_right
        if is_beside or y - size < page_top or below > page_bottom:
            self._note("box", f"{inside} leaves the page")

    def _end_of_file(self) -> None:
        if QR not in self.fields:
            self._note("qr", "It has no <image> whose href is {{qr}}")
        if self._repeating.intersection(self._used):
            self._note("size", "A <use> repeats another <use>")
        if sum(self._sizes.get(it, 0) for it in self._used) > MOST_USED:
            self._note("size", f"Its <use> repeat more than {MOST_USED} elements")
