/** Written by `make clients` from schema.graphql and clients/operations. */
import type { Document } from "./document.ts";

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** What happened. */
export type VitalEventKind =
  /** A child was born. */
  | 'BIRTH'
  /** Somebody died. */
  | 'DEATH'
  /** Two people married. */
  | 'MARRIAGE';

/** The sex that a record states. */
export type Gender =
  /** Stated as male. */
  | 'MALE'
  /** Stated as female. */
  | 'FEMALE'
  /** Stated, and neither of the two. */
  | 'OTHER'
  /** Not stated. */
  | 'UNKNOWN';

/** What a webhook may receive. */
export type WebhookTopic =
  /** A birth was declared, or its declaration amended. */
  | 'BIRTH_DECLARED'
  /** A birth got its registration number. */
  | 'BIRTH_REGISTERED'
  /** A registrar turned the declaration of a birth down. */
  | 'BIRTH_REJECTED'
  /** The record of a birth was laid aside. */
  | 'BIRTH_ARCHIVED'
  /** The record of a birth was taken up again. */
  | 'BIRTH_REINSTATED'
  /** A certificate of a birth was made. */
  | 'BIRTH_CERTIFIED'
  /** A certificate of a birth was paid for and handed out. */
  | 'BIRTH_ISSUED'
  /** The registered record of a birth says something else now. */
  | 'BIRTH_CORRECTED'
  /** The registered record of a birth is void. */
  | 'BIRTH_ANNULLED'
  /** A death was declared, or its declaration amended. */
  | 'DEATH_DECLARED'
  /** A death got its registration number. */
  | 'DEATH_REGISTERED'
  /** A registrar turned the declaration of a death down. */
  | 'DEATH_REJECTED'
  /** The record of a death was laid aside. */
  | 'DEATH_ARCHIVED'
  /** The record of a death was taken up again. */
  | 'DEATH_REINSTATED'
  /** A certificate of a death was made. */
  | 'DEATH_CERTIFIED'
  /** A certificate of a death was paid for and handed out. */
  | 'DEATH_ISSUED'
  /** The registered record of a death says something else now. */
  | 'DEATH_CORRECTED'
  /** The registered record of a death is void. */
  | 'DEATH_ANNULLED'
  /** A marriage was declared, or its declaration amended. */
  | 'MARRIAGE_DECLARED'
  /** A marriage got its registration number. */
  | 'MARRIAGE_REGISTERED'
  /** A registrar turned the declaration of a marriage down. */
  | 'MARRIAGE_REJECTED'
  /** The record of a marriage was laid aside. */
  | 'MARRIAGE_ARCHIVED'
  /** The record of a marriage was taken up again. */
  | 'MARRIAGE_REINSTATED'
  /** A certificate of a marriage was made. */
  | 'MARRIAGE_CERTIFIED'
  /** A certificate of a marriage was paid for and handed out. */
  | 'MARRIAGE_ISSUED'
  /** The registered record of a marriage says something else now. */
  | 'MARRIAGE_CORRECTED'
  /** The registered record of a marriage is void. */
  | 'MARRIAGE_ANNULLED'
  /** A certificate is not valid any more; `data` has its `serialNumber`. */
  | 'CERTIFICATE_REVOKED'
  /** A pair of person records was settled; machines never receive it. */
  | 'MERGE_CANDIDATE_PROCESSED'
  /** A person's record stands no longer, because it was merged into another. */
  | 'PERSON_DEACTIVATED'
  /** A person's record stands again, because its merge is undone; `data` has its `formerMasterPersonId`. */
  | 'PERSON_REACTIVATED'
  /** Nothing is known of a person any more: whoever keeps a copy deletes it too. */
  | 'PERSON_ANONYMISED'
  /** An organisation is erased: whoever keeps a copy of it deletes that too. */
  | 'ORGANISATION_ERASED'
  /** An organisation goes on in another; `data` has its `mergedIntoId`. */
  | 'ORGANISATION_MERGED'
  /** A pair of person records is open again, because the merge that closed it is undone; machines never receive it. */
  | 'MERGE_CANDIDATE_REOPENED'
  /** Somebody belongs to an organisation, or what is known of that has changed. */
  | 'MEMBERSHIP_STARTED'
  /** Somebody belongs to an organisation no more. */
  | 'MEMBERSHIP_ENDED'
  /** A person offers an organisation what it may do for them. */
  | 'CONSENT_OFFERED'
  /** What a person offers is accepted, and holds. */
  | 'CONSENT_ACCEPTED'
  /** What a person offers is declined. */
  | 'CONSENT_DECLINED'
  /** An organisation may do less or more, or more is offered; `data` has both. */
  | 'CONSENT_CHANGED'
  /** An organisation may do nothing for a person any more. */
  | 'CONSENT_WITHDRAWN'
  /** A user holds a role, or until another moment; machines never receive it. */
  | 'ROLE_GRANT_GIVEN'
  /** A role was taken from a user; machines never receive it. */
  | 'ROLE_GRANT_TAKEN'
  /** Whoever declared a record asks why it was rejected. */
  | 'EXPLANATION_REQUESTED'
  /** Whoever asked why a record was rejected may read the reasons. */
  | 'EXPLANATION_SHOWN'
  /** A message of an organisation could not be delivered. */
  | 'MESSAGE_FAILED';

