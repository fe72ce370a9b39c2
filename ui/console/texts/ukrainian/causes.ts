/** The texts of what messages are, why one did not arrive and what helps in Ukrainian. */
import type { causes as english } from "../english/causes.ts";

export const causes: typeof english = {
  kinds: {
    "run.sync": "Синхронізація з джерелом",
    "run.erasure": "Стирання організації",
    "run.transfer": "Переведення осіб",
    "run.organisation_merge": "Об’єднання організацій",
    "run.organisation_move": "Переміщення організації",
    "inbound.explanation": "Від джерела: запит на пояснення",
    "inbound.organisation": "Від джерела: організація змінилася",
    "inbound.unknown": "Від джерела: невідомого тут виду",
    "letter.organisation_created": "Лист: створено організацію",
    "letter.transfer_completed": "Лист: осіб переведено",
    "letter.person_transferred": "Лист особі: переведено",
    "letter.consent_offered": "Лист: згода чекає на відповідь",
    "letter.roles_changed": "Лист: ролі надано або забрано",
    "letter.custody_begun": "Лист: передано під опіку",
    "letter.organisations_merged": "Лист: організації об’єднано",
    "letter.invitation": "Лист: запрошення",
    "letter.explanation_due": "Лист: наближається строк пояснення",
    "letter.failures_digest": "Лист: звіт про недоставлене",
    "digest.mail": "Щоденний звіт про недоставлене, поштою",
    "digest.webhook": "Щоденний звіт про недоставлене, на вебхук",
    "webhook.test": "Пробна подія",
  },
  why: {
    "Whoever it is for is gone or has no address": "Одержувача вже немає або він не має адреси",
    "What it is about is over": "Те, про що йдеться, уже минуло",
    "Its address is not among those that SELFSAME_LETTERS_ALLOWED lists":
      "Цієї адреси немає серед тих, на які дозволено писати",
    "No mail server is set": "Поштового сервера не налаштовано",
    "Mail to its address came back before": "Пошта на цю адресу вже поверталася",
    "Whoever it is for gets no letters of its kind": "Одержувач відмовився від листів цього виду",
    "Its organisation sends no letters of its kind": "Організація не надсилає листів цього виду",
    "Every delivery failed for days: the webhook is switched off":
      "Кілька днів нічого не вдавалося доставити: вебхук вимкнено",
    "The receiver answered 410: the webhook is switched off":
      "Отримувач відповів 410: вебхук вимкнено",
    "The webhook was switched off": "Вебхук вимкнено",
    "The client may not read the record any more": "Клієнт більше не може читати цей запис",
    "The webhook was deleted": "Вебхук видалено",
    "The organisation was erased": "Організацію стерто",
    "The source was retired": "Джерело вилучено з ужитку",
    "Its next step was discarded": "Наступний крок відкинуто",
    "No key of this installation opens the secret: make a new secret":
      "Жоден ключ цього реєстру не відкриває секрету",
    "Interrupted: the worker was lost": "Перервано: робочий процес зник",
    "It is not known whether it was taken": "Невідомо, чи його прийнято",
    "The mail server cannot be reached": "Поштовий сервер недосяжний",
    "The certificate of the mail server is not valid": "Сертифікат поштового сервера недійсний",
    "The mail server takes no password": "Поштовий сервер не приймає пароля",
    "The mail server takes no password that is not ASCII":
      "Поштовий сервер приймає пароль лише з латинських знаків",
    "The address is in a private network": "Адреса — у приватній мережі",
    "The certificate is not valid": "Сертифікат недійсний",
    "No connection": "Немає з’єднання",
  },
  answered: (status: string) => `Відповідь: ${status}`,
  mailAnswered: (code: string) => `Поштовий сервер відповів ${code}`,
  cameBack: (code: string) => `Пошта повернулася: ${code}`,
  silent: (seconds: string) => `Немає відповіді за ${seconds} с`,
  unsent: (name: string) => `Не вдалося надіслати (${name})`,
  now: "Що заважає зараз:",
  first: {
    token:
      "Нова спроба скінчиться тим самим. Надайте новий токен там, де зупинилася синхронізація.",
    secret:
      "Причина в нас: жоден ключ цього реєстру не відкриває секрету вебхука. Зробіть новий секрет і передайте його отримувачеві; тоді тут можна буде спробувати ще раз.",
    switchOn:
      "Туди нічого не надсилають: вебхук вимкнено. Увімкніть його; тоді тут можна буде спробувати ще раз.",
    sendAnew:
      "Нова спроба скінчиться тим самим. Той, хто це надіслав, має виправити й надіслати заново.",
    otherLink:
      "Нова спроба скінчиться тим самим. Той, хто це надіслав, має надіслати через зв’язок, що враховується.",
    mailServer: "Листів не буде, поки той, хто тримає цей реєстр, не налаштує поштового сервера.",
    address: "Спершу перевірте адресу: нова спроба на ту саму скінчиться тим самим.",
    allowed: "На які адреси йдуть листи, вирішує той, хто тримає цей реєстр.",
    letters: "Організація вимкнула листи цього виду.",
    maybeTaken: "Можливо, воно дійшло: тоді його отримають удруге.",
  },
  /** Where a failed message cannot go before its webhook is put right. */
  toWebhook: { secret: "До вебхука: зробити новий секрет", switchOn: "До вебхука: увімкнути його" },
  to: {
    run: "До синхронізації",
    webhook: "До вебхука",
    sources: "До зв’язків із джерелами",
    letters: "До листів, які надсилаються",
  },
};
