/** The texts of saved filters in Ukrainian. */
import type { filters as english } from "../english/filters.ts";

export const filters: typeof english = {
  title: "Збережені фільтри",
  save: "Зберегти цей фільтр",
  rename: "Перейменувати",
  remove: "Видалити збережений фільтр",
  naming: "Назва фільтра",
  namingExplanation: "Його збережено в цьому браузері, лише для вас. Не пишіть імен людей.",
  name: "Як назвати фільтр",
  nobody: "Нікого так не звуть.",
  several: "Виберіть когось зі знайдених.",
  actionHint: "Введіть початок слова й виберіть дію зі списку.",
  noAction: "Жодна дія так не зветься. Нічого не шукали: виберіть одну зі списку.",
  fromMoment: (moment: string) => `Від ${moment}, доки ви не виберете день.`,
  untilMoment: (moment: string) => `Раніше ніж ${moment}, доки ви не виберете день.`,
  today: "Сьогодні",
  yesterday: "Учора",
  account: "Чий обліковий запис",
};
