/** The report of a plan, to be saved: its link is good for ten minutes, so it is asked for when it is wanted. */
import { Download } from "lucide-react";
import { fetchQuery, graphql, useRelayEnvironment } from "react-relay";
import type { planReportQuery } from "../__generated__/planReportQuery.graphql";
import { useAttempt } from "../api/attempt";
import { Refusal } from "../api/refusal";
import { Button } from "../components/button";
import { RefusalNotice } from "../components/notice";
import { ownAddress } from "../records/own-address";
import { usePlansTexts } from "../texts/plans-texts";

const FORMS = ["csv", "xlsx"] as const;

/** Offer it in each form. */
export function PlanReport({ id }: { id: string }) {
  const labels = usePlansTexts();
  const environment = useRelayEnvironment();
  const { attempt, isPending, refusal } = useAttempt();
  const save = (form: string) =>
    attempt(async () => {
      const force = { networkCacheConfig: { force: true } };
      const found = await fetchQuery<planReportQuery>(
        environment,
        REPORT,
        { id },
        force,
      ).toPromise();
      const address = found?.node?.reportUrl;
      if (address === undefined) throw new Refusal({ message: "Plan not found" });
      const link = document.createElement("a");
      link.href = ownAddress(address).replace(".csv?", `.${form}?`);
      link.download = "";
      link.click();
    });
  return (
    <section>
      <h2>{labels.report}</h2>
      <p className="faint">{labels.reportExplanation}</p>
      <div className="actions">
        {FORMS.map((form) => (
          <Button key={form} isDisabled={isPending} onPress={() => void save(form)}>
            <Download className="icon" aria-hidden="true" /> {labels.forms[form]}
          </Button>
        ))}
      </div>
      <RefusalNotice refusal={refusal} />
    </section>
  );
}

const REPORT = graphql`
  query planReportQuery($id: ID!) {
    node(id: $id) {
      ... on OrganisationPlan {
        id
        reportUrl
      }
    }
  }
`;
