/** The texts of what is delivered, to whom, and what is tried again in Ukrainian. */
import type { DeliveriesTexts } from "../deliveries-texts.ts";

const plurals = new Intl.PluralRules("uk");
const failed: Readonly<Record<string, string>> = {
  one: "невдале повідомлення",
  few: "невдалі повідомлення",
};
const failedMessages = (count: number) => failed[plurals.select(count)] ?? "невдалих повідомлень";

export const deliveries: DeliveriesTexts = {
  needsSecret:
    "Жоден ключ цього реєстру не відкриває секрету цього вебхука, тож і нові спроби не вдадуться. Зробіть новий секрет і передайте його отримувачу; тоді те, що не вдалося, можна спробувати знову.",
  rotateLost:
    "Передайте новий секрет отримувачеві: теперішній тут уже не відкрити, і ним нічого не підписують.",
  all: "Усі",
  lists: "Повідомлення",
  notArrivedTab: "Не дійшло",
  ofRecord: "Що надіслано про цей запис, стоїть у розділі",
  ofOneRecord: "Повідомлення лише про один запис.",
  tested: (url) => `Пробна подія в дорозі до ${url}: чи дійде, видно на сторінці вебхука.`,
  paused: "призупинено",
  switchedOff: (name: string) =>
    `Зараз нічого не надсилають: вебхуки вимкнено для «${name}». Те, що стається, чекає й вирушить по черзі, щойно їх увімкнуть.`,
  explanationsOff: (name: string) => `Усе про пояснення чекає: це вимкнено для «${name}».`,
  toSwitches: "До перемикачів",
  to: "Кому",
  invited: "Тому, кого запрошено",
  toWhichWebhook: "Вебхук",
  notArrived: "Усе, що не дійшло",
  discard: {
    title: "Відкинути це повідомлення?",
    ofWebhook:
      "Його більше ніколи не спробують доставити. Воно лишається у списку як відкинуте, і звідти його можна ще раз надіслати на вебхук.",
    ofLetter: "Його більше ніколи не спробують доставити. Воно лишається у списку як відкинуте.",
  },
  retryAll: {
    act: "Спробувати знову всі невдалі",
    title: "Спробувати знову всі невдалі повідомлення?",
    explanation:
      "Усі невдалі, що відповідають фільтрові, буде доставлено знову, від найдавнішого. Отримувач, який уже має повідомлення, отримає його ще раз, з тим самим номером.",
    titleOf: (count: number, orMore: string, url: string) =>
      `Спробувати знову ${count}${orMore} ${failedMessages(count)} на ${url}?`,
    explanationOf:
      "Їх буде доставлено знову, від найдавнішого. Отримувач, який уже має повідомлення, отримає його ще раз, з тим самим номером.",
    progress: (done: number, total: number) => `Спробувано знову: ${done} із ${total}.`,
  },
};
