export const CertifyVitalEvent = {
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
export const IssueVitalEvent = {
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
export const Certificates = {
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
export const RequestBirthCorrection = {
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
export const RequestDeathCorrection = {
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
export const RequestMarriageCorrection = {
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
export const RequestAnnulment = {
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
export const WithdrawCorrection = {
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
export const Correction = {
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
export const EventFeed = {
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
export const Viewer = {
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
export const DeclareBirth = {
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
export const DeclareDeath = {
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
export const DeclareMarriage = {
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
export const VitalEvent = {
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
export const VitalEventByTrackingId = {
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
export const VitalEventsById = {
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
export const CreateWebhook = {
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
export const UpdateWebhook = {
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
export const DeleteWebhook = {
    name: "DeleteWebhook",
    operation: "mutation",
    sha256: "49affe2c98804ebcf1c1223ddbbf40c7061c1cb51e809747fd3b43833cfbbb7c",
    text: `mutation DeleteWebhook($input: WebhookIdInput!) {
  deleteWebhook(input: $input) {
    deletedWebhookId
  }
}`,
};
export const SendTestEvent = {
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
export const Redeliver = {
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
export const Webhooks = {
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
export const WebhookDeliveries = {
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
