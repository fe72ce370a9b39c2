/** The texts of templates of certificates in Ukrainian. */
import type { templates as english } from "../english/template-words.ts";

export const templates: typeof english = {
  add: "Завантажити шаблон",
  addExplanation:
    "З тією самою назвою, видом і мовою це буде наступна версія, а за попередньою свідоцтв більше не роблять.",
  name: "Назва",
  language: "Мова",
  languageHint: "Її позначка, як-от en або uk.",
  svg: "Сторінка, файл SVG",
  fonts: "Її шрифти, файли TrueType або OpenType",
  fontsHint: "Усі, якими набрано її тексти.",
  fontsStay: (version: string, families: string) =>
    `Усі, якими набрано її тексти. Якщо не вибрати жодного, лишаться шрифти версії ${version}: ${families}.`,
  missingFont: (family: string) =>
    `Сторінка називає шрифт ${family}, якого немає серед її шрифтів.`,
  family: (number: string) => `Гарнітура шрифту ${number}`,
  tooLarge:
    "Ці файли завеликі, щоб надіслати їх звідси: більші приймає команда selfsame templates load.",
  faults: {
    address: "Адреса",
    box: "Поле тексту",
    doctype: "Що стоїть перед сторінкою",
    element: "Вміст",
    field: "Поле",
    font: "Шрифт",
    max_length: "Довжина",
    page: "Сторінка",
    picture: "Зображення",
    qr: "QR-код",
    script: "Скрипт",
    size: "Розмір",
    well_formed: "Файл",
  },
  replaces: (version: string) =>
    `Це замінить версію ${version}, яка у вжитку: від миті завантаження свідоцтва робитимуть за цією. Нічиєї згоди не треба; зроблені раніше свідоцтва лишаються як є.`,
  replacesInUse: (version: string) =>
    `Це замінить версію ${version}, яку зараз застосовують. Перед тим вас спитають іще раз.`,
  replaceTitle: "Замінити те, що у вжитку?",
  replace: (version: string) => `Замінити версію ${version}`,
  showRetired: "Показати й вилучені",
  template: "ШАБЛОН",
  active: "у вжитку",
  retired: "вилучено",
  loaded: "Завантажено",
  show: "Показати",
  download: "Зберегти SVG",
  retire: "Вилучити",
  retireTitle: (template) => `Вилучити: ${template}?`,
  retireExplanation: "За ним більше не роблять свідоцтв. Зроблені лишаються як є.",
  howToChange: "Текст шаблону змінюють кнопкою «Змінити»: це буде його наступна версія.",
  change: "Змінити",
  load: "Завантажити",
  changeTitle: (template: string) => `Змінити: ${template}`,
  steps: [
    "Збережіть сторінку, як вона є. Це файл SVG.",
    "Змініть її текст у програмі для SVG або в текстовому редакторі. Що стоїть у подвійних фігурних дужках, як-от {{child.lastName}}, для кожного свідоцтва заповнюється: лишіть це, як є.",
    "Виберіть змінений файл нижче, погляньте на нього й завантажте.",
  ],
  nowInUse: (version: string, template: string) =>
    `Версія ${version} шаблону ${template} відтепер у вжитку.`,
  madeUp: "Імена, дати й номери вигадані; QR-код малюється, коли свідоцтво створюють.",
  example: { firstName: "Анна", secondName: "Марія", lastName: "Приклад", place: "Приклади" },
};
