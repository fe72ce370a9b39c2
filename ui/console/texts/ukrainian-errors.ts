/** What the pages say when something is refused, in Ukrainian. */
import type { Texts } from "./english.ts";

export const errors: Texts["errors"] = {
  again: "Спробувати ще раз", reference: "Номер звернення:",
  notFound: "Цього немає, або вам не можна це бачити.",
  known: {
    "Assignee is not allowed to ask for new merge request":
      "У вас уже є пара, що чекає на ваше рішення.",
    "Assignee reached limit in postponed merge_requests":
      "Ви відклали стільки пар, скільки можна. Спершу вирішіть одну з них.",
    "Merge request not found": "Ця пара не ваша, або її немає.",
    "Incorrect transition status": "Цю пару вже вирішено.",
    "User doesn't have required role": "Ваша роль цього не дозволяє.",
    "Invalid scopes": "Ваш сеанс цього не дозволяє.",
    "Input is invalid": "Ще не все гаразд:",
    "Webhook cannot be made": "Ще не все гаразд:",
    "A client of this name exists already": "Клієнт з такою назвою вже є.",
    "A user of this name exists already": "Користувач з таким ім'ям уже є.",
    "Nobody grants to themselves": "Ніхто не надає ролі сам собі.",
    "The last ADMIN can be neither blocked nor stripped":
      "Останнього адміністратора не можна ні заблокувати, ні позбавити ролі.",
    "Action is not available in this status": "Запис уже змінився; зараз цього зробити не можна.",
    "A registrar must first say whether it is a duplicate":
      "Спершу скажіть, чи це дублікат.",
    "Only the client that declared it may amend it": "Змінити може лише той, хто заявив.",
    "Only a failed message can be retried": "Повторити можна лише невдале повідомлення.",
    "Only a failed or waiting message can be discarded":
      "Відкинути можна лише невдале повідомлення або те, що чекає.",
    "The webhook of this message was deleted": "Вебхук цього повідомлення видалено.",
    "Too many failed attempts": "Забагато невдалих спроб. Зачекайте трохи.",
    "Master person is not active": "Запис, що мав би лишитися, сам уже недійсний.",
    "A USER_INTERFACE client has no secret": "Інтерфейс користувача не має секрету.",
    "A client has at most 20 webhooks": "Клієнт має щонайбільше 20 вебхуків.",
    "Idempotency key was used with a different request":
      "Це вже надсилали іншими словами, і його виконано. Погляньте, чи воно вже є.",
    "Comment is longer than 3000 characters": "Коментар задовгий.",
    "Comment has control characters": "У коментарі є знаки, яких у тексті не буває.",
    "Filter must have at least one of its fields": "Для пошуку заповніть хоча б одне поле.",
    "overlapSeconds is a number from 0 to 604800": "Цей час задовгий.",
  },
  codes: {
    UNREACHABLE: "Сервер не відповідає. Перевірте зв'язок і спробуйте ще раз.",
    UNAUTHENTICATED: "Ваш сеанс завершився. Увійдіть знову.",
    FORBIDDEN: "Вам цього не можна.",
    BAD_REQUEST: "Сервер не може цього прочитати. Може, номер або дата неповні?",
    NOT_FOUND: "Цього немає, або вам не можна це бачити.",
    CONFLICT: "За цих обставин це неможливо.",
    UNPROCESSABLE_ENTITY: "Ще не все гаразд.",
    RATE_LIMITED: "Занадто часто. Зачекайте трохи і спробуйте ще раз.",
    UNAVAILABLE: "База даних на мить недоступна. Спробуйте ще раз.",
    INTERNAL: "Щось пішло не так на нашому боці.",
  },
  rules: {
    required: "Це потрібно.", not_blank: "Це потрібно.", max_length: "Текст задовгий.",
    length: "Текст закороткий або задовгий.", characters: "Тут є знаки, яких у тексті не буває.",
    not_in_the_future: "Це в майбутньому.", national_id: "Це не десять цифр.",
    different: "Цей номер має інша особа цієї заяви.",
    older_than_the_child: "Мати чи батько старші за дитину щонайменше на 12 років.",
    before_the_death: "Народження передує смерті.", two: "Їх рівно двоє.",
    old_enough: "Подружжю при шлюбі щонайменше 16 років.", two_or_more: "Їх щонайменше двоє.",
    email: "Це не адреса електронної пошти.", phone_number: "Це не номер телефону.",
    on_the_record: "Запис не називає цієї особи.", range: "Це поза межами.",
    not_negative: "Це менше за нуль.", max_digits: "Тут забагато цифр.",
    max_decimals: "Ця валюта має менше знаків після коми.", known: "Це невідоме.",
    completed: "Платіж не завершено.", calendar: "Такого дня в календарі немає.",
    not_empty: "Виберіть хоча б одне.", machines: "Це не для машин.",
    exists: "Такого запису немає.", same_kind: "Той запис іншого виду.",
    address: "Туди нічого не надіслати: потрібна адреса https, досяжна з інтернету.",
  },
};
