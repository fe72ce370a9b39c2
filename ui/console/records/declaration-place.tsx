/** For which organisation something is declared, asked of who registers for several. */
import { graphql } from "react-relay";
import type { declarationPlaceQuery } from "../__generated__/declarationPlaceQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Select } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";
import type { Values } from "./form-values";

const PATH = "organisationId";

interface DeclarationPlaceProps {
  readonly values: Values;
  readonly onChange: (changes: Values) => void;
}

/** Ask where more than one is possible; else the registry knows it. */
export function DeclarationPlace(props: DeclarationPlaceProps) {
  const { roles, places } = useViewer();
  const theirs = places.filter((place) => place.roles.includes("REGISTRAR"));
  if (roles.includes("REGISTRAR") || theirs.length < 2) return null;
  return (
    <QueryBoundary>
      <Choice {...props} />
    </QueryBoundary>
  );
}

function Choice({ values, onChange }: DeclarationPlaceProps) {
  const { declaring } = useDeskTexts();
  const { viewer } = usePageQuery<declarationPlaceQuery>(PLACES, {});
  const choices = viewer.organisations.flatMap(({ name, roles, organisation }) =>
    roles.includes("REGISTRAR") && organisation?.status === "ACTIVE"
      ? [[organisation.id, name] as const]
      : [],
  );
  return (
    <Select
      label={declaring.organisation}
      path={PATH}
      value={values[PATH] ?? ""}
      onChange={(organisation) => onChange({ [PATH]: organisation })}
      options={{ "": "—", ...Object.fromEntries(choices) }}
      isRequired
    />
  );
}

const PLACES = graphql`
  query declarationPlaceQuery {
    viewer {
      organisations {
        name
        roles
        organisation {
          id
          status
        }
      }
    }
  }
`;
