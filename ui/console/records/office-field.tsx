/** The office by which records are searched: one that an address names, or none. */
import { graphql } from "react-relay";
import type { officeFieldQuery } from "../__generated__/officeFieldQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Select } from "../components/fields";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";

interface OfficeFieldProps {
  readonly label: string;
  /** An organisation's id, `none`, or nothing. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Show what can be chosen; the statistics lead to the records of one office. */
export function OfficeField(props: OfficeFieldProps) {
  const { value } = props;
  return value === "" || value === "none" ? (
    <Choice {...props} named={{}} />
  ) : (
    <NamedOffice {...props} />
  );
}

function NamedOffice(props: OfficeFieldProps) {
  const { node } = usePageQuery<officeFieldQuery>(NAME, { id: props.value });
  return <Choice {...props} named={{ [props.value]: node?.name ?? props.value }} />;
}

function Choice({
  named,
  ...field
}: OfficeFieldProps & { named: Readonly<Record<string, string>> }) {
  const texts = useTexts();
  const { queues } = useDeskTexts();
  return <Select {...field} options={{ "": texts.records.any, none: queues.noOffice, ...named }} />;
}

const NAME = graphql`
  query officeFieldQuery($id: ID!) {
    node(id: $id) {
      ... on Organisation {
        name
      }
    }
  }
`;
