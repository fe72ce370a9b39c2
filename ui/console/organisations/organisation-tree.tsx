/** The tree of organisations: one stop of Tab, walked and opened by the arrow keys. */
import "../styles/organisations.css";
import { ChevronRight } from "lucide-react";
import { type KeyboardEvent, type MouseEvent, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { EmptyState } from "../components/empty-state";
import { RefusalNotice } from "../components/notice";
import { Skeleton } from "../components/skeleton";
import { Status } from "../components/status";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { kindText } from "./kind-text";
import { OrganisationName, organisationPath } from "./organisation-name";
import { Standing } from "./standing";
import { type Level, TOP, type Tree, type TreeNode, useTree } from "./tree-levels";

/** A line of the tree: an organisation, or what loads more of its level. */
interface Line {
  readonly key: string;
  /** The organisation that it stands below. */
  readonly above: string;
  readonly depth: number;
  readonly place: number;
  /** How many lines its level has; -1 where that is not known. */
  readonly of: number;
  /** Null for the line that loads more. */
  readonly node: TreeNode | null;
}

/** Show the tree as far as it is open. */
export function OrganisationTree() {
  const labels = useOrganisationsTexts();
  const [, navigate] = useLocation();
  const tree = useTree();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const top = tree.levels.get(TOP);
  if (top === undefined) {
    return tree.refusal === null ? <Skeleton /> : <RefusalNotice refusal={tree.refusal} />;
  }
  if (top.nodes.length === 0) return <EmptyState text={labels.noneYet} />;
  const lines = linesOf(tree, TOP, top, 1);
  const reached = lines.some(({ key }) => key === current) ? current : (lines[0]?.key ?? null);
  const focus = (line: Line | undefined) => {
    if (line === undefined) return;
    setCurrent(line.key);
    elementOf(list.current, line.key)?.focus();
  };
  const act = (line: Line) => {
    if (line.node === null) tree.more(line.above);
    else navigate(organisationPath(line.node.id));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = lines.findIndex(({ key }) => key === reached);
    const line = lines[at];
    if (line === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const key = logicalKey(event.key);
    const isOpen = line.node !== null && tree.opened.has(line.node.id);
    if (key === "ArrowDown") focus(lines[at + 1]);
    else if (key === "ArrowUp") focus(lines[at - 1]);
    else if (key === "Home") focus(lines[0]);
    else if (key === "End") focus(lines.at(-1));
    else if (key === "In" && line.node?.hasChildren === true) {
      if (isOpen) focus(lines[at + 1]?.above === line.node.id ? lines[at + 1] : undefined);
      else tree.open(line.node.id);
    } else if (key === "Out") {
      if (isOpen && line.node !== null) tree.close(line.node.id);
      else focus(lines.find(({ node }) => node?.id === line.above));
    } else if (key === "Enter" || key === " ") act(line);
    else if (key.length === 1) focus(beginningWith(key, lines, at));
    else return;
    event.preventDefault();
  };
  return (
    <>
      <p className="faint" id="tree-hint">
        {labels.treeHint}
      </p>
      <RefusalNotice refusal={tree.refusal} />
      <div
        className="tree"
        role="tree"
        id="list"
        ref={list}
        aria-label={labels.tree}
        aria-describedby="tree-hint"
        onKeyDown={onKeyDown}
      >
        {lines.map((line) => (
          <TreeLine
            key={line.key}
            line={line}
            tree={tree}
            isReached={line.key === reached}
            onReach={() => setCurrent(line.key)}
          />
        ))}
      </div>
    </>
  );
}

interface TreeLineProps {
  readonly line: Line;
  readonly tree: Tree;
  readonly isReached: boolean;
  readonly onReach: () => void;
}

function TreeLine({ line, tree, isReached, onReach }: TreeLineProps) {
  const labels = useOrganisationsTexts();
  const { node } = line;
  const place = {
    role: "treeitem",
    "aria-level": line.depth,
    "aria-posinset": line.place,
    "aria-setsize": line.of,
    "data-key": line.key,
    tabIndex: isReached ? 0 : -1,
    onFocus: onReach,
    style: { paddingInlineStart: `calc(${line.depth - 1} * var(--space-24))` },
  };
  if (node === null) {
    return (
      <button type="button" className="link" {...place} onClick={() => tree.more(line.above)}>
        {labels.more}
      </button>
    );
  }
  const isOpen = tree.opened.has(node.id);
  // A press on the sign opens and closes; anywhere else it follows the link.
  const onClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest(".toggle")) return;
    event.preventDefault();
    if (isOpen) tree.close(node.id);
    else tree.open(node.id);
  };
  return (
    <Link
      href={organisationPath(node.id)}
      {...place}
      {...(node.hasChildren ? { "aria-expanded": isOpen } : {})}
      onClick={onClick}
    >
      <span className={node.hasChildren ? "toggle" : "leaf"} aria-hidden="true">
        {node.hasChildren && <ChevronRight className="icon directed" />}
      </span>
      <OrganisationName of={node} /> <span className="faint">{kindText(node.kind, labels)}</span>
      <Standing of={node} />
      {node.status !== "ACTIVE" && <Status of={node.status}>{labels.statuses[node.status]}</Status>}
    </Link>
  );
}

/** Return the lines of a level, each followed by those of what is open below it. */
function linesOf(tree: Tree, above: string, level: Level, depth: number): readonly Line[] {
  const count = level.nodes.length;
  const of = level.hasNext ? -1 : count;
  const lines = level.nodes.flatMap((node, index) => {
    const line = { key: node.id, above, depth, place: index + 1, of, node };
    const below = tree.opened.has(node.id) ? tree.levels.get(node.id) : undefined;
    return below === undefined ? [line] : [line, ...linesOf(tree, node.id, below, depth + 1)];
  });
  if (!level.hasNext) return lines;
  return [...lines, { key: `${above}+`, above, depth, place: count + 1, of, node: null }];
}

/** Return the key as it is meant: the tree is opened inwards, in the direction of reading. */
function logicalKey(key: string): string {
  const inwards = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === "ArrowLeft" || key === "ArrowRight") return key === inwards ? "In" : "Out";
  return key;
}

function beginningWith(letter: string, lines: readonly Line[], at: number): Line | undefined {
  const after = [...lines.slice(at + 1), ...lines.slice(0, at)];
  const isMeant = ({ node }: Line) =>
    node?.name?.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()) === true;
  return after.find(isMeant);
}

function elementOf(list: HTMLElement | null, key: string): HTMLElement | null {
  return list?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}
