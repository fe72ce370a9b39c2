/** What a merge is called: the names of both records. */
import { graphql } from "react-relay";
import { fullName, type Named } from "../persons/names";
import { useMergesTexts } from "../texts/merges-texts";

/** The names of both. It is spread unmasked where a merge is named. */
void graphql`
  fragment mergeNames_merge on Merge {
    person {
      id
      firstName
      secondName
      lastName
    }
    masterPerson {
      id
      firstName
      secondName
      lastName
    }
  }
`;

interface OfTwo {
  readonly person: Named;
  readonly masterPerson: Named;
}

/** Return what names a merge: "Ada Moroz into Ada Moroz-Berg". */
export function useMergeName(): (merge: OfTwo) => string {
  const { into } = useMergesTexts();
  return ({ person, masterPerson }) => into(fullName(person), fullName(masterPerson));
}
