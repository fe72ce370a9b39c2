/** The names of protocols, which are the same in every language. */
export const protocols = {
  JSON_API: "JSON:API",
  FHIR_R4: "FHIR R4",
  FHIR_R4_BULK: "FHIR R4 Bulk",
} as const;
