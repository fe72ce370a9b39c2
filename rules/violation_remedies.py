"""What each violation of an input means, and what a caller should do about it.

`docs/refusals.md` is written from it. A violation is known by its `rule`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Fault(NamedTuple):
    """What a kind of violation means, and how to mend it."""

    meaning: str
    remedy: str


_FIELDS = "Name fields as docs/certificates.md lists them, each in a `<text>` or an `<image>`."
_LEAVE_OUT = "Leave it out of the file."

VIOLATIONS: Mapping[str, Fault] = MappingProxyType(
    {
        "address": Fault(
            "The address of a webhook or a source may not be called, or a template leads outside"
            " of its file",
            "Give a public https address; put pictures into the template.",
        ),
        "amendment": Fault(
            "An amendment names an organisation; it stays where it was declared", "Leave it out."
        ),
        "another": Fault("The new password is the old one", "Let another be chosen."),
        "base64": Fault("A font is no base64", "Send the bytes of the file, encoded."),
        "before_the_death": Fault(
            "The deceased was born after the death, as the declaration says",
            "Ask which of the two dates is right.",
        ),
        "born_before_the_death": Fault(
            "The person on record was not born by the day of the death, or died before the birth",
            "Look whether this is the person who is meant, and which date is right.",
        ),
        "box": Fault(
            "A text of a template has no box that it can be measured in, or one beyond the page",
            "Give it `x`, `y`, `font-size` and `data-width` as numbers within the page.",
        ),
        "bound": Fault(
            "A user interface is bound to an organisation, which only a machine can be",
            "Limit the grants of its users instead.",
        ),
        "calendar": Fault(
            "The day is before the calendar began, or beyond what a date can be", "Ask for the day."
        ),
        "characters": Fault(
            "A character that no text may hold: a control, half of a pair, one that turns the "
            "direction, or where a name must be unique one that is not seen",
            "Take it out, or let it be typed again; pasted text often has some.",
        ),
        "completed": Fault(
            "The payment is not COMPLETED",
            "Issue when it is paid; keep failed payments to yourself.",
        ),
        "custody": Fault(
            "CUSTODY is offered, which begins with a person who is made in it", "Leave it out."
        ),
        "death_only": Fault(
            "`personId` names whom a death is about; this is no death", "Leave `personId` out."
        ),
        "different": Fault(
            "Two that must differ are the same: two people with one national id, two spouses, "
            "a record and the one that it is a duplicate of",
            "Ask whose it is, or leave it out for who has none.",
        ),
        "doctype": Fault("A template has a DOCTYPE, which could declare entities", _LEAVE_OUT),
        "element": Fault(
            "A template has an element or attribute that is not allowed",
            "Draw it with the elements of docs/certificates.md.",
        ),
        "email": Fault(
            "It is not one e-mail address", "Let it be typed again, with nothing around it."
        ),
        "exists": Fault(
            "There is none with this id, or none that the caller may read",
            "Search anew; the id may be one of another type.",
        ),
        "exports": Fault(
            "A Group is named of a source that exports none", "Leave `exportGroup` out."
        ),
        "field": Fault("A template names no known field, or not where one may stand", _FIELDS),
        "font": Fault(
            "A font is none, is of another family, may not be embedded, or is not among the "
            "template's",
            "Send a TrueType or OpenType file for each family that the page names.",
        ),
        "future": Fault(
            "A grant would have expired before it is given", "Send a moment to come, or null."
        ),
        "known": Fault(
            "It is not on a closed list: scopes, or the currencies of ISO 4217",
            "Look it up in the schema, or on that list.",
        ),
        "language": Fault("It is no language tag of BCP 47", "Send `en`, `uk`, `pt-BR` …"),
        "length": Fault("It is too short or too long", "The message has the bounds."),
        "json_object": Fault("What a draft holds is not a JSON object", "Send one, as text."),
        "letter": Fault("A name shows no letter", "Leave the name out where it is not known."),
        "machines": Fault(
            "A machine cannot have it: a scope whose fields are closed to machines, or a role",
            "Give it to a user, through a client of kind USER_INTERFACE.",
        ),
        "max_decimals": Fault(
            "The amount has more decimals than its currency",
            "Round it as the payment was made: 12.10 euros, 12 yen.",
        ),
        "max_digits": Fault("The amount has more than 15 digits", "Look for a slip."),
        "letters": Fault(
            "A text of the certificate has letters that no font of the template has",
            "Choose a template with a font of that script; an administrator loads one.",
        ),
        "max_length": Fault(
            "It is longer than it may be, or there are more of them",
            "The message has the bound; texts are counted without blanks at their ends.",
        ),
        "mutable": Fault(
            "Invitations, and the letter to whoever is taken into custody, are never muted",
            "Leave it out.",
        ),
        "multiple_birth": Fault(
            "The number of children is not 2 to 9, or the place is not among them",
            "Send how many were born and which one this is; nothing for a single birth.",
        ),
        "national_id": Fault(
            "It is not ten digits", "Keep it as a text: a number loses zeros at its beginning."
        ),
        "not_blank": Fault("It is there and shows nothing", "Leave it out, or let it be filled."),
        "not_empty": Fault("The list is empty", "Name one at least."),
        "not_in_the_future": Fault(
            "The day is after today, wherever on earth",
            "Ask for the day; look at the clock of the device.",
        ),
        "not_negative": Fault("The amount is below zero", "Zero is fine; refunds are not kept."),
        "old_enough": Fault(
            "A spouse is not 16 on the day of the marriage", "Ask for the birth date."
        ),
        "older_than_the_child": Fault(
            "A parent has not had 12 birthdays before the child is born",
            "Ask for both birth dates; often the two are swapped.",
        ),
        "on_the_record": Fault(
            "The record names nobody who is this to it",
            "Choose who is on the record, or OTHER with the individual.",
        ),
        "one_time_code": Fault(
            "It is not the code that the authenticator shows now",
            "Let the next one be typed; look at the clock of the telephone where none is taken.",
        ),
        "one_of_the_two": Fault(
            "A date and what is known of it are both there",
            "Send `birthDate` for a full day, else `birthDateKnown`; likewise for others.",
        ),
        "page": Fault("A template has not the size of the paper", "Save it at 210 by 297 mm."),
        "period": Fault("The period ends before it begins", "Change `from` and `to` over."),
        "phone_number": Fault("It is no phone number", "Let it be typed again, with its prefix."),
        "picture": Fault("A picture in a template is no small PNG", "Convert it, or draw it."),
        "qr": Fault(
            "A template has no `{{qr}}`, or one without place and size",
            "Add `<image>` with it as `href` and `x`, `y`, `width`, `height` as numbers.",
        ),
        "range": Fault("The number is outside of its bounds", "The message has the bounds."),
        "required": Fault(
            "It is needed here: always, or because of what else the input says",
            "Ask for it; the message says when it is needed.",
        ),
        "same_kind": Fault(
            "The record named is of another kind, as a death for a birth",
            "Use the mutation of its kind, or the id of another record.",
        ),
        "script": Fault("A template has a script", _LEAVE_OUT),
        "size": Fault("A template has too many elements or levels", "Draw it simpler."),
        "two": Fault("A marriage has exactly two spouses", "Send both."),
        "other": Fault("A plan leads from an organisation to itself", "Name another target."),
        "two_or_more": Fault("There are fewer than two witnesses", "Ask for the others."),
        "unchanged": Fault(
            "The correction says what the record says",
            "Read the record again: somebody may have corrected it before you.",
        ),
        "well_formed": Fault("A template is no XML", "The message has the line."),
        "view": Fault(
            "A consent without VIEW: nobody does anything for somebody whom they may not see",
            "Add it, or withdraw the consent.",
        ),
    }
)
