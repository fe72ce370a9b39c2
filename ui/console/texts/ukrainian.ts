/** Every word of the pages, in Ukrainian. */
import type { Texts } from "./english.ts";
import { errors } from "./ukrainian-errors.ts";

export const ukrainian: Texts = {
  shell: {
    skip: "До змісту", menu: "Сторінки", loading: "Завантаження…", language: "Мова",
    theme: "Тема", signOut: "Вийти", close: "Закрити", cancel: "Скасувати", copy: "Копіювати",
    copied: "Скопійовано", nothingHere: "Тут нічого немає", toStart: "До початкової сторінки",
    noSuchPage: "Такої сторінки немає.", required: "Поля із зірочкою обов'язкові.",
    nothingHereWords: "Такої сторінки немає, або вона для ролі, якої ви не маєте.",
    noRole: "Ви ще не маєте жодної ролі. Її може надати адміністратор.",
  },
  themes: { system: "Тема системи", light: "Світла", dark: "Темна" },
  menu: {
    review: "Розгляд", requests: "Мої запити", records: "Записи", persons: "Особи", declare: "Заявити",
    dashboard: "Огляд", trail: "Журнал змін", users: "Користувачі", clients: "Клієнти",
    webhooks: "Вебхуки", messages: "Повідомлення",
  },
  signIn: {
    title: "Вхід до Selfsame", username: "Ім'я користувача", password: "Пароль", submit: "Увійти",
    wrong: "Ім'я або пароль неправильні, або обліковий запис заблоковано.",
    endings: {
      "signed-out": "Ви вийшли.",
      expired: "Ваш сеанс завершився. Увійдіть знову.",
      "user-blocked": "Ваш обліковий запис заблоковано. Причину знає адміністратор.",
      "client-blocked": "Цю консоль заблоковано. Причину знає адміністратор.",
    },
  },
  demo: {
    title: "Це демонстрація", words: "Люди в ній вигадані. Натисніть, щоб увійти як:",
    passwords: "Пароль кожного облікового запису збігається з його іменем.",
    roles: {
      NHS_REVIEWER: "вирішує, чи два записи про одну людину",
      REGISTRAR: "заявляє й реєструє народження, смерті та шлюби",
      ADMIN: "бачить, хто що зробив і кому що можна",
    },
  },
  lists: {
    more: "Показати ще", end: "Це все.", empty: "Немає чого показати.", order: "Порядок",
    newest: "Спочатку нові", oldest: "Спочатку давні",
    filters: "Фільтри", clear: "Скинути фільтри", apply: "Застосувати",
  },
  errors,
  review: {
    title: "Розгляд", pair: "Пара", next: "Взяти наступну пару", nextIsHere: "Ось наступна пара.",
    ready: "Два записи, що можуть бути про одну людину: ви вирішуєте, чи це так.",
    limitReached:
      "Ви відклали стільки пар, скільки можна. Вирішіть одну з них, перш ніж брати наступну.",
    noneLeft: "Для вас пар не лишилося. Зазирніть пізніше.",
    postponed: (count: number, limit: number) => `Відкладено: ${count} з ${limit}.`,
    seePostponed: "Показати",
    field: "Поле", duplicate: "Можливий дублікат", master: "Можливий основний запис",
    agreement: "Збіг", missing: "немає", comment: "Коментар (необов'язково)",
    commentHint: "C веде сюди, Escape назад.", decision: "Ваше рішення",
    isDecided: "Ви вирішили:", isSuperseded: "Вирішено без вашого рішення; ви сказали:",
  },
  fields: {
    firstName: "Ім'я", lastName: "Прізвище", secondName: "По батькові",
    birthDate: "Дата народження", gender: "Стать", taxId: "Податковий номер",
    nationalId: "Національний номер", email: "Електронна пошта", deathDate: "Дата смерті",
    documents: "Документи", phones: "Телефони", addresses: "Адреси",
  },
  genders: { MALE: "Чоловіча", FEMALE: "Жіноча", OTHER: "Інша", UNKNOWN: "Невідома" },
  documentTypes: {
    PASSPORT: "Паспорт", NATIONAL_ID: "Посвідчення особи",
    BIRTH_CERTIFICATE: "Свідоцтво про народження",
  },
  agreements: {
    EXACT: "збігається", CLOSE: "майже збігається", DIFFERENT: "різниться", MISSING: "немає",
  },
  decide: { MERGE: "Об'єднати", SPLIT: "Розділити", POSTPONE: "Відкласти", TRASH: "Відкинути" },
  decisions: {
    NEW: "Нова", MERGE: "Об'єднано", SPLIT: "Розділено", POSTPONE: "Відкладено",
    TRASH: "Відкинуто",
  },
  said: {
    MERGE: "Сказано: одна людина.", SPLIT: "Сказано: дві людини.", POSTPONE: "Відкладено.",
    TRASH: "Сказано: судити неможливо.",
  },
  confirmations: {
    MERGE: {
      title: "Це одна людина?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, запис «${duplicate}» поступиться, а запис ` +
        `«${master}» лишиться. Рішення не можна взяти назад.`,
    },
    SPLIT: {
      title: "Це дві різні людини?",
      consequence: (duplicate: string, master: string) =>
        `Коли так скаже досить рецензентів, записи «${duplicate}» і «${master}» обидва ` +
        "лишаться, і цю пару більше не показуватимуть. Рішення не можна взяти назад.",
    },
    POSTPONE: {
      title: "Відкласти цю пару?",
      consequence: () =>
        "Вона лишиться серед ваших відкладених, доки ви її не вирішите; інші можуть вирішити раніше.",
    },
    TRASH: {
      title: "Цю пару неможливо розсудити?",
      consequence: () =>
        "Коли так скаже досить рецензентів, пару буде відкладено вбік, а обидва записи лишаться " +
        "як є. Рішення не можна взяти назад.",
    },
  },
  keys: {
    title: "Клавіші", areOn: "Окремі літери діють на сторінці",
    meanings: {
      N: "взяти наступну пару", M: "об'єднати: одна людина", S: "розділити: дві людини",
      P: "відкласти", T: "відкинути: судити неможливо", C: "написати коментар",
      Enter: "підтвердити", Escape: "скасувати або вийти з коментаря", "?": "ця довідка",
    },
  },
  requests: {
    title: "Мої запити", show: "Показати", superseded: "вирішили інші",
    none: "Тут іще немає запитів. У «Розгляді» ви берете пари на рішення.",
    shows: {
      open: "Відкриті", postponed: "Відкладені", decided: "Вирішені", merged: "Об'єднані",
      split: "Розділені", trashed: "Відкинуті", all: "Усі",
    },
    orders: {
      INSERTED_AT_DESC: "Спочатку нові", INSERTED_AT_ASC: "Спочатку давні",
      STATUS_ASC: "За статусом, від A до Z", STATUS_DESC: "За статусом, від Z до A",
    },
  },
  records: {
    title: "Записи", record: "Запис", any: "Будь-що", status: "Статус", kind: "Вид", name: "Ім'я",
    number: "Номер або код", eventFrom: "Сталося від", eventTo: "Сталося до",
    none: "Відповідних записів немає.",
    search: "Шукати", trackingId: "Код відстеження", registrationNumber: "Реєстраційний номер",
    reason: "Причина", history: "Історія", actions: "Що можна зробити", event: "Подія",
    nothingSaid: "Нічого не сказано.", certificates: "Свідоцтва", certificate: "Свідоцтво",
    payments: "Платежі", receipt: "Квитанція", issuedAt: "видано", certifiedAt: "Засвідчено",
    print: "Друкувати", signature: "Підпис і печатка реєстратора",
    kinds: { BIRTH: "Народження", DEATH: "Смерть", MARRIAGE: "Шлюб" },
    statuses: {
      DECLARED: "Заявлено", REGISTERED: "Зареєстровано", CERTIFIED: "Засвідчено",
      ISSUED: "Видано", REJECTED: "Відхилено", ARCHIVED: "В архіві",
    },
    child: "Дитина", mother: "Мати", father: "Батько", deceased: "Померла особа",
    spouse: "Наречена особа", witness: "Свідок", informant: "Заявник",
    informantNamed: "Заявник поіменно (необов'язково)",
    relationships: {
      MOTHER: "Мати", FATHER: "Батько", SPOUSE: "Подружжя", CHILD: "Дитина", OTHER: "Інше",
    },
    relationship: "Ким доводиться", email: "Електронна пошта", phone: "Телефон",
    placeOfBirth: "Місце народження", placeOfDeath: "Місце смерті", causeOfDeath: "Причина смерті",
    dateOfDeath: "Дата смерті", dateOfMarriage: "Дата шлюбу",
    placeOfMarriage: "Місце шлюбу", lateReason: "Чому заявлено пізно",
    declaring: {
      BIRTH: "Заявити народження", DEATH: "Заявити смерть", MARRIAGE: "Заявити шлюб",
    },
    amending: "Виправити заяву",
    doing: {
      REGISTER: "Зареєструвати", REJECT: "Відхилити", ARCHIVE: "До архіву",
      REINSTATE: "Повернути", CERTIFY: "Засвідчити", ISSUE: "Видати", AMEND: "Виправити",
    },
    registerTitle: "Зареєструвати цю заяву?",
    registerWords: "Вона отримає реєстраційний номер, і можна буде зробити свідоцтво.",
    rejectTitle: "Відхилити цю заяву?",
    rejectWords: "Хто заявив, побачить причину і зможе виправити заяву.",
    archiveTitle: "Покласти цей запис до архіву?",
    archiveWords: "Він зникне з робочих списків; його можна повернути.",
    duplicates: "Можливі дублікати", thisRecord: "Цей запис",
    duplicatesWords:
      "Ця заява схожа на інші. Зареєструвати її можна, лише коли ви скажете, чи вона про ту саму " +
      "подію. Відмінності позначено.",
    notDuplicate: "Не дублікат", duplicateOf: "Дублікат",
    duplicateTitle: "Визнати дублікатом?",
    duplicateWords: "Ця заява піде до архіву; інший запис лишиться як є.",
    certifyTitle: "Зробити свідоцтво", template: "Свідоцтво", collector: "Хто забирає",
    templates: {
      BIRTH: "Свідоцтво про народження", DEATH: "Свідоцтво про смерть",
      MARRIAGE: "Свідоцтво про шлюб",
    },
    collectors: {
      MOTHER: "Мати", FATHER: "Батько", SPOUSE: "Хтось із подружжя", INFORMANT: "Заявник",
      OTHER: "Хтось інший",
    },
    hasShownDocument: "Показано документ", issueTitle: "Видати свідоцтво",
    amount: "Сплачено", currency: "Валюта",
  },
  persons: {
    documentNumber: "Номер документа", phoneNumber: "Номер телефону", status: "Статус",
    statuses: { ACTIVE: "Дійсний", INACTIVE: "Недійсний" },
    needsOne: "Для пошуку заповніть хоча б одне поле.", master: "Об'єднано з",
    none: "Відповідних осіб немає.",
  },
  roles: { NHS_REVIEWER: "Рецензент", REGISTRAR: "Реєстратор", ADMIN: "Адміністратор" },
  trail: {
    title: "Журнал змін", actor: "Хто", client: "Клієнт", action: "Дія", resource: "Об'єкт",
    resourceId: "Рядок", correlationId: "Звернення", from: "Від", to: "До",
    system: "сама система", column: "Стовпець", before: "Було", after: "Стало",
    ofRow: "Журнал цього рядка", ofRequest: "Усе це звернення",
    ofActor: "Усе, що зробила ця особа", details: "Що змінилося", link: "Журнал змін",
    none: "Відповідних подій немає.", showRenewals: "Показувати й поновлення сеансів",
    nouns: {
      birth: "Народження", death: "Смерть", marriage: "Шлюб", vital_event: "Запис",
      individual: "Учасник", certificate: "Свідоцтво", payment: "Платіж",
      potential_duplicate: "Можливий дублікат", person: "Особа", merged_pair: "Об'єднана пара",
      merge_request: "Запит про пару", manual_merge_process: "Запит про пару",
      merge_candidate: "Пара", manual_merge_candidate: "Пара на розгляді", session: "Сеанс",
      user: "Користувач", client: "Клієнт", role: "Роль", role_grant: "Роль", webhook: "Вебхук",
      message: "Повідомлення",
    },
  },
  did: {
    declared: "заявлено", amended: "виправлено", registered: "зареєстровано",
    rejected: "відхилено", archived: "до архіву", reinstated: "повернуто",
    certified: "засвідчено", issued: "видано", marked_as_duplicate: "визнано дублікатом",
    marked_as_not_duplicate: "визнано не дублікатом", assigned: "призначено",
    postponed: "відкладено", merged: "об'єднано", split: "розділено", trashed: "відкинуто",
    imported: "завантажено", created: "створено", deleted: "видалено", blocked: "заблоковано",
    unblocked: "розблоковано", granted: "надано", revoked: "забрано",
    secret_rotated: "видано новий секрет", switched_off: "вимкнено", started: "розпочато",
    renewed: "поновлено", ended: "завершено", enqueued: "поставлено в чергу",
    attempted: "спроба", settled: "завершено", failed: "не вдалося", given_back: "віддано назад",
    taken_up: "взято знову", purged: "прибрано", retried: "спробувано знову",
    discarded: "відкинуто", digest: "підсумовано", deactivated: "знято з обліку",
  },
  users: {
    title: "Користувачі", username: "Ім'я користувача", displayName: "Ім'я", password: "Пароль",
    passwordHint: "Від 8 до 1024 знаків; більше його не покажуть.", add: "Додати користувача",
    roles: "Ролі", blocked: "заблоковано", active: "діє", block: "Заблокувати",
    unblock: "Розблокувати", grant: "Надати роль", revoke: "Забрати", role: "Роль",
    throughClient: "через", client: "Клієнт",
    blockTitle: "Заблокувати цього користувача?",
    blockWords: (name: string) => `${name} вийде звідусіль і не зможе увійти знову.`,
    noRoles: "без ролі",
  },
  clients: {
    title: "Клієнти", name: "Назва", kind: "Вид", scopes: "Дозволи", add: "Додати клієнта",
    kinds: { SYSTEM: "Машина", USER_INTERFACE: "Інтерфейс користувача" }, id: "Номер клієнта",
    secretTitle: "Секрет цього клієнта",
    secretWords: "Його показано один раз. Скопіюйте зараз і тримайте там, де читає лише машина.",
    rotate: "Новий секрет", rotateTitle: "Зробити новий секрет?",
    rotateWords: "Старий одразу перестане діяти.", blockTitle: "Заблокувати цього клієнта?",
    blockWords: (name: string) => `Відтепер кожне звернення «${name}» буде відхилено.`,
  },
  dashboard: {
    waiting: "Пари, що чекають", oldest: "Найдавніша від", agreement: "Згода рецензентів",
    agreementOf: (agreed: string, judged: string) =>
      `За два тижні однаково сказали про ${agreed} з ${judged} пар.`,
    noneJudged: "За два тижні жодної пари не вирішував більш ніж один рецензент.",
    noDecisions: "За два тижні нічого не вирішено.", noDeclarations: "За два тижні нічого не заявлено.",
    failed: "Невдалі повідомлення", seeFailed: "Показати",
    messagesWaiting: "Повідомлення, що чекають",
    decisions: "Рішення за днями", declarations: "Заяви за днями, за нинішнім статусом",
    asTable: "Таблицею", day: "День",
  },
  webhooks: {
    title: "Вебхуки", add: "Додати вебхук", url: "Адреса", topics: "Теми",
    inactive: "вимкнено", deliveries: "Доставлення", remove: "Видалити",
    removeTitle: "Видалити цей вебхук?", secretTitle: "Секрет для підпису",
    removeWords: (url: string) => `${url} більше нічого не дізнається; що чекає, буде відкинуто.`,
    rotateWords: "Старий секрет іще день підписуватиме поруч із новим.",
    none: "Вебхуків іще немає. Додайте, і його адреса знатиме, що сталося.",
    noDeliveries: "Нічого не надсилали, або нічого відповідного.", one: "Вебхук",
    gone: "Цей вебхук видалено. Що було для нього, ще якийсь час лишається нижче.",
    inactiveWords: "П'ять днів не вдавалося жодне доставлення, тож більше нічого не надсилають.",
  },
  messages: {
    title: "Повідомлення", none: "Відповідних повідомлень немає.", status: "Статус", kind: "Вид", retry: "Спробувати ще раз",
    discard: "Відкинути", oldest: "Найдавніше чекає від", nextAttempt: "Наступна спроба",
    attempts: (count: number) => `Спроб: ${count}`,
    statuses: {
      ENQUEUED: "Чекає", PROCESSING: "У дорозі", PROCESSED: "Доставлено", FAILED: "Не вдалося",
      DISCARDED: "Відкинуто",
    },
  },
};