/** How far a message has come. */
export type MessageStatus =
  /** Waits for its first attempt, or for the next one. */
  | 'ENQUEUED'
  /** A worker is delivering it. */
  | 'PROCESSING'
  /** The receiver took it. */
  | 'PROCESSED'
  /** No further attempt is made, unless somebody retries it or sends it again. */
  | 'FAILED'
  /** Given up by an ADMIN, or with its webhook; it is never delivered. */
  | 'DISCARDED';

/** Whom a client's tokens speak for. */
export type ClientKind =
  /** For the people who sign in through it. */
  | 'USER_INTERFACE'
  /** For the client itself: it is a machine, e.g. a self-service portal. */
  | 'SYSTEM';

/** How far a record has come. */
export type VitalEventStatus =
  /** Waits for a registrar, who registers or rejects it. */
  | 'DECLARED'
  /** It has its registration number, and may be certified. */
  | 'REGISTERED'
  /** A certificate is made, and not yet paid for. */
  | 'CERTIFIED'
  /** Its latest certificate was paid for and handed out. */
  | 'ISSUED'
  /** A registrar turned it down; the client that declared it may amend it. */
  | 'REJECTED'
  /** It was laid aside unregistered, e.g. as a duplicate, and may be reinstated. */
  | 'ARCHIVED'
  /** It should not have been registered and is void; its number is not used again. */
  | 'ANNULLED';

/** Who a collector is to the people of the record. */
export type CollectorRelationship =
  /** The mother whom the record names. */
  | 'MOTHER'
  /** The father whom the record names. */
  | 'FATHER'
  /** One of the two who married. */
  | 'SPOUSE'
  /** Whoever reported the event. */
  | 'INFORMANT'
  /** Somebody else, whom `individual` names. */
  | 'OTHER';

/** How a payment ended. */
export type PaymentOutcome =
  /** All was paid. */
  | 'COMPLETED'
  /** Less than all was paid; no certificate is issued for that. */
  | 'PARTIAL'
  /** Nothing was paid; no certificate is issued for that. */
  | 'ERROR';

/** What may be done with a record. */
export type VitalEventAction =
  /** Give it its registration number: `registerVitalEvent`. */
  | 'REGISTER'
  /** Turn it down with a reason: `rejectVitalEvent`. */
  | 'REJECT'
  /** Declare it again with `amends`; only the client that declared it can. */
  | 'AMEND'
  /** Lay it aside with a reason: `archiveVitalEvent`. */
  | 'ARCHIVE'
  /** Give it the status back that it had before it was archived: `reinstateVitalEvent`. */
  | 'REINSTATE'
  /** Say which record it repeats: `markVitalEventAsDuplicate`. */
  | 'MARK_AS_DUPLICATE'
  /** Say that it repeats no other record: `markVitalEventAsNotDuplicate`. */
  | 'MARK_AS_NOT_DUPLICATE'
  /** Make a certificate of it: `certifyVitalEvent`. */
  | 'CERTIFY'
  /** Hand the certificate out against a payment: `issueVitalEvent`. */
  | 'ISSUE'
  /** Ask that it says something else, e.g. by `requestBirthCorrection`. */
  | 'REQUEST_CORRECTION'
  /** Ask that it is void: `requestAnnulment`. */
  | 'REQUEST_ANNULMENT'
  /** Take it, so that no other registrar acts on it for a day: `assignVitalEvent`. */
  | 'ASSIGN'
  /** Give it back; only who took it can, or an ADMIN: `unassignVitalEvent`. */
  | 'UNASSIGN';

/** What a registrar should see of a declaration before registering it. */
export type VitalEventAlert =
  /** One of the two who marry seems to be dead. */
  | 'SPOUSE_IS_DECEASED'
  /** One of the two who marry seems to be married to somebody who lives. */
  | 'SPOUSE_IS_MARRIED'
  /** Nobody on record is surely the deceased: nobody will be marked as dead. */
  | 'PERSON_NOT_FOUND'
  /** Somebody with other names has the national id of the child or of the deceased. */
  | 'NUMBER_IS_HELD_BY_ANOTHER'
  /** The person has a day of death, which will stay as it is. */
  | 'PERSON_IS_DEAD_ALREADY';

/** What a correction asks for. */
export type CorrectionKind =
  /** That the record says something else. */
  | 'DETAILS'
  /** That the record is void, since it should never have been registered. */
  | 'ANNULMENT';

/** How far a correction has come. */
export type CorrectionStatus =
  /** Waits for a registrar other than the one who asked. */
  | 'REQUESTED'
  /** The record says what was asked for, or is void. */
  | 'APPROVED'
  /** A registrar left the record as it was. */
  | 'REJECTED'
  /** Whoever asked took it back. */
  | 'WITHDRAWN';

/** A birth; the child's birth date and gender are needed. */
export type DeclareBirthInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** Who was born. */
  readonly child: IndividualInput;
  /** Who reports it. */
  readonly informant: InformantInput;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfBirth: string;
  /** Amends a REJECTED declaration of the caller's instead of making a new one. */
  readonly amends?: string | null | undefined;
  /** At least 12 years older than the child; left out where she is not known. */
  readonly mother?: IndividualInput | null | undefined;
  /** At least 12 years older than the child; left out where he is not known. */
  readonly father?: IndividualInput | null | undefined;
  /** Needed more than 365 days after the event. */
  readonly lateRegistrationReason?: string | null | undefined;
  /** Of twins and more; left out where the child was born alone. */
  readonly multipleBirth?: MultipleBirthInput | null | undefined;
  /** For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was. */
  readonly organisationId?: string | null | undefined;
};

