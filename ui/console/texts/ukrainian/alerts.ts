/** The texts of alerts, and of whom a death is about, in Ukrainian. */
import type { Texts } from "../english/index.ts";

export const alerts: Texts["alerts"] = {
  title: "Перед реєстрацією",
  accepted: "Прийнято під час реєстрації",
  unanswered: "Цього не бачив відділ, який зареєстрував запис",
  names: {
    SPOUSE_IS_DECEASED: "Схоже, одна з осіб, що одружуються, померла.",
    SPOUSE_IS_MARRIED: "Схоже, одна з осіб уже в шлюбі з кимось, хто живий.",
    PERSON_NOT_FOUND: "Серед осіб немає нікого, хто напевно є померлим: нікого не позначено.",
    NUMBER_IS_HELD_BY_ANOTHER: "Цей номер має хтось з іншим іменем.",
    PERSON_IS_DEAD_ALREADY: "Особу вже записано померлою. Дата смерті залишиться, як є.",
  },
  instructions: "Позначте кожне: ви це з'ясували й усе одно реєструєте.",
  person: "Особа",
  whom: "Кого позначить ця смерть",
  byNumber: "Єдину особу з цим номером, іменем і датою народження",
  nobody: "Нікого",
  find: "Знайти особу за іменем або номером",
  found: "Знайдені особи",
  deadSince: "дата смерті",
  mergedInto: "тепер",
};
