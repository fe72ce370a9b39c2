/** The choice of persons of an organisation who are transferred: all of them, or some. */
import { graphql, usePaginationFragment } from "react-relay";
import type { choosePersons_list$key } from "../__generated__/choosePersons_list.graphql";
import type { choosePersonsQuery } from "../__generated__/choosePersonsQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { PersonName } from "../components/moment";
import { usePlansTexts } from "../texts/plans-texts";
import { useTexts } from "../texts/texts";

const MORE = 50;

interface ChoosePersonsProps {
  readonly id: string;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

/** List who belongs to it, some at a time; whoever is in it twice is listed once. */
export function ChoosePersons(props: ChoosePersonsProps) {
  const query = usePageQuery<choosePersonsQuery>(MEMBERS, { id: props.id });
  if (query.organisation == null) return null;
  return <Persons {...props} of={query.organisation} />;
}

function Persons({
  chosen,
  onChoose,
  of,
}: ChoosePersonsProps & { readonly of: choosePersons_list$key }) {
  const texts = useTexts();
  const labels = usePlansTexts();
  const list = usePaginationFragment<choosePersonsQuery, choosePersons_list$key>(LIST, of);
  const found = nodesOf(list.data.members.edges).flatMap(({ person }) => person ?? []);
  const persons = [...new Map(found.map((person) => [person.id, person])).values()];
  const choose = (id: string, isChosen: boolean) => {
    const others = [...chosen].filter((it) => it !== id);
    onChoose(new Set(isChosen ? [...others, id] : others));
  };
  return (
    <fieldset data-path="personIds" tabIndex={-1}>
      <legend data-required>{labels.persons}</legend>
      {persons.length === 0 && <p role="status">{labels.nobody}</p>}
      {persons.map((person) => (
        <label key={person.id} className="checkbox choice">
          <input
            type="checkbox"
            checked={chosen.has(person.id)}
            onChange={(event) => choose(person.id, event.target.checked)}
          />
          <PersonName of={person} />
        </label>
      ))}
      {list.hasNext && (
        <Button isDisabled={list.isLoadingNext} onPress={() => list.loadNext(MORE)}>
          {texts.lists.more}
        </Button>
      )}
    </fieldset>
  );
}

const MEMBERS = graphql`
  query choosePersonsQuery($id: ID!) {
    organisation(id: $id) {
      ...choosePersons_list
    }
  }
`;
const LIST = graphql`
  fragment choosePersons_list on Organisation
  @refetchable(queryName: "choosePersonsMoreQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 50 }, after: { type: "String" }) {
    members(first: $first, after: $after) @connection(key: "choosePersons_members") {
      edges {
        node {
          id
          person {
            id
            firstName
            lastName
          }
        }
      }
    }
  }
`;
