/** Ukrainian as the choice of languages shows it, and as browsers know it. */
export const language = { code: "uk", name: "Українська", direction: "ltr" } as const;