/** Somebody whom a declaration names: by a first name, a last name or both. */
export type IndividualInput = {
  /** The given name: 1 to 64 characters, or null where there is a last name only. */
  readonly firstName?: string | null | undefined;
  /** The family name: 1 to 64 characters, or null where there is a first name only. */
  readonly lastName?: string | null | undefined;
  /** A middle name or patronymic: 1 to 64 characters, or null where there is none. */
  readonly secondName?: string | null | undefined;
  /** Not after today; the child of a birth needs it. */
  readonly birthDate?: string | null | undefined;
  /** The date of birth as far as it is known, instead of `birthDate`; not after today. */
  readonly birthDateKnown?: string | null | undefined;
  /** The sex; the child of a birth needs it. */
  readonly gender?: Gender | null | undefined;
  /** Ten digits, which nobody else of the declaration has. */
  readonly nationalId?: string | null | undefined;
};

/** Who reports the event. */
export type InformantInput = {
  /** What they are to the people of the record: 1 to 64 characters. */
  readonly relationship: string;
  /** Who they are; may be somebody whom the declaration names elsewhere. */
  readonly individual?: IndividualInput | null | undefined;
  /** One address with nothing around it, of at most 254 characters. */
  readonly email?: string | null | undefined;
  /** 7 to 15 digits, kept with a leading + alone; spaces, brackets, slashes, dots and hyphens are fine. */
  readonly phoneNumber?: string | null | undefined;
};

/** One of several children born together; each is declared by itself. */
export type MultipleBirthInput = {
  /** How many were born together: 2 to 9. */
  readonly of: number;
  /** Which of them this child is; the first is 1. */
  readonly order: number;
};

/** Who died, when and where; of `dateOfDeath` and `dateOfDeathKnown` one is given. */
export type DeclareDeathInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** Who died; born on the day of death or before. */
  readonly deceased: IndividualInput;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfDeath: string;
  /** Who reports it. */
  readonly informant: InformantInput;
  /** Amends a REJECTED declaration of the caller's instead of making a new one. */
  readonly amends?: string | null | undefined;
  /** Not after today; needed unless `dateOfDeathKnown` is. */
  readonly dateOfDeath?: string | null | undefined;
  /** The date of death as far as it is known, instead of `dateOfDeath`; not after today. */
  readonly dateOfDeathKnown?: string | null | undefined;
  /** 1 to 500 characters; left out where it is not known. */
  readonly causeOfDeath?: string | null | undefined;
  /** Needed more than 365 days after the event. */
  readonly lateRegistrationReason?: string | null | undefined;
  /** For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was. */
  readonly organisationId?: string | null | undefined;
};

/** A marriage: two spouses, and witnesses. */
export type DeclareMarriageInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** Exactly two different people, each at least 16 years old at the marriage. */
  readonly spouses: ReadonlyArray<IndividualInput>;
  /** Not after today. */
  readonly dateOfMarriage: string;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfMarriage: string;
  /** Two or more. */
  readonly witnesses: ReadonlyArray<IndividualInput>;
  /** Who reports it. */
  readonly informant: InformantInput;
  /** Amends a REJECTED declaration of the caller's instead of making a new one. */
  readonly amends?: string | null | undefined;
  /** For which ACTIVE one it is declared: who works for organisations names one of theirs, or leaves it out where they work for one alone. An amendment stays where it was. */
  readonly organisationId?: string | null | undefined;
};

/** A certificate to be made. */
export type CertifyVitalEventInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A REGISTERED or ISSUED record. */
  readonly id: string;
  /** The name of an active template of the record's kind, such as standard. */
  readonly template: string;
  /** Who comes for it. */
  readonly collector: CollectorInput;
  /** That of the template, BCP 47; left out, the installation's. */
  readonly language?: string | null | undefined;
};

/** Who comes for a certificate; all but OTHER must be on the record. */
export type CollectorInput = {
  /** What they are to the people of the record. */
  readonly relationship: CollectorRelationship;
  /** Whether they proved who they are with a document. */
  readonly hasShownDocument: boolean;
  /** Needed for OTHER. */
  readonly individual?: IndividualInput | null | undefined;
};

/** A certificate to be handed out. */
export type IssueVitalEventInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A CERTIFIED record. */
  readonly id: string;
  /** What was paid for the certificate. */
  readonly payment: PaymentInput;
};

/** What was paid. */
export type PaymentInput = {
  /** Zero or more, with at most the currency's own number of decimals; never a float. */
  readonly amount: string;
  /** ISO 4217, e.g. EUR. */
  readonly currency: string;
  /** Only COMPLETED is taken. */
  readonly outcome: PaymentOutcome;
  /** Not after today. */
  readonly paidAt: string;
};

/** All that the record of a birth shall say, as `declareBirth` takes it. */
export type RequestBirthCorrectionInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A REGISTERED, CERTIFIED or ISSUED record without an open correction. */
  readonly id: string;
  /** The record's `version` as it was read; it is refused once there is another. */
  readonly version: number;
  /** Why, in at most 500 characters; whoever reads the record sees it. */
  readonly reason: string;
  /** Who was born. */
  readonly child: IndividualInput;
  /** Who reported it. */
  readonly informant: InformantInput;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfBirth: string;
  /** Left out where she is not known. */
  readonly mother?: IndividualInput | null | undefined;
  /** Left out where he is not known. */
  readonly father?: IndividualInput | null | undefined;
  /** Needed where it was declared more than 365 days after the event. */
  readonly lateRegistrationReason?: string | null | undefined;
  /** Of twins and more; left out where the child was born alone. */
  readonly multipleBirth?: MultipleBirthInput | null | undefined;
  /** Those alerts of the corrected record that the registrar has seen and accepts. */
  readonly acceptedAlerts?: ReadonlyArray<VitalEventAlert> | null | undefined;
};

