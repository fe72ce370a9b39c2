"""Whether a template can be taken: its name, its SVG and its fonts, all faults at once (C12)."""

from collections.abc import Sequence

from rules.certificate_templates import (
    FIELDS,
    LARGEST_FONT,
    MOST_FONTS,
    TemplateName,
    check_template_name,
)
from rules.font_files import Font, NoFont, read_font
from rules.frozen import frozen
from rules.template_svg import SvgCheck
from rules.texts import cleaned
from rules.violations import Violations


@frozen
class FontFile:
    """A font's file with what was read of it."""

    font: Font
    file: bytes


@frozen
class CheckedTemplate:
    """A template that can be taken."""

    named: TemplateName
    svg: str
    fields: tuple[str, ...]
    fonts: tuple[FontFile, ...]


def check_template(
    violations: Violations, named: TemplateName, svg: str, files: Sequence[tuple[str, bytes]]
) -> CheckedTemplate:
    """Return a template as it will be kept; `files` are its fonts with their families.

    Raises InputIsInvalid with all that is wrong, also with what `violations` has noted before.
    """
    check_template_name(violations, named)
    fonts = _fonts(violations, files)
    # A font that is refused is not missed once more.
    families = frozenset(family for family, _ in files)
    check = SvgCheck(violations, FIELDS[named.kind], families)
    check.read(svg)
    violations.refuse()
    kept = TemplateName(cleaned(named.name), named.kind, named.language)
    return CheckedTemplate(kept, svg, tuple(sorted(check.fields)), tuple(fonts))


def _fonts(violations: Violations, files: Sequence[tuple[str, bytes]]) -> list[FontFile]:
    if not files:
        violations.add(["fonts"], "required", "A template has at least one font")
    if len(files) > MOST_FONTS:
        violations.add(["fonts"], "max_length", f"A template has at most {MOST_FONTS} fonts")
        return []
    fonts = []
    for at, (family, file) in enumerate(files):
        path: list[str | int] = ["fonts", at, "file"]
        if len(file) > LARGEST_FONT:
            violations.add(path, "max_length", f"It has more than {LARGEST_FONT} bytes")
            continue
        try:
            font = read_font(file)
        except NoFont as fault:
            violations.add(path, "font", str(fault))
            continue
        if font.family != family:
            violations.add([*path[:2], "family"], "font", "The file is of another family")
        fonts.append(FontFile(font, file))
    return fonts
