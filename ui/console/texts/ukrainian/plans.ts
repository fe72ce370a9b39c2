/** The texts of plans, by which two organisations become one and persons are transferred, in Ukrainian. */
import type { plans as english } from "../english/plans.ts";

export const plans: typeof english = {
  title: "Плани",
  explanation: "План нічого не змінює, доки його не підписано, і зберігається сім днів.",
  merge: "Об’єднання організацій",
  transfer: "Переведення осіб",
  from: "з",
  into: "до",
  blocked: "Підписати не можна",
  open: "Чекає на підпис",
  begin: "Об’єднати чи перевести",
  planTitle: (name: string) => `План для «${name}»`,
  planExplanation:
    "Спершу записується, що станеться з кожною особою, роллю, машиною та зв’язком. Нічого не зміниться, доки ви це не прочитаєте й не підпишете.",
  plan: "Скласти план",
  what: "Що планується",
  whats: {
    merge: "Усе переходить до іншої організації, а ця закінчується",
    all: "Усі особи переходять до іншої організації, а ця залишається",
    some: "Деякі особи переходять до іншої організації",
  },
  find: "Назва іншої організації",
  target: "Інша організація",
  persons: "Хто переходить",
  nobody: "До неї ніхто не належить.",
  sign: "Підписати й почати",
  anew: "Скласти план знову",
  run: "Як далеко зайшло",
  blockedExplanation: "Зараз підписати не можна. Залагодьте це й складіть план знову:",
  blocks: {
    "One organisation stands within the other": "Одна організація стоїть усередині іншої.",
    "Organisations would stand more than 12 deep":
      "Організації стояли б у дереві глибше ніж на 12 рівнів.",
    "Another organisation below the target has the name":
      "Під іншою організацією ця назва зайнята, також із колишньою організацією в дужках.",
    "An invitation is open":
      "Є відкрите запрошення. Відкличте його або зачекайте, доки його приймуть чи воно спливе.",
    "Both are linked with one source by different external ids":
      "Обидві пов’язані з одним джерелом, але як різні його групи.",
    "Both are linked with one source in different environments":
      "Обидві пов’язані з одним джерелом, одна справжня, інша для проб.",
    "A switch is on in one and off in the other":
      "Перемикач в одній увімкнено, а в іншій вимкнено.",
    "Organisation has a run under way":
      "Для однієї з них щось саме триває. Зачекайте, доки скінчиться.",
  },
  source: "Звідки",
  goal: "Куди",
  plannedAt: "Складено",
  expiresAt: "зберігається до",
  hash: "Число, яке підписують",
  report: "Звіт",
  reportExplanation:
    "Усе, що є в плані, з іменами та числом, яке підписують. Хто його зберіг, видно в журналі.",
  forms: { csv: "Зберегти як CSV", xlsx: "Зберегти як таблицю" },
  counts: "Що з усім станеться",
  noun: "Що",
  action: "Що з цим станеться",
  count: "Число",
  nouns: {
    person: "Особи",
    organisation: "Організації",
    user: "Користувачі з роллю",
    client: "Машини",
    source_link: "Зв’язки з джерелами",
    switch: "Перемикачі",
    invitation: "Запрошення",
  },
  actions: {
    RETAIN: "Залишається",
    MOVE: "Переходить",
    MERGE: "Є в обох, далі лише раз",
    MERGE_INTO: "Продовжується в іншій",
    RENAME: "Переходить під новою назвою",
    END: "Закінчилося б",
  },
  conflicts: {
    SAME_PERSON: "В обох",
    LIKELY_SAME: "Імовірно одна людина",
    ID_ONLY: "Той самий номер",
    NAME_ONLY: "Те саме ім’я",
    SETTING: "Налаштовано по-різному",
    INVITATION: "Відкрите запрошення",
    CONSENT: "Різні згоди",
  },
  items: "Одне за одним",
  show: "Показати",
  all: "Усе",
  maybe: "Можливо,",
  beside: "Там:",
  newName: "Нова назва:",
  consents: {
    ACCEPTED: (allowed: string) => `Із двох згод лишається вужча: ${allowed}.`,
    OFFERED: (allowed: string) =>
      `Із двох згод лишається вужча, яку лише запропоновано і яка чекає на відповідь: ${allowed}.`,
    nothing: "нічого",
  },
  cluster: (number: string) => `Група ${number}`,
  unseen: "Хтось, кого ви не можете бачити",
  signMerge: (source: string, target: string) =>
    `Усе з «${source}» продовжується в «${target}», як каже план, а «${source}» закінчується. Цього ніхто не скасує. Хто переходить, отримає листа; про тих, хто ймовірно одна людина, вирішать рецензенти.`,
  signTransfer: (source: string, target: string) =>
    `Особи з плану переходять з «${source}» до «${target}», по кілька щосекунди. Хто тим часом зміниться, залишиться. Хто переходить, отримає листа.`,
  typeName: "Назва того, куди переходять, щоб упевнитися",
};
