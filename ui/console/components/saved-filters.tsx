/** The saved filters of a list: links to them, and the way to save, rename and delete one. */
import { Suspense, use, useState } from "react";
import { createPortal } from "react-dom";
import { Link, useLocation, useSearchParams } from "wouter";
import { useViewer } from "../shell/viewer";
import { useFilterTexts } from "../texts/filters-texts";
import { useTexts } from "../texts/texts";
import { Button } from "./button";
import { TextField } from "./fields";
import { FormDialog } from "./form-dialog";
import { isKeepable, type KeptFilter, keepFilters, keptFilters, withFilter } from "./kept-filters";
import { HeadSlot } from "./page";

/** The name that is being typed: for the filter of the address, or for one that has a name. */
type Naming = "new" | KeptFilter;

/** Show them; the list waits for none of it. */
export function SavedFilters() {
  return (
    <Suspense fallback={null}>
      <Filters />
    </Suspense>
  );
}

/** Nothing stands here where there is neither one nor a filter to save. */
function Filters() {
  const texts = useFilterTexts();
  const { username } = useViewer();
  const [page] = useLocation();
  const [params] = useSearchParams();
  const [filters, setFilters] = useState(() => keptFilters(username, page));
  const [naming, setNaming] = useState<Naming | null>(null);
  const slot = use(HeadSlot);
  const search = params.toString();
  const isNew = isKeepable(search) && !filters.some((kept) => kept.search === search);
  const keep = (next: readonly KeptFilter[]) => {
    keepFilters(username, page, next);
    setFilters(next);
  };
  function save(name: string) {
    if (naming === null) return;
    const kept = naming === "new" ? search : naming.search;
    keep(withFilter(naming === "new" ? filters : without(filters, naming), { name, search: kept }));
    setNaming(null);
  }
  const offer = isNew && <Button onPress={() => setNaming("new")}>{texts.save}</Button>;
  return (
    <>
      {/* Beside the actions of the page: nothing moves when there is a filter to save. */}
      {slot !== null && createPortal(offer, slot)}
      {filters.length > 0 && (
        <section aria-label={texts.title} className="filters middle">
          {filters.map((kept) => (
            <span key={kept.name} className="filters middle">
              <Link
                href={`${page}?${kept.search}`}
                aria-current={kept.search === search ? "page" : undefined}
              >
                <bdi>{kept.name}</bdi>
              </Link>
              {kept.search === search && (
                <>
                  <Button variant="quiet" onPress={() => setNaming(kept)}>
                    {texts.rename}
                  </Button>
                  <Button variant="quiet" onPress={() => keep(without(filters, kept))}>
                    {texts.remove}
                  </Button>
                </>
              )}
            </span>
          ))}
        </section>
      )}
      {naming !== null && (
        <NameDialog
          name={naming === "new" ? "" : naming.name}
          onName={save}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}

interface NameDialogProps {
  readonly name: string;
  readonly onName: (name: string) => void;
  readonly onClose: () => void;
}

function NameDialog({ name: before, onName, onClose }: NameDialogProps) {
  const texts = useFilterTexts();
  const { lists } = useTexts();
  const [name, setName] = useState(before);
  return (
    <FormDialog
      title={texts.naming}
      explanation={texts.namingExplanation}
      submitLabel={lists.apply}
      isPending={false}
      refusal={null}
      onSubmit={() => name.trim() !== "" && onName(name.trim())}
      onClose={onClose}
    >
      <TextField
        label={texts.name}
        value={name}
        onChange={setName}
        maxLength={64}
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}

function without(filters: readonly KeptFilter[], gone: KeptFilter): readonly KeptFilter[] {
  return filters.filter(({ name }) => name !== gone.name);
}
