# ruff: noqa: RUF001 - texts stand in their own language
"""What the public page of certificates says, in the languages of the console."""

from collections.abc import Mapping
from types import MappingProxyType

from rules.verification import RevocationReason
from server.http.verification_arabic import ARABIC
from server.http.verification_words import Texts

TEXTS: Mapping[str, Texts] = MappingProxyType(
    {
        "en": Texts(
            own_name="English",
            title="Certificate check",
            number="Certificate number",
            valid="Valid",
            valid_says="The registry made this certificate, and it is valid today.",
            revoked="Not valid",
            revoked_says="The registry revoked this certificate on {date}: {reason}.",
            reasons={
                RevocationReason.CORRECTED: (
                    "the record was corrected. Ask for a certificate that was made afterwards"
                ),
                RevocationReason.ANNULLED: "the registration was annulled",
                RevocationReason.WITHDRAWN: (
                    "a registrar withdrew it. Ask for another certificate, and check that"
                ),
            },
            unknown="No such certificate",
            unknown_says=(
                "The registry has made no certificate of this number. Compare the number with the"
                " paper; if it is the same, do not accept the paper."
            ),
            busy="Wait a minute",
            busy_says="Too many checks came at once. This says nothing about the certificate.",
            without_code=(
                "Only the number was checked. To see what the paper must say, scan the square code"
                " on it: a false paper can carry the number of a true one."
            ),
            without_script="To see what the paper must say, allow this page to run scripts.",
            reading="Reading what the paper must say…",
            failed="What the paper must say could not be read. Load the page again.",
            altered="Do not accept this paper",
            altered_says=(
                "Its code is not that of this certificate. The paper was altered, or is no paper"
                " of the registry."
            ),
            compare="What the paper must say",
            compare_says=(
                "Compare each line with the paper. If one differs, the paper was altered: do not"
                " accept it."
            ),
            compare_revoked="What the revoked paper says",
            fields={
                "firstName": "given name",
                "secondName": "patronymic or middle name",
                "lastName": "family name",
                "birthDate": "date of birth",
                "gender": "sex",
                "nationalId": "national number",
                "dateOfDeath": "Date of death",
                "placeOfDeath": "Place of death",
                "causeOfDeath": "Cause of death",
                "dateOfMarriage": "Date of marriage",
                "placeOfMarriage": "Place of marriage",
                "placeOfBirth": "Place of birth",
                "multipleBirth.of": "Children born together",
                "multipleBirth.order": "Which of them",
                "informant.relationship": "Informant: relationship",
                "informant.email": "Informant: e-mail",
                "informant.phoneNumber": "Informant: telephone",
                "lateRegistrationReason": "Why it was registered late",
                "registrationNumber": "Registration number",
                "registrationDate": "Date of registration",
                "certificationDate": "Date of certificate",
                "office": "Office",
                "registrar": "Registrar",
                "serialNumber": "Certificate number",
            },
            owners={
                "child": "Child",
                "mother": "Mother",
                "father": "Father",
                "deceased": "Deceased",
                "spouses.0": "First spouse",
                "spouses.1": "Second spouse",
                "witnesses": "Witness {number}",
                "informant.individual": "Informant",
            },
        ),
        "uk": Texts(
            own_name="Українська",
            title="Перевірка свідоцтва",
            number="Номер свідоцтва",
            valid="Дійсне",
            valid_says="Реєстр видав це свідоцтво, і сьогодні воно дійсне.",
            revoked="Недійсне",
            revoked_says="Реєстр скасував це свідоцтво {date}: {reason}.",
            reasons={
                RevocationReason.CORRECTED: (
                    "до актового запису внесено зміни. Попросіть свідоцтво, видане після цього"
                ),
                RevocationReason.ANNULLED: "актовий запис анульовано",
                RevocationReason.WITHDRAWN: (
                    "його відкликав реєстратор. Попросіть інше свідоцтво й перевірте його"
                ),
            },
            unknown="Такого свідоцтва немає",
            unknown_says=(
                "Реєстр не видавав свідоцтва з таким номером. Звірте номер із документом; якщо він"
                " той самий, не приймайте документ."
            ),
            busy="Зачекайте хвилину",
            busy_says="Забагато перевірок водночас. Про саме свідоцтво це нічого не каже.",
            without_code=(
                "Перевірено лише номер. Щоб побачити, що має бути в документі, скануйте квадратний"
                " код на ньому: підробка може мати номер справжнього свідоцтва."
            ),
            without_script="Щоб побачити, що має бути в документі, дозвольте сторінці сценарії.",
            reading="Читаємо, що має бути в документі…",
            failed="Не вдалося прочитати, що має бути в документі. Оновіть сторінку.",
            altered="Не приймайте цей документ",
            altered_says=(
                "Його код не належить цьому свідоцтву. Документ змінено, або він не з реєстру."
            ),
            compare="Що має бути в документі",
            compare_says=(
                "Звірте кожен рядок із документом. Якщо хоч один відрізняється, документ змінено:"
                " не приймайте його."
            ),
            compare_revoked="Що написано в скасованому документі",
            fields={
                "firstName": "власне ім’я",
                "secondName": "по батькові",
                "lastName": "прізвище",
                "birthDate": "дата народження",
                "gender": "стать",
                "nationalId": "державний номер",
                "dateOfDeath": "Дата смерті",
                "placeOfDeath": "Місце смерті",
                "causeOfDeath": "Причина смерті",
                "dateOfMarriage": "Дата шлюбу",
                "placeOfMarriage": "Місце реєстрації шлюбу",
                "placeOfBirth": "Місце народження",
                "multipleBirth.of": "Скільки дітей народилося разом",
                "multipleBirth.order": "Котра з них",
                "informant.relationship": "Заявник: ким є",
                "informant.email": "Заявник: електронна пошта",
                "informant.phoneNumber": "Заявник: телефон",
                "lateRegistrationReason": "Чому зареєстровано пізно",
                "registrationNumber": "Номер актового запису",
                "registrationDate": "Дата реєстрації",
                "certificationDate": "Дата свідоцтва",
                "office": "Орган реєстрації",
                "registrar": "Реєстратор",
                "serialNumber": "Номер свідоцтва",
            },
            owners={
                "child": "Дитина",
                "mother": "Мати",
                "father": "Батько",
                "deceased": "Померла особа",
                "spouses.0": "Перша особа",
                "spouses.1": "Друга особа",
                "witnesses": "Свідок {number}",
                "informant.individual": "Заявник",
            },
        ),
        "ar": ARABIC,
    }
)


def label(texts: Texts, line: str) -> str:
    """Return what the page calls a line of a paper: a field, or somebody whose name it is."""
    if line in texts.fields:
        return texts.fields[line]
    whose, _, part = line.rpartition(".")
    if part not in texts.fields:
        return _owner(texts, line)
    return f"{_owner(texts, whose)}: {texts.fields[part]}"


def _owner(texts: Texts, whose: str) -> str:
    owner, _, number = whose.partition(".")
    return texts.owners.get(whose) or texts.owners[owner].format(number=int(number or 0) + 1)