/** All that the record of a death shall say, as `declareDeath` takes it. */
export type RequestDeathCorrectionInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A REGISTERED, CERTIFIED or ISSUED record without an open correction. */
  readonly id: string;
  /** The record's `version` as it was read; it is refused once there is another. */
  readonly version: number;
  /** Why, in at most 500 characters; whoever reads the record sees it. */
  readonly reason: string;
  /** Who died; if it is another, that person is marked. */
  readonly deceased: IndividualInput;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfDeath: string;
  /** Who reported it. */
  readonly informant: InformantInput;
  /** Not after today; needed unless `dateOfDeathKnown` is. */
  readonly dateOfDeath?: string | null | undefined;
  /** The date of death as far as it is known, instead of `dateOfDeath`; not after today. */
  readonly dateOfDeathKnown?: string | null | undefined;
  /** 1 to 500 characters; left out where it is not known. */
  readonly causeOfDeath?: string | null | undefined;
  /** Needed where it was declared more than 365 days after the event. */
  readonly lateRegistrationReason?: string | null | undefined;
  /** Those alerts of the corrected record that the registrar has seen and accepts. */
  readonly acceptedAlerts?: ReadonlyArray<VitalEventAlert> | null | undefined;
};

/** All that the record of a marriage shall say, as `declareMarriage` takes it. */
export type RequestMarriageCorrectionInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A REGISTERED, CERTIFIED or ISSUED record without an open correction. */
  readonly id: string;
  /** The record's `version` as it was read; it is refused once there is another. */
  readonly version: number;
  /** Why, in at most 500 characters; whoever reads the record sees it. */
  readonly reason: string;
  /** Exactly two different people. */
  readonly spouses: ReadonlyArray<IndividualInput>;
  /** Not after today. */
  readonly dateOfMarriage: string;
  /** 1 to 500 characters, e.g. a building and its town. */
  readonly placeOfMarriage: string;
  /** Two or more. */
  readonly witnesses: ReadonlyArray<IndividualInput>;
  /** Who reported it. */
  readonly informant: InformantInput;
  /** Those alerts of the corrected record that the registrar has seen and accepts. */
  readonly acceptedAlerts?: ReadonlyArray<VitalEventAlert> | null | undefined;
};

/** A record that should never have been registered. */
export type RequestAnnulmentInput = {
  /** The caller's own key, of at most 255 characters. The same key and body again gives the same answer and no second effect; another body is refused. */
  readonly idempotencyKey: string;
  /** A REGISTERED, CERTIFIED or ISSUED record without an open correction. */
  readonly id: string;
  /** The record's `version` as it was read; it is refused once there is another. */
  readonly version: number;
  /** Why, in at most 500 characters; whoever reads the record sees it. */
  readonly reason: string;
};

/** Which correction the mutation is about. */
export type CorrectionIdInput = {
  /** An open correction. */
  readonly id: string;
};

/** A webhook to be made. */
export type CreateWebhookInput = {
  /** An https address that is reachable from the public internet. */
  readonly url: string;
  /** At least one. */
  readonly topics: ReadonlyArray<WebhookTopic>;
  /** Whose it shall be, where a user makes it for another client, such as a portal: it receives what that client may read. Without it, the caller's own client. */
  readonly clientId?: string | null | undefined;
};

/** Which webhook the mutation is about. */
export type WebhookIdInput = {
  /** As `webhooks` shows it. */
  readonly id: string;
};

/** What of a webhook shall change; what is left out or null stays as it is. */
export type UpdateWebhookInput = {
  /** As `webhooks` shows it. */
  readonly id: string;
  /** An address as `createWebhook` takes it; what waits goes there as well. */
  readonly url?: string | null | undefined;
  /** All that it shall receive from now on, at least one. */
  readonly topics?: ReadonlyArray<WebhookTopic> | null | undefined;
  /** False switches it off: what waits for it is FAILED, what happens meanwhile is not sent. True switches it on again. */
  readonly isActive?: boolean | null | undefined;
};

/** Which delivery the mutation is about. */
export type WebhookDeliveryIdInput = {
  /** As `webhookDeliveries` shows it. */
  readonly id: string;
};

export type CertificateFactsFragment = { readonly id: string, readonly serialNumber: string, readonly template: string, readonly values: unknown, readonly pdfUrl: string, readonly verificationUrl: string, readonly certifiedAt: string, readonly issuedAt: string | null, readonly revokedAt: string | null, readonly revocationReason: string | null };

export type PaymentFactsFragment = { readonly id: string, readonly amount: string, readonly currency: string, readonly outcome: PaymentOutcome, readonly paidAt: string, readonly receiptNumber: string, readonly receiptUrl: string };

export type CertifyVitalEventMutationVariables = Exact<{
  input: CertifyVitalEventInput;
}>;


export type CertifyVitalEventMutation = { readonly certifyVitalEvent: { readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string, readonly certificates: ReadonlyArray<{ readonly id: string, readonly serialNumber: string, readonly template: string, readonly values: unknown, readonly pdfUrl: string, readonly verificationUrl: string, readonly certifiedAt: string, readonly issuedAt: string | null, readonly revokedAt: string | null, readonly revocationReason: string | null }> } } | null };

