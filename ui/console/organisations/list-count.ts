/** How many rows a list has of which the first are asked. */
import { nodesOf } from "../api/connections";
import { useFormats } from "../texts/texts";

interface Counted {
  readonly edges: Parameters<typeof nodesOf>[0];
  readonly pageInfo: { readonly hasNextPage: boolean };
}

/** Return what writes the number, with a plus where there are more; null as long as it is not known. */
export function useListCount() {
  const { number } = useFormats();
  return (list: Counted | null | undefined) =>
    list == null
      ? null
      : number(nodesOf(list.edges).length) + (list.pageInfo.hasNextPage ? "+" : "");
}
