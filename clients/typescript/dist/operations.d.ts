/** Written by `make clients` from schema.graphql and clients/operations. */
import type { Document } from "./document.ts";
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends {
    [key: string]: unknown;
}> = {
    [K in keyof T]: T[K];
};
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | {
    [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never;
};
/** What happened. */
export type VitalEventKind = 
/** A child was born. */
'BIRTH'
/** Somebody died. */
 | 'DEATH'
/** Two people married. */
 | 'MARRIAGE';
/** The sex that a record states. */
export type Gender = 
/** Stated as male. */
'MALE'
/** Stated as female. */
 | 'FEMALE'
/** Stated, and neither of the two. */
 | 'OTHER'
/** Not stated. */
 | 'UNKNOWN';
/** What a webhook may receive. */
export type WebhookTopic = 
/** A birth was declared, or its declaration amended. */
'BIRTH_DECLARED'
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
'ENQUEUED'
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
'USER_INTERFACE'
/** For the client itself: it is a machine, e.g. a self-service portal. */
 | 'SYSTEM';
/** How far a record has come. */
export type VitalEventStatus = 
/** Waits for a registrar, who registers or rejects it. */
'DECLARED'
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
'MOTHER'
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
'COMPLETED'
/** Less than all was paid; no certificate is issued for that. */
 | 'PARTIAL'
/** Nothing was paid; no certificate is issued for that. */
 | 'ERROR';
/** What may be done with a record. */
export type VitalEventAction = 
/** Give it its registration number: `registerVitalEvent`. */
'REGISTER'
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
'SPOUSE_IS_DECEASED'
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
'DETAILS'
/** That the record is void, since it should never have been registered. */
 | 'ANNULMENT';
/** How far a correction has come. */
export type CorrectionStatus = 
/** Waits for a registrar other than the one who asked. */
'REQUESTED'
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
export type CertificateFactsFragment = {
    readonly id: string;
    readonly serialNumber: string;
    readonly template: string;
    readonly values: unknown;
    readonly pdfUrl: string;
    readonly verificationUrl: string;
    readonly certifiedAt: string;
    readonly issuedAt: string | null;
    readonly revokedAt: string | null;
    readonly revocationReason: string | null;
};
export type PaymentFactsFragment = {
    readonly id: string;
    readonly amount: string;
    readonly currency: string;
    readonly outcome: PaymentOutcome;
    readonly paidAt: string;
    readonly receiptNumber: string;
    readonly receiptUrl: string;
};
export type CertifyVitalEventMutationVariables = Exact<{
    input: CertifyVitalEventInput;
}>;
export type CertifyVitalEventMutation = {
    readonly certifyVitalEvent: {
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
            readonly certificates: ReadonlyArray<{
                readonly id: string;
                readonly serialNumber: string;
                readonly template: string;
                readonly values: unknown;
                readonly pdfUrl: string;
                readonly verificationUrl: string;
                readonly certifiedAt: string;
                readonly issuedAt: string | null;
                readonly revokedAt: string | null;
                readonly revocationReason: string | null;
            }>;
        };
    } | null;
};
export type IssueVitalEventMutationVariables = Exact<{
    input: IssueVitalEventInput;
}>;
export type IssueVitalEventMutation = {
    readonly issueVitalEvent: {
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
            readonly payments: ReadonlyArray<{
                readonly id: string;
                readonly amount: string;
                readonly currency: string;
                readonly outcome: PaymentOutcome;
                readonly paidAt: string;
                readonly receiptNumber: string;
                readonly receiptUrl: string;
            }>;
        };
    } | null;
};
export type CertificatesQueryVariables = Exact<{
    id: string;
}>;
export type CertificatesQuery = {
    readonly vitalEvent: {
        readonly id: string;
        readonly databaseId: string;
        readonly kind: VitalEventKind;
        readonly status: VitalEventStatus;
        readonly trackingId: string;
        readonly registrationNumber: string | null;
        readonly version: number;
        readonly reason: string | null;
        readonly availableActions: ReadonlyArray<VitalEventAction>;
        readonly insertedAt: string;
        readonly updatedAt: string;
        readonly certificates: ReadonlyArray<{
            readonly id: string;
            readonly serialNumber: string;
            readonly template: string;
            readonly values: unknown;
            readonly pdfUrl: string;
            readonly verificationUrl: string;
            readonly certifiedAt: string;
            readonly issuedAt: string | null;
            readonly revokedAt: string | null;
            readonly revocationReason: string | null;
        }>;
        readonly payments: ReadonlyArray<{
            readonly id: string;
            readonly amount: string;
            readonly currency: string;
            readonly outcome: PaymentOutcome;
            readonly paidAt: string;
            readonly receiptNumber: string;
            readonly receiptUrl: string;
        }>;
    } | null;
};
export type CorrectionFactsFragment = {
    readonly id: string;
    readonly databaseId: string;
    readonly kind: CorrectionKind;
    readonly status: CorrectionStatus;
    readonly changedFields: ReadonlyArray<string>;
    readonly rejectionReason: string | null;
    readonly vitalEvent: {
        readonly id: string;
        readonly databaseId: string;
        readonly kind: VitalEventKind;
        readonly status: VitalEventStatus;
        readonly trackingId: string;
        readonly registrationNumber: string | null;
        readonly version: number;
        readonly reason: string | null;
        readonly availableActions: ReadonlyArray<VitalEventAction>;
        readonly insertedAt: string;
        readonly updatedAt: string;
    };
};
export type RequestBirthCorrectionMutationVariables = Exact<{
    input: RequestBirthCorrectionInput;
}>;
export type RequestBirthCorrectionMutation = {
    readonly requestBirthCorrection: {
        readonly correction: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: CorrectionKind;
            readonly status: CorrectionStatus;
            readonly changedFields: ReadonlyArray<string>;
            readonly rejectionReason: string | null;
            readonly vitalEvent: {
                readonly id: string;
                readonly databaseId: string;
                readonly kind: VitalEventKind;
                readonly status: VitalEventStatus;
                readonly trackingId: string;
                readonly registrationNumber: string | null;
                readonly version: number;
                readonly reason: string | null;
                readonly availableActions: ReadonlyArray<VitalEventAction>;
                readonly insertedAt: string;
                readonly updatedAt: string;
            };
        };
    } | null;
};
export type RequestDeathCorrectionMutationVariables = Exact<{
    input: RequestDeathCorrectionInput;
}>;
export type RequestDeathCorrectionMutation = {
    readonly requestDeathCorrection: {
        readonly correction: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: CorrectionKind;
            readonly status: CorrectionStatus;
            readonly changedFields: ReadonlyArray<string>;
            readonly rejectionReason: string | null;
            readonly vitalEvent: {
                readonly id: string;
                readonly databaseId: string;
                readonly kind: VitalEventKind;
                readonly status: VitalEventStatus;
                readonly trackingId: string;
                readonly registrationNumber: string | null;
                readonly version: number;
                readonly reason: string | null;
                readonly availableActions: ReadonlyArray<VitalEventAction>;
                readonly insertedAt: string;
                readonly updatedAt: string;
            };
        };
    } | null;
};
export type RequestMarriageCorrectionMutationVariables = Exact<{
    input: RequestMarriageCorrectionInput;
}>;
export type RequestMarriageCorrectionMutation = {
    readonly requestMarriageCorrection: {
        readonly correction: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: CorrectionKind;
            readonly status: CorrectionStatus;
            readonly changedFields: ReadonlyArray<string>;
            readonly rejectionReason: string | null;
            readonly vitalEvent: {
                readonly id: string;
                readonly databaseId: string;
                readonly kind: VitalEventKind;
                readonly status: VitalEventStatus;
                readonly trackingId: string;
                readonly registrationNumber: string | null;
                readonly version: number;
                readonly reason: string | null;
                readonly availableActions: ReadonlyArray<VitalEventAction>;
                readonly insertedAt: string;
                readonly updatedAt: string;
            };
        };
    } | null;
};
export type RequestAnnulmentMutationVariables = Exact<{
    input: RequestAnnulmentInput;
}>;
export type RequestAnnulmentMutation = {
    readonly requestAnnulment: {
        readonly correction: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: CorrectionKind;
            readonly status: CorrectionStatus;
            readonly changedFields: ReadonlyArray<string>;
            readonly rejectionReason: string | null;
            readonly vitalEvent: {
                readonly id: string;
                readonly databaseId: string;
                readonly kind: VitalEventKind;
                readonly status: VitalEventStatus;
                readonly trackingId: string;
                readonly registrationNumber: string | null;
                readonly version: number;
                readonly reason: string | null;
                readonly availableActions: ReadonlyArray<VitalEventAction>;
                readonly insertedAt: string;
                readonly updatedAt: string;
            };
        };
    } | null;
};
export type WithdrawCorrectionMutationVariables = Exact<{
    input: CorrectionIdInput;
}>;
export type WithdrawCorrectionMutation = {
    readonly withdrawCorrection: {
        readonly correction: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: CorrectionKind;
            readonly status: CorrectionStatus;
            readonly changedFields: ReadonlyArray<string>;
            readonly rejectionReason: string | null;
            readonly vitalEvent: {
                readonly id: string;
                readonly databaseId: string;
                readonly kind: VitalEventKind;
                readonly status: VitalEventStatus;
                readonly trackingId: string;
                readonly registrationNumber: string | null;
                readonly version: number;
                readonly reason: string | null;
                readonly availableActions: ReadonlyArray<VitalEventAction>;
                readonly insertedAt: string;
                readonly updatedAt: string;
            };
        };
    } | null;
};
export type CorrectionQueryVariables = Exact<{
    id: string;
}>;
export type CorrectionQuery = {
    readonly correction: {
        readonly id: string;
        readonly databaseId: string;
        readonly kind: CorrectionKind;
        readonly status: CorrectionStatus;
        readonly changedFields: ReadonlyArray<string>;
        readonly rejectionReason: string | null;
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
        };
    } | null;
};
export type EventFeedQueryVariables = Exact<{
    after?: string | null | undefined;
    first?: number | null | undefined;
    types?: ReadonlyArray<string> | null | undefined;
}>;
export type EventFeedQuery = {
    readonly eventFeed: {
        readonly endCursor: string | null;
        readonly hasMore: boolean;
        readonly events: ReadonlyArray<{
            readonly id: string;
            readonly type: string;
            readonly aggregateType: string;
            readonly aggregateId: string;
            readonly version: number | null;
            readonly payload: unknown;
        }>;
    };
};
export type ViewerQueryVariables = Exact<{
    [key: string]: never;
}>;
export type ViewerQuery = {
    readonly viewer: {
        readonly scopes: ReadonlyArray<string>;
        readonly client: {
            readonly databaseId: string;
            readonly name: string;
            readonly kind: ClientKind;
        };
    };
};
export type VitalEventFactsFragment = {
    readonly id: string;
    readonly databaseId: string;
    readonly kind: VitalEventKind;
    readonly status: VitalEventStatus;
    readonly trackingId: string;
    readonly registrationNumber: string | null;
    readonly version: number;
    readonly reason: string | null;
    readonly availableActions: ReadonlyArray<VitalEventAction>;
    readonly insertedAt: string;
    readonly updatedAt: string;
};
export type DeclareBirthMutationVariables = Exact<{
    input: DeclareBirthInput;
}>;
export type DeclareBirthMutation = {
    readonly declareBirth: {
        readonly isPotentialDuplicate: boolean;
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
        };
    } | null;
};
export type DeclareDeathMutationVariables = Exact<{
    input: DeclareDeathInput;
}>;
export type DeclareDeathMutation = {
    readonly declareDeath: {
        readonly isPotentialDuplicate: boolean;
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
        };
    } | null;
};
export type DeclareMarriageMutationVariables = Exact<{
    input: DeclareMarriageInput;
}>;
export type DeclareMarriageMutation = {
    readonly declareMarriage: {
        readonly isPotentialDuplicate: boolean;
        readonly vitalEvent: {
            readonly id: string;
            readonly databaseId: string;
            readonly kind: VitalEventKind;
            readonly status: VitalEventStatus;
            readonly trackingId: string;
            readonly registrationNumber: string | null;
            readonly version: number;
            readonly reason: string | null;
            readonly availableActions: ReadonlyArray<VitalEventAction>;
            readonly insertedAt: string;
            readonly updatedAt: string;
        };
    } | null;
};
export type VitalEventQueryVariables = Exact<{
    id: string;
}>;
export type VitalEventQuery = {
    readonly vitalEvent: {
        readonly id: string;
        readonly databaseId: string;
        readonly kind: VitalEventKind;
        readonly status: VitalEventStatus;
        readonly trackingId: string;
        readonly registrationNumber: string | null;
        readonly version: number;
        readonly reason: string | null;
        readonly availableActions: ReadonlyArray<VitalEventAction>;
        readonly insertedAt: string;
        readonly updatedAt: string;
    } | null;
};
export type VitalEventByTrackingIdQueryVariables = Exact<{
    trackingId: string;
}>;
export type VitalEventByTrackingIdQuery = {
    readonly vitalEventByTrackingId: {
        readonly id: string;
        readonly databaseId: string;
        readonly kind: VitalEventKind;
        readonly status: VitalEventStatus;
        readonly trackingId: string;
        readonly registrationNumber: string | null;
        readonly version: number;
        readonly reason: string | null;
        readonly availableActions: ReadonlyArray<VitalEventAction>;
        readonly insertedAt: string;
        readonly updatedAt: string;
    } | null;
};
export type VitalEventsByIdQueryVariables = Exact<{
    ids: ReadonlyArray<string>;
}>;
export type VitalEventsByIdQuery = {
    readonly nodes: ReadonlyArray<{
        readonly __typename: 'AuditEntry';
    } | {
        readonly __typename: 'Organisation';
    } | {
        readonly __typename: 'SourceLink';
    } | {
        readonly __typename: 'Source';
    } | {
        readonly __typename: 'Run';
    } | {
        readonly __typename: 'Membership';
    } | {
        readonly __typename: 'Person';
    } | {
        readonly __typename: 'Consent';
    } | {
        readonly __typename: 'OrganisationPlan';
    } | {
        readonly __typename: 'Webhook';
    } | {
        readonly __typename: 'WebhookDelivery';
    } | {
        readonly __typename: 'Client';
    } | {
        readonly __typename: 'User';
    } | {
        readonly __typename: 'MergeRequest';
    } | {
        readonly __typename: 'ManualMergeCandidate';
    } | {
        readonly __typename: 'MergeCandidate';
    } | {
        readonly __typename: 'UnmergeRequest';
    } | {
        readonly __typename: 'Merge';
    } | {
        readonly __typename: 'UnmergeProposal';
    } | {
        readonly __typename: 'VitalEvent';
        readonly id: string;
        readonly databaseId: string;
        readonly kind: VitalEventKind;
        readonly status: VitalEventStatus;
        readonly trackingId: string;
        readonly registrationNumber: string | null;
        readonly version: number;
        readonly reason: string | null;
        readonly availableActions: ReadonlyArray<VitalEventAction>;
        readonly insertedAt: string;
        readonly updatedAt: string;
    } | {
        readonly __typename: 'CertificateTemplate';
    } | {
        readonly __typename: 'Correction';
    } | {
        readonly __typename: 'ExplanationRequest';
    } | {
        readonly __typename: 'DetectionRun';
    } | {
        readonly __typename: 'Message';
    } | {
        readonly __typename: 'Invitation';
    } | null>;
};
export type WebhookFactsFragment = {
    readonly id: string;
    readonly databaseId: string;
    readonly url: string;
    readonly topics: ReadonlyArray<WebhookTopic>;
    readonly isActive: boolean;
};
export type DeliveryFactsFragment = {
    readonly id: string;
    readonly topic: string;
    readonly status: MessageStatus;
    readonly insertedAt: string;
    readonly attemptsMade: ReadonlyArray<{
        readonly httpStatus: number | null;
        readonly error: string | null;
    }>;
};
export type CreateWebhookMutationVariables = Exact<{
    input: CreateWebhookInput;
}>;
export type CreateWebhookMutation = {
    readonly createWebhook: {
        readonly signingSecret: string;
        readonly webhook: {
            readonly id: string;
            readonly databaseId: string;
            readonly url: string;
            readonly topics: ReadonlyArray<WebhookTopic>;
            readonly isActive: boolean;
        };
    } | null;
};
export type UpdateWebhookMutationVariables = Exact<{
    input: UpdateWebhookInput;
}>;
export type UpdateWebhookMutation = {
    readonly updateWebhook: {
        readonly webhook: {
            readonly id: string;
            readonly databaseId: string;
            readonly url: string;
            readonly topics: ReadonlyArray<WebhookTopic>;
            readonly isActive: boolean;
        };
    } | null;
};
export type DeleteWebhookMutationVariables = Exact<{
    input: WebhookIdInput;
}>;
export type DeleteWebhookMutation = {
    readonly deleteWebhook: {
        readonly deletedWebhookId: string;
    } | null;
};
export type SendTestEventMutationVariables = Exact<{
    input: WebhookIdInput;
}>;
export type SendTestEventMutation = {
    readonly sendTestEvent: {
        readonly webhookDelivery: {
            readonly id: string;
            readonly topic: string;
            readonly status: MessageStatus;
            readonly insertedAt: string;
            readonly attemptsMade: ReadonlyArray<{
                readonly httpStatus: number | null;
                readonly error: string | null;
            }>;
        };
    } | null;
};
export type RedeliverMutationVariables = Exact<{
    input: WebhookDeliveryIdInput;
}>;
export type RedeliverMutation = {
    readonly redeliver: {
        readonly webhookDelivery: {
            readonly id: string;
            readonly topic: string;
            readonly status: MessageStatus;
            readonly insertedAt: string;
            readonly attemptsMade: ReadonlyArray<{
                readonly httpStatus: number | null;
                readonly error: string | null;
            }>;
        };
    } | null;
};
export type WebhooksQueryVariables = Exact<{
    first?: number | null | undefined;
    after?: string | null | undefined;
}>;
export type WebhooksQuery = {
    readonly webhooks: {
        readonly nodes: ReadonlyArray<{
            readonly id: string;
            readonly databaseId: string;
            readonly url: string;
            readonly topics: ReadonlyArray<WebhookTopic>;
            readonly isActive: boolean;
        } | null> | null;
        readonly pageInfo: {
            readonly hasNextPage: boolean;
            readonly endCursor: string | null;
        };
    };
};
export type WebhookDeliveriesQueryVariables = Exact<{
    webhookId: string;
    first?: number | null | undefined;
    after?: string | null | undefined;
}>;
export type WebhookDeliveriesQuery = {
    readonly webhookDeliveries: {
        readonly nodes: ReadonlyArray<{
            readonly id: string;
            readonly topic: string;
            readonly status: MessageStatus;
            readonly insertedAt: string;
            readonly attemptsMade: ReadonlyArray<{
                readonly httpStatus: number | null;
                readonly error: string | null;
            }>;
        } | null> | null;
        readonly pageInfo: {
            readonly hasNextPage: boolean;
            readonly endCursor: string | null;
        };
    };
};
export declare const CertifyVitalEvent: Document<CertifyVitalEventMutation, CertifyVitalEventMutationVariables>;
export declare const IssueVitalEvent: Document<IssueVitalEventMutation, IssueVitalEventMutationVariables>;
export declare const Certificates: Document<CertificatesQuery, CertificatesQueryVariables>;
export declare const RequestBirthCorrection: Document<RequestBirthCorrectionMutation, RequestBirthCorrectionMutationVariables>;
export declare const RequestDeathCorrection: Document<RequestDeathCorrectionMutation, RequestDeathCorrectionMutationVariables>;
export declare const RequestMarriageCorrection: Document<RequestMarriageCorrectionMutation, RequestMarriageCorrectionMutationVariables>;
export declare const RequestAnnulment: Document<RequestAnnulmentMutation, RequestAnnulmentMutationVariables>;
export declare const WithdrawCorrection: Document<WithdrawCorrectionMutation, WithdrawCorrectionMutationVariables>;
export declare const Correction: Document<CorrectionQuery, CorrectionQueryVariables>;
export declare const EventFeed: Document<EventFeedQuery, EventFeedQueryVariables>;
export declare const Viewer: Document<ViewerQuery, ViewerQueryVariables>;
export declare const DeclareBirth: Document<DeclareBirthMutation, DeclareBirthMutationVariables>;
export declare const DeclareDeath: Document<DeclareDeathMutation, DeclareDeathMutationVariables>;
export declare const DeclareMarriage: Document<DeclareMarriageMutation, DeclareMarriageMutationVariables>;
export declare const VitalEvent: Document<VitalEventQuery, VitalEventQueryVariables>;
export declare const VitalEventByTrackingId: Document<VitalEventByTrackingIdQuery, VitalEventByTrackingIdQueryVariables>;
export declare const VitalEventsById: Document<VitalEventsByIdQuery, VitalEventsByIdQueryVariables>;
export declare const CreateWebhook: Document<CreateWebhookMutation, CreateWebhookMutationVariables>;
export declare const UpdateWebhook: Document<UpdateWebhookMutation, UpdateWebhookMutationVariables>;
export declare const DeleteWebhook: Document<DeleteWebhookMutation, DeleteWebhookMutationVariables>;
export declare const SendTestEvent: Document<SendTestEventMutation, SendTestEventMutationVariables>;
export declare const Redeliver: Document<RedeliverMutation, RedeliverMutationVariables>;
export declare const Webhooks: Document<WebhooksQuery, WebhooksQueryVariables>;
export declare const WebhookDeliveries: Document<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export {};
