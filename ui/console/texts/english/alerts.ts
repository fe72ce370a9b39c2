/** The texts of alerts, and of whom a death is about, in English. */
export const alerts = {
  title: "Before it is registered",
  accepted: "Accepted when it was registered",
  unanswered: "Not seen by the office that registered it",
  names: {
    SPOUSE_IS_DECEASED: "One of the two who marry seems to be dead.",
    SPOUSE_IS_MARRIED: "One of the two seems to be married already, to somebody who lives.",
    PERSON_NOT_FOUND:
      "No person on record matches. The death is registered, but no person's record is marked as dead.",
    NUMBER_IS_HELD_BY_ANOTHER: "Somebody with another name has this national id.",
    PERSON_IS_DEAD_ALREADY:
      "The person is dead already. The day of death on record stays as it is.",
  },
  /** Of a death that is not registered yet. */
  willMarkNobody: "No person on record matches: nobody’s record will be marked as dead.",
  isChosenThen: "Whoever registers it can still choose a person on record.",
  isMarried: (who: string) => `${who} seems to be married already, to somebody who lives.`,
  seeMarriage: "See that marriage",
  instructions: "Tick each of these to go on: you have looked into it.",
  onRecordAs: "On record as",
  person: "Person on record",
  whom: "Who on record has died?",
  byNumber: "The person on record with this national id, name and birth date",
  find: "Find the person by name or national id",
  found: "Persons found",
  deadSince: "dead since",
  mergedInto: "stands for",
};
