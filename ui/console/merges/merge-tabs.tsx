/** All merges, and those that reviewers ask to take back with how many they are, as links to the lists. */
import { Suspense } from "react";
import { graphql } from "react-relay";
import type { mergeTabsQuery } from "../__generated__/mergeTabsQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Tabs } from "../components/tabs";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

interface MergeTabsProps {
  readonly shown: "all" | "asked";
}

/** Show the links; the list waits for no count. */
export function MergeTabs({ shown }: MergeTabsProps) {
  return (
    <Suspense fallback={<Links shown={shown} asked={null} />}>
      <CountedTabs shown={shown} />
    </Suspense>
  );
}

function CountedTabs({ shown }: MergeTabsProps) {
  const { merges } = usePageQuery<mergeTabsQuery>(ASKED, {});
  return <Links shown={shown} asked={merges.edges?.length ?? 0} />;
}

function Links({ shown, asked }: MergeTabsProps & { asked: number | null }) {
  const labels = useMergesTexts();
  const { number } = useFormats();
  const tabs = [
    { name: "all", text: labels.states.all, address: "/merges", count: null },
    {
      name: "asked",
      text: labels.states.asked,
      address: "/merges?state=asked",
      count: asked === null ? null : number(asked),
    },
  ];
  return <Tabs label={labels.title} tabs={tabs} shown={shown} />;
}

const ASKED = graphql`
  query mergeTabsQuery {
    merges(first: 100, filter: { hasOpenRequest: true }) {
      edges {
        cursor
      }
    }
  }
`;