export type IssueVitalEventMutationVariables = Exact<{
  input: IssueVitalEventInput;
}>;


export type IssueVitalEventMutation = { readonly issueVitalEvent: { readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string, readonly payments: ReadonlyArray<{ readonly id: string, readonly amount: string, readonly currency: string, readonly outcome: PaymentOutcome, readonly paidAt: string, readonly receiptNumber: string, readonly receiptUrl: string }> } } | null };

export type CertificatesQueryVariables = Exact<{
  id: string;
}>;


export type CertificatesQuery = { readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string, readonly certificates: ReadonlyArray<{ readonly id: string, readonly serialNumber: string, readonly template: string, readonly values: unknown, readonly pdfUrl: string, readonly verificationUrl: string, readonly certifiedAt: string, readonly issuedAt: string | null, readonly revokedAt: string | null, readonly revocationReason: string | null }>, readonly payments: ReadonlyArray<{ readonly id: string, readonly amount: string, readonly currency: string, readonly outcome: PaymentOutcome, readonly paidAt: string, readonly receiptNumber: string, readonly receiptUrl: string }> } | null };

export type CorrectionFactsFragment = { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } };

export type RequestBirthCorrectionMutationVariables = Exact<{
  input: RequestBirthCorrectionInput;
}>;


export type RequestBirthCorrectionMutation = { readonly requestBirthCorrection: { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } } | null };

export type RequestDeathCorrectionMutationVariables = Exact<{
  input: RequestDeathCorrectionInput;
}>;


export type RequestDeathCorrectionMutation = { readonly requestDeathCorrection: { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } } | null };

export type RequestMarriageCorrectionMutationVariables = Exact<{
  input: RequestMarriageCorrectionInput;
}>;


export type RequestMarriageCorrectionMutation = { readonly requestMarriageCorrection: { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } } | null };

export type RequestAnnulmentMutationVariables = Exact<{
  input: RequestAnnulmentInput;
}>;


export type RequestAnnulmentMutation = { readonly requestAnnulment: { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } } | null };

export type WithdrawCorrectionMutationVariables = Exact<{
  input: CorrectionIdInput;
}>;


export type WithdrawCorrectionMutation = { readonly withdrawCorrection: { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } } | null };

export type CorrectionQueryVariables = Exact<{
  id: string;
}>;


export type CorrectionQuery = { readonly correction: { readonly id: string, readonly databaseId: string, readonly kind: CorrectionKind, readonly status: CorrectionStatus, readonly changedFields: ReadonlyArray<string>, readonly rejectionReason: string | null, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } | null };

export type EventFeedQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number | null | undefined;
  types?: ReadonlyArray<string> | null | undefined;
}>;


export type EventFeedQuery = { readonly eventFeed: { readonly endCursor: string | null, readonly hasMore: boolean, readonly events: ReadonlyArray<{ readonly id: string, readonly type: string, readonly aggregateType: string, readonly aggregateId: string, readonly version: number | null, readonly payload: unknown }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { readonly viewer: { readonly scopes: ReadonlyArray<string>, readonly client: { readonly databaseId: string, readonly name: string, readonly kind: ClientKind } } };

export type VitalEventFactsFragment = { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string };

export type DeclareBirthMutationVariables = Exact<{
  input: DeclareBirthInput;
}>;


export type DeclareBirthMutation = { readonly declareBirth: { readonly isPotentialDuplicate: boolean, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } | null };

export type DeclareDeathMutationVariables = Exact<{
  input: DeclareDeathInput;
}>;


export type DeclareDeathMutation = { readonly declareDeath: { readonly isPotentialDuplicate: boolean, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } | null };

export type DeclareMarriageMutationVariables = Exact<{
  input: DeclareMarriageInput;
}>;


export type DeclareMarriageMutation = { readonly declareMarriage: { readonly isPotentialDuplicate: boolean, readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } } | null };

export type VitalEventQueryVariables = Exact<{
  id: string;
}>;


export type VitalEventQuery = { readonly vitalEvent: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } | null };

export type VitalEventByTrackingIdQueryVariables = Exact<{
  trackingId: string;
}>;


export type VitalEventByTrackingIdQuery = { readonly vitalEventByTrackingId: { readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string } | null };

export type VitalEventsByIdQueryVariables = Exact<{
  ids: ReadonlyArray<string>;
}>;


export type VitalEventsByIdQuery = { readonly nodes: ReadonlyArray<
    | { readonly __typename: 'AuditEntry' }
    | { readonly __typename: 'Organisation' }
    | { readonly __typename: 'SourceLink' }
    | { readonly __typename: 'Source' }
    | { readonly __typename: 'Run' }
    | { readonly __typename: 'Membership' }
    | { readonly __typename: 'Person' }
    | { readonly __typename: 'Consent' }
    | { readonly __typename: 'OrganisationPlan' }
    | { readonly __typename: 'Webhook' }
    | { readonly __typename: 'WebhookDelivery' }
    | { readonly __typename: 'Client' }
    | { readonly __typename: 'User' }
    | { readonly __typename: 'MergeRequest' }
    | { readonly __typename: 'ManualMergeCandidate' }
    | { readonly __typename: 'MergeCandidate' }
    | { readonly __typename: 'UnmergeRequest' }
    | { readonly __typename: 'Merge' }
    | { readonly __typename: 'UnmergeProposal' }
    | { readonly __typename: 'VitalEvent', readonly id: string, readonly databaseId: string, readonly kind: VitalEventKind, readonly status: VitalEventStatus, readonly trackingId: string, readonly registrationNumber: string | null, readonly version: number, readonly reason: string | null, readonly availableActions: ReadonlyArray<VitalEventAction>, readonly insertedAt: string, readonly updatedAt: string }
    | { readonly __typename: 'CertificateTemplate' }
    | { readonly __typename: 'Correction' }
    | { readonly __typename: 'ExplanationRequest' }
    | { readonly __typename: 'DetectionRun' }
    | { readonly __typename: 'Message' }
    | { readonly __typename: 'Invitation' }
   | null> };

