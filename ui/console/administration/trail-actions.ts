/** What the filters of the audit trail suggest; tests/ui/test_texts.py finds what is missing. */
const ofVitalEvents = [
  ...["declared", "amended", "registered", "rejected", "archived", "reinstated"],
  ...["marked_as_duplicate", "marked_as_not_duplicate", "certified", "issued"],
  ...["correction_requested", "corrected", "correction_rejected", "correction_withdrawn"],
  ...["annulment_requested", "annulled", "assigned", "unassigned"],
];
const participles = {
  merge_request: [
    ...["assigned", "postponed", "merged", "split", "trashed"],
    ...["outdated", "recused", "withdrawn"],
  ],
  unmerge: ["proposed", "confirmed", "declined", "expired"],
  birth: ofVitalEvents,
  death: ofVitalEvents,
  marriage: ofVitalEvents,
  certificate: ["revoked"],
  certificate_template: ["created", "retired"],
  vital_event: ["viewed"],
  person_version: ["viewed"],
  similar_person: ["viewed"],
  detection_model: ["activated", "applied"],
  detection_run: ["started", "progressed", "finished", "failed", "cancelled"],
  person: ["imported", "taken_into_custody"],
  consent: ["offered", "accepted", "declined", "changed", "withdrawn", "custody_ended"],
  merge_candidate: [
    "imported",
    "detected",
    "weighed",
    "viewed",
    "closed",
    "disputed",
    "agreed",
    "overruled",
  ],
  client: ["created", "updated", "secret_rotated", "blocked", "unblocked"],
  user: ["created", "updated", "password_reset", "password_changed", "blocked", "unblocked"],
  role: ["granted", "revoked"],
  export: ["created"],
  organisation: ["created", "archived"],
  second_factor: ["started", "confirmed", "deleted"],
  session: ["started", "renewed", "ended"],
  webhook: ["created", "updated", "secret_rotated", "deleted", "switched_off", "tested"],
  message: [
    ...["enqueued", "attempted", "handed_over", "settled", "taken_up", "given_back"],
    ...["failed", "retried", "redelivered", "discarded", "purged"],
  ],
};

/** Every action, as `merge_request.assigned`. */
export const actions = Object.entries(participles).flatMap(([noun, all]) =>
  all.map((participle) => `${noun}.${participle}`),
);

/** Every noun by which the trail names a row. */
export const resources = [
  "manual_merge_process",
  "manual_merge_candidate",
  "merge_candidate",
  "merged_pair",
  "person",
  "vital_event",
  "certificate",
  "certificate_template",
  "client",
  "consent",
  "correction",
  "detection_model",
  "detection_run",
  "export",
  "individual",
  "membership",
  "message",
  "organisation",
  "payment",
  "potential_duplicate",
  "role_grant",
  "second_factor",
  "session",
  "unmerge_proposal",
  "user",
  "webhook",
];
