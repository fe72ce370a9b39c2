/** What a record says as the values of its form: to be amended, or corrected. */
import { graphql, readInlineData } from "relay-runtime";
import type { editableDetails_event$key } from "../__generated__/editableDetails_event.graphql";
import { withDatesOnce } from "./days";
import { fromInput, type Values } from "./form-values";

/** Return the values of the form, by the paths of the API's input. */
export function editableValues(event: editableDetails_event$key): Values {
  return withDatesOnce(fromInput(readInlineData(EVENT, event).details));
}

const EVENT = graphql`
  fragment editableDetails_event on VitalEvent @inline {
    details {
      __typename
      ... on Birth {
        placeOfBirth
        lateRegistrationReason
        multipleBirth {
          of
          order
        }
        child {
          ...editableDetails_individual @relay(mask: false)
        }
        mother {
          ...editableDetails_individual @relay(mask: false)
        }
        father {
          ...editableDetails_individual @relay(mask: false)
        }
        informant {
          ...editableDetails_informant @relay(mask: false)
        }
      }
      ... on Death {
        dateOfDeath
        dateOfDeathKnown
        placeOfDeath
        causeOfDeath
        lateRegistrationReason
        deceased {
          ...editableDetails_individual @relay(mask: false)
        }
        informant {
          ...editableDetails_informant @relay(mask: false)
        }
      }
      ... on Marriage {
        dateOfMarriage
        placeOfMarriage
        spouses {
          ...editableDetails_individual @relay(mask: false)
        }
        witnesses {
          ...editableDetails_individual @relay(mask: false)
        }
        informant {
          ...editableDetails_informant @relay(mask: false)
        }
      }
    }
  }
`;

void graphql`
  fragment editableDetails_individual on Individual {
    firstName
    secondName
    lastName
    birthDate
    birthDateKnown
    gender
    nationalId
  }
`;

void graphql`
  fragment editableDetails_informant on Informant {
    relationship
    email
    phoneNumber
    individual {
      ...editableDetails_individual @relay(mask: false)
    }
  }
`;
