/** The texts of alerts, and of whom a death is about, in Ukrainian. */
import type { Texts } from "../english/index.ts";

export const alerts: Texts["alerts"] = {
  title: "Перед реєстрацією",
  accepted: "Прийнято під час реєстрації",
  unanswered: "Цього не бачив відділ, який зареєстрував запис",
  names: {
    SPOUSE_IS_DECEASED: "Схоже, одна з осіб, що одружуються, померла.",
    SPOUSE_IS_MARRIED: "Схоже, одна з осіб уже в шлюбі з кимось, хто живий.",
    PERSON_NOT_FOUND:
      "Жодна особа в реєстрі не відповідає. Смерть зареєструють, але нікого з осіб не позначать померлими.",
    NUMBER_IS_HELD_BY_ANOTHER: "Цей номер має хтось з іншим іменем.",
    PERSON_IS_DEAD_ALREADY: "Особу вже записано померлою. Дата смерті залишиться, як є.",
  },
  /** Of a death that is not registered yet. */
  willMarkNobody: "Жодна особа в реєстрі не відповідає: нікого з осіб не позначать померлими.",
  isChosenThen: "Хто реєструватиме, ще може вибрати особу з реєстру.",
  isMarried: (who: string) => `Схоже, ${who} уже в шлюбі з кимось, хто живий.`,
  seeMarriage: "Показати цей шлюб",
  instructions: "Позначте кожне, щоб продовжити: ви це з'ясували.",
  onRecordAs: "У реєстрі як",
  person: "Особа",
  whom: "Хто з осіб у реєстрі помер?",
  byNumber: "Особа з цим номером, іменем і датою народження",
  find: "Знайти особу за іменем або номером",
  found: "Знайдені особи",
  deadSince: "дата смерті",
  mergedInto: "тепер",
};
