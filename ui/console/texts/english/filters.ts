/** The texts of saved filters in English. */
export const filters = {
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
};
