/** Arabic as the choice of languages shows it, and as browsers know it. */
export const language = { code: "ar", name: "العربية", direction: "rtl" } as const;
