/** English, the original of all texts, as the choice of languages shows it and browsers know it. */
export const language = { code: "en", name: "English", direction: "ltr" } as const;
