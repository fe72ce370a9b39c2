/** The texts of saved filters in English. */
import { actionWords } from "./action-words.ts";

export const filters = {
  actionWords,
  title: "Saved filters",
  save: "Save this filter",
  rename: "Rename",
  remove: "Delete the saved filter",
  naming: "Name of the filter",
  namingExplanation: "It is saved in this browser, for you alone. Write no person's name.",
  name: "Filter name",
  nobody: "Nobody is called so.",
  several: "Choose one of those who are found.",
  actionHint: "Type how a word of it begins, and choose one of the list.",
  noAction: "No action is called so. Nothing was asked for: choose one of the list.",
  fromMoment: (moment: string) => `From ${moment} on, until you choose a day.`,
  untilMoment: (moment: string) => `Before ${moment}, until you choose a day.`,
  today: "Today",
  yesterday: "Yesterday",
  account: "Whose account",
  more: "More filters",
  happened: "What happened is here, each act with who did it and what it changed.",
  revocations:
    "Certificates are revoked by a correction and by an annulment, too: all acts that revoked one are here, whatever their name.",
  anyRecord: "Record of a birth, death or marriage",
  file: "A saved file has one line for each row that an act changed: the lines of one act have the same id of the act.",
  notHere: "What is not here",
  refused:
    "What was refused or failed changed nothing: the log of the server has it, with who asked, the reference and the code; of a sign-in that failed it has no name: how many failed, and when, is on “Users” and on one’s own account. An auditor asks the operator for the lines field.refused of the days in question, or for those of a reference.",
  readings:
    "Who opened a person’s page is here; what machines read stands on that page, under “Who has seen this record”; whom a search or a list showed, and what registrars only read of records, is kept nowhere.",
};
