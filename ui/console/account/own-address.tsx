/** The e-mail address that the registry writes to, and who changes it. */
import { graphql } from "react-relay";
import type { ownAddressQuery } from "../__generated__/ownAddressQuery.graphql";
import { usePageQuery } from "../api/queries";
import { AddressedHeading } from "../components/addressed-heading";
import { Breakable } from "../components/breakable";
import { useAccountTexts } from "../texts/account-texts";

/** Show it. */
export function OwnAddress() {
  const { address: words } = useAccountTexts();
  const { viewer } = usePageQuery<ownAddressQuery>(QUERY, {});
  const email = viewer.user?.email;
  return (
    <section>
      <AddressedHeading level={2} at="address">
        {words.title}
      </AddressedHeading>
      <p>
        {email == null ? (
          words.none
        ) : (
          <bdi dir="ltr">
            <Breakable text={email} />
          </bdi>
        )}
      </p>
      <p className="faint">{words.change}</p>
    </section>
  );
}

const QUERY = graphql`
  query ownAddressQuery {
    viewer {
      user {
        id
        email
      }
    }
  }
`;
