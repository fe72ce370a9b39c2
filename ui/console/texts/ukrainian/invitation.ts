/** The texts of the page where an invitation is accepted, in Ukrainian. */
import type { InvitationTexts } from "../invitation-texts";

export const invitation: InvitationTexts = {
  title: "Вас запрошено",
  explanation: "Виберіть, як ви надалі входитимете.",
  displayName: "Ваше ім’я, яким його бачать інші",
  password: "Пароль, не менше 8 знаків",
  again: "Пароль ще раз",
  accept: "Прийняти запрошення",
  haveAccount: "У мене вже є обліковий запис",
  newAccount: "Я тут уперше",
  signedIn: "Ви ввійшли. Те, до чого вас запрошено, буде додано до вашого облікового запису.",
  done: "Запрошення прийнято. Нові можливості з’являться, щойно ви ввійдете знову.",
  signIn: "Перейти до входу",
  noLink: "В адресі бракує кінця посилання. Відкрийте ціле посилання, яке вам надіслали.",
};
