/** The texts of alerts, and of whom a death is about, in English. */
export const alerts = {
  title: "Before it is registered",
  accepted: "Accepted when it was registered",
  unanswered: "Not seen by the office that registered it",
  names: {
    SPOUSE_IS_DECEASED: "One of the two who marry seems to be dead.",
    SPOUSE_IS_MARRIED: "One of the two seems to be married already, to somebody who lives.",
    PERSON_NOT_FOUND: "No person on record matches for certain, so nobody is marked as dead.",
    NUMBER_IS_HELD_BY_ANOTHER: "Somebody with another name has this national id.",
    PERSON_IS_DEAD_ALREADY:
      "The person is dead already. The day of death on record stays as it is.",
  },
  instructions: "Tick each of these to say that you have looked into it and register all the same.",
  person: "Person on record",
  whom: "Whom this death marks",
  byNumber: "The one person with this national id, name and birth date",
  nobody: "Nobody on record",
  find: "Find the person by name or national id",
  found: "Persons found",
  deadSince: "dead since",
  mergedInto: "stands for",
};