export type WebhookFactsFragment = { readonly id: string, readonly databaseId: string, readonly url: string, readonly topics: ReadonlyArray<WebhookTopic>, readonly isActive: boolean };

export type DeliveryFactsFragment = { readonly id: string, readonly topic: string, readonly status: MessageStatus, readonly insertedAt: string, readonly attemptsMade: ReadonlyArray<{ readonly httpStatus: number | null, readonly error: string | null }> };

export type CreateWebhookMutationVariables = Exact<{
  input: CreateWebhookInput;
}>;


export type CreateWebhookMutation = { readonly createWebhook: { readonly signingSecret: string, readonly webhook: { readonly id: string, readonly databaseId: string, readonly url: string, readonly topics: ReadonlyArray<WebhookTopic>, readonly isActive: boolean } } | null };

export type UpdateWebhookMutationVariables = Exact<{
  input: UpdateWebhookInput;
}>;


export type UpdateWebhookMutation = { readonly updateWebhook: { readonly webhook: { readonly id: string, readonly databaseId: string, readonly url: string, readonly topics: ReadonlyArray<WebhookTopic>, readonly isActive: boolean } } | null };

export type DeleteWebhookMutationVariables = Exact<{
  input: WebhookIdInput;
}>;


export type DeleteWebhookMutation = { readonly deleteWebhook: { readonly deletedWebhookId: string } | null };

export type SendTestEventMutationVariables = Exact<{
  input: WebhookIdInput;
}>;


export type SendTestEventMutation = { readonly sendTestEvent: { readonly webhookDelivery: { readonly id: string, readonly topic: string, readonly status: MessageStatus, readonly insertedAt: string, readonly attemptsMade: ReadonlyArray<{ readonly httpStatus: number | null, readonly error: string | null }> } } | null };

export type RedeliverMutationVariables = Exact<{
  input: WebhookDeliveryIdInput;
}>;


export type RedeliverMutation = { readonly redeliver: { readonly webhookDelivery: { readonly id: string, readonly topic: string, readonly status: MessageStatus, readonly insertedAt: string, readonly attemptsMade: ReadonlyArray<{ readonly httpStatus: number | null, readonly error: string | null }> } } | null };

export type WebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhooksQuery = { readonly webhooks: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly databaseId: string, readonly url: string, readonly topics: ReadonlyArray<WebhookTopic>, readonly isActive: boolean } | null> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export type WebhookDeliveriesQueryVariables = Exact<{
  webhookId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type WebhookDeliveriesQuery = { readonly webhookDeliveries: { readonly nodes: ReadonlyArray<{ readonly id: string, readonly topic: string, readonly status: MessageStatus, readonly insertedAt: string, readonly attemptsMade: ReadonlyArray<{ readonly httpStatus: number | null, readonly error: string | null }> } | null> | null, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } };

export const CertifyVitalEvent: Document<CertifyVitalEventMutation, CertifyVitalEventMutationVariables> = {
  name: "CertifyVitalEvent",
  operation: "mutation",
  sha256: "4696d1894796b9efb767e4c0466e88558bce242d183d70d897bf88f14f722d4b",
  text: `mutation CertifyVitalEvent($input: CertifyVitalEventInput!) {
  certifyVitalEvent(input: $input) {
    vitalEvent {
      ...VitalEventFacts
      certificates {
        ...CertificateFacts
      }
    }
  }
}

fragment CertificateFacts on Certificate {
  id
  serialNumber
  template
  values
  pdfUrl
  verificationUrl
  certifiedAt
  issuedAt
  revokedAt
  revocationReason
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const IssueVitalEvent: Document<IssueVitalEventMutation, IssueVitalEventMutationVariables> = {
  name: "IssueVitalEvent",
  operation: "mutation",
  sha256: "5cc16bec6b2a74f00409b9e80c58cf3b9af7860c21088091ee634ec32a446bca",
  text: `mutation IssueVitalEvent($input: IssueVitalEventInput!) {
  issueVitalEvent(input: $input) {
    vitalEvent {
      ...VitalEventFacts
      payments {
        ...PaymentFacts
      }
    }
  }
}

fragment PaymentFacts on Payment {
  id
  amount
  currency
  outcome
  paidAt
  receiptNumber
  receiptUrl
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const Certificates: Document<CertificatesQuery, CertificatesQueryVariables> = {
  name: "Certificates",
  operation: "query",
  sha256: "1db45e8491f8b11fd01218a580c0c871959853d7d4da23e9a0be2fd7414acd5f",
  text: `query Certificates($id: ID!) {
  vitalEvent(id: $id) {
    ...VitalEventFacts
    certificates {
      ...CertificateFacts
    }
    payments {
      ...PaymentFacts
    }
  }
}

fragment CertificateFacts on Certificate {
  id
  serialNumber
  template
  values
  pdfUrl
  verificationUrl
  certifiedAt
  issuedAt
  revokedAt
  revocationReason
}

fragment PaymentFacts on Payment {
  id
  amount
  currency
  outcome
  paidAt
  receiptNumber
  receiptUrl
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const RequestBirthCorrection: Document<RequestBirthCorrectionMutation, RequestBirthCorrectionMutationVariables> = {
  name: "RequestBirthCorrection",
  operation: "mutation",
  sha256: "a282b46073fb17d944d035d67c1cb636910dd8f559b08ba6591f2d55ddca973f",
  text: `mutation RequestBirthCorrection($input: RequestBirthCorrectionInput!) {
  requestBirthCorrection(input: $input) {
    correction {
      ...CorrectionFacts
    }
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const RequestDeathCorrection: Document<RequestDeathCorrectionMutation, RequestDeathCorrectionMutationVariables> = {
  name: "RequestDeathCorrection",
  operation: "mutation",
  sha256: "cc050e7678d001d646b00e53b1a38fc7503075d18a7767915a9b6824a9835090",
  text: `mutation RequestDeathCorrection($input: RequestDeathCorrectionInput!) {
  requestDeathCorrection(input: $input) {
    correction {
      ...CorrectionFacts
    }
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const RequestMarriageCorrection: Document<RequestMarriageCorrectionMutation, RequestMarriageCorrectionMutationVariables> = {
  name: "RequestMarriageCorrection",
  operation: "mutation",
  sha256: "0c0a633b907dcd2970c9271f2042ba2a439c6b2d3edbdc152d45ed7156fdcda6",
  text: `mutation RequestMarriageCorrection($input: RequestMarriageCorrectionInput!) {
  requestMarriageCorrection(input: $input) {
    correction {
      ...CorrectionFacts
    }
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const RequestAnnulment: Document<RequestAnnulmentMutation, RequestAnnulmentMutationVariables> = {
  name: "RequestAnnulment",
  operation: "mutation",
  sha256: "db62a813f6655e6b570af7b86e71fe23a37ce0de0216c7753bf1a57e7122aa5b",
  text: `mutation RequestAnnulment($input: RequestAnnulmentInput!) {
  requestAnnulment(input: $input) {
    correction {
      ...CorrectionFacts
    }
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const WithdrawCorrection: Document<WithdrawCorrectionMutation, WithdrawCorrectionMutationVariables> = {
  name: "WithdrawCorrection",
  operation: "mutation",
  sha256: "f1b0d4faf01ddf9f354342b3f7d91dec2810ef76002653ceb6120ddaf8c59a62",
  text: `mutation WithdrawCorrection($input: CorrectionIdInput!) {
  withdrawCorrection(input: $input) {
    correction {
      ...CorrectionFacts
    }
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const Correction: Document<CorrectionQuery, CorrectionQueryVariables> = {
  name: "Correction",
  operation: "query",
  sha256: "5e124dbad4e00c20bff6312a4a6ad1e6e0c3de0c6120e4af5c868cd833b0733a",
  text: `query Correction($id: ID!) {
  correction(id: $id) {
    ...CorrectionFacts
  }
}

fragment CorrectionFacts on Correction {
  id
  databaseId
  kind
  status
  changedFields
  rejectionReason
  vitalEvent {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const EventFeed: Document<EventFeedQuery, EventFeedQueryVariables> = {
  name: "EventFeed",
  operation: "query",
  sha256: "688c974a40bf4a84e236e1308c7b1221a2d9b21681419ad265a70488abb54e70",
  text: `query EventFeed($after: String, $first: Int, $types: [String!]) {
  eventFeed(after: $after, first: $first, types: $types) {
    events {
      id
      type
      aggregateType
      aggregateId
      version
      payload
    }
    endCursor
    hasMore
  }
}`,
};

export const Viewer: Document<ViewerQuery, ViewerQueryVariables> = {
  name: "Viewer",
  operation: "query",
  sha256: "f4cf811df7b30ea2679ccb406556713d5fdb30cfac6e50a209fd13163648d14d",
  text: `query Viewer {
  viewer {
    client {
      databaseId
      name
      kind
    }
    scopes
  }
}`,
};

export const DeclareBirth: Document<DeclareBirthMutation, DeclareBirthMutationVariables> = {
  name: "DeclareBirth",
  operation: "mutation",
  sha256: "b939e891babdec29d629f53be25f9caabf3f6125006485a743b29ba4ac95c27c",
  text: `mutation DeclareBirth($input: DeclareBirthInput!) {
  declareBirth(input: $input) {
    isPotentialDuplicate
    vitalEvent {
      ...VitalEventFacts
    }
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const DeclareDeath: Document<DeclareDeathMutation, DeclareDeathMutationVariables> = {
  name: "DeclareDeath",
  operation: "mutation",
  sha256: "3c1558f1617a10edb1c0f8892925bb8b4e94bc649cf6f3ae26e7cfd94e06ba62",
  text: `mutation DeclareDeath($input: DeclareDeathInput!) {
  declareDeath(input: $input) {
    isPotentialDuplicate
    vitalEvent {
      ...VitalEventFacts
    }
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const DeclareMarriage: Document<DeclareMarriageMutation, DeclareMarriageMutationVariables> = {
  name: "DeclareMarriage",
  operation: "mutation",
  sha256: "2576fa0df374d28a2db0f33e5376c76606a75584c3626adcf9133c8b45c641a9",
  text: `mutation DeclareMarriage($input: DeclareMarriageInput!) {
  declareMarriage(input: $input) {
    isPotentialDuplicate
    vitalEvent {
      ...VitalEventFacts
    }
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const VitalEvent: Document<VitalEventQuery, VitalEventQueryVariables> = {
  name: "VitalEvent",
  operation: "query",
  sha256: "2cca9e85c2a3d329758a17ab83a8d5ce11de526a991167b89f0b1b9d71afae92",
  text: `query VitalEvent($id: ID!) {
  vitalEvent(id: $id) {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const VitalEventByTrackingId: Document<VitalEventByTrackingIdQuery, VitalEventByTrackingIdQueryVariables> = {
  name: "VitalEventByTrackingId",
  operation: "query",
  sha256: "5a8bb7d7ace88baa9d6242695f51aa9ae5a62b934bc998d412a17cb2eb2ce79d",
  text: `query VitalEventByTrackingId($trackingId: String!) {
  vitalEventByTrackingId(trackingId: $trackingId) {
    ...VitalEventFacts
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const VitalEventsById: Document<VitalEventsByIdQuery, VitalEventsByIdQueryVariables> = {
  name: "VitalEventsById",
  operation: "query",
  sha256: "4072c45e0850111f73510c58bc91cfd98e55c23af691d21f9197d7ab1369b0bf",
  text: `query VitalEventsById($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on VitalEvent {
      ...VitalEventFacts
    }
  }
}

fragment VitalEventFacts on VitalEvent {
  id
  databaseId
  kind
  status
  trackingId
  registrationNumber
  version
  reason
  availableActions
  insertedAt
  updatedAt
}`,
};

export const CreateWebhook: Document<CreateWebhookMutation, CreateWebhookMutationVariables> = {
  name: "CreateWebhook",
  operation: "mutation",
  sha256: "ed1afc9ebcc606be80fc104170419260079007cda9b9cfab7fe276a2ae1f9259",
  text: `mutation CreateWebhook($input: CreateWebhookInput!) {
  createWebhook(input: $input) {
    signingSecret
    webhook {
      ...WebhookFacts
    }
  }
}

fragment WebhookFacts on Webhook {
  id
  databaseId
  url
  topics
  isActive
}`,
};

export const UpdateWebhook: Document<UpdateWebhookMutation, UpdateWebhookMutationVariables> = {
  name: "UpdateWebhook",
  operation: "mutation",
  sha256: "0c4afd092c4fdbb5ab00420f9c1e1a77b14478f340ac3868335f4b431474de39",
  text: `mutation UpdateWebhook($input: UpdateWebhookInput!) {
  updateWebhook(input: $input) {
    webhook {
      ...WebhookFacts
    }
  }
}

fragment WebhookFacts on Webhook {
  id
  databaseId
  url
  topics
  isActive
}`,
};

export const DeleteWebhook: Document<DeleteWebhookMutation, DeleteWebhookMutationVariables> = {
  name: "DeleteWebhook",
  operation: "mutation",
  sha256: "49affe2c98804ebcf1c1223ddbbf40c7061c1cb51e809747fd3b43833cfbbb7c",
  text: `mutation DeleteWebhook($input: WebhookIdInput!) {
  deleteWebhook(input: $input) {
    deletedWebhookId
  }
}`,
};

export const SendTestEvent: Document<SendTestEventMutation, SendTestEventMutationVariables> = {
  name: "SendTestEvent",
  operation: "mutation",
  sha256: "884509002cd3b66d9033432ce8e863aaa39f2fcc47c8a00c10caab692e4b9430",
  text: `mutation SendTestEvent($input: WebhookIdInput!) {
  sendTestEvent(input: $input) {
    webhookDelivery {
      ...DeliveryFacts
    }
  }
}

fragment DeliveryFacts on WebhookDelivery {
  id
  topic
  status
  insertedAt
  attemptsMade {
    httpStatus
    error
  }
}`,
};

export const Redeliver: Document<RedeliverMutation, RedeliverMutationVariables> = {
  name: "Redeliver",
  operation: "mutation",
  sha256: "4504aaf6bef7f2d0b14f6482f94c8e2678b39865a382c660278e05d4a8ac2a2f",
  text: `mutation Redeliver($input: WebhookDeliveryIdInput!) {
  redeliver(input: $input) {
    webhookDelivery {
      ...DeliveryFacts
    }
  }
}

fragment DeliveryFacts on WebhookDelivery {
  id
  topic
  status
  insertedAt
  attemptsMade {
    httpStatus
    error
  }
}`,
};

export const Webhooks: Document<WebhooksQuery, WebhooksQueryVariables> = {
  name: "Webhooks",
  operation: "query",
  sha256: "2b1d7b13009a3ed18029889ed0ed67b63cf96972ae67075f4ffa086e7f7523c7",
  text: `query Webhooks($first: Int, $after: String) {
  webhooks(first: $first, after: $after) {
    nodes {
      ...WebhookFacts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}

fragment WebhookFacts on Webhook {
  id
  databaseId
  url
  topics
  isActive
}`,
};

export const WebhookDeliveries: Document<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables> = {
  name: "WebhookDeliveries",
  operation: "query",
  sha256: "e514369aa924713782f2dba9ff195069b8626f690bda84421bceb8ad30c90b27",
  text: `query WebhookDeliveries($webhookId: ID!, $first: Int, $after: String) {
  webhookDeliveries(webhookId: $webhookId, first: $first, after: $after) {
    nodes {
      ...DeliveryFacts
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}

fragment DeliveryFacts on WebhookDelivery {
  id
  topic
  status
  insertedAt
  attemptsMade {
    httpStatus
    error
  }
}`,
};
