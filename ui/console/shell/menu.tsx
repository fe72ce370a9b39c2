/** The menu: the pages that the user's roles may see, in groups, with what waits in each. */
import {
  BookOpen,
  CalendarCheck,
  ChartColumn,
  DatabaseZap,
  FilePenLine,
  FilePlus,
  Gauge,
  GitMerge,
  History,
  IdCard,
  KeySquare,
  ListChecks,
  type LucideIcon,
  Mail,
  MessageSquareText,
  Network,
  Scale,
  ScrollText,
  UserRound,
  UserSearch,
  UsersRound,
  Webhook,
} from "lucide-react";
import { useId } from "react";
import { Link, useLocation } from "wouter";
import type { Texts } from "../texts/english";
import { useFormats, useTexts } from "../texts/texts";
import { routesFor } from "./routes";
import { useViewer } from "./viewer";
import type { Waiting } from "./waiting";

type Entry = keyof Texts["menu"];

const groups: Readonly<Record<keyof Texts["menuGroups"], readonly Entry[]>> = {
  own: ["myData"],
  review: ["review", "requests", "day", "disputed"],
  registry: [
    "records",
    "corrections",
    "explanations",
    "declare",
    "persons",
    "merges",
    "organisations",
  ],
  oversight: ["dashboard", "statistics", "trail"],
  administration: ["users", "clients", "templates", "sources", "webhooks", "messages"],
};

const icons: Readonly<Record<Entry, LucideIcon>> = {
  review: UsersRound,
  requests: ListChecks,
  day: CalendarCheck,
  disputed: Scale,
  records: BookOpen,
  corrections: FilePenLine,
  explanations: MessageSquareText,
  declare: FilePlus,
  persons: UserSearch,
  merges: GitMerge,
  dashboard: Gauge,
  statistics: ChartColumn,
  trail: History,
  users: IdCard,
  clients: KeySquare,
  templates: ScrollText,
  sources: DatabaseZap,
  webhooks: Webhook,
  messages: Mail,
  organisations: Network,
  myData: UserRound,
};

/** Show the groups that have a page for the user. */
export function Menu({ waiting }: { waiting: Waiting }) {
  const texts = useTexts();
  const id = useId();
  const routes = routesFor(useViewer());
  return (
    <nav className="menu" aria-label={texts.shell.menu}>
      {(Object.keys(groups) as (keyof typeof groups)[]).map((group) => {
        const links = groups[group].flatMap((entry) => {
          const route = routes.find(({ menu }) => menu === entry);
          return route === undefined ? [] : [{ entry, path: route.path }];
        });
        if (links.length === 0) return null;
        return (
          <div key={group}>
            <p id={`${id}${group}`}>{texts.menuGroups[group]}</p>
            <ul aria-labelledby={`${id}${group}`}>
              {links.map(({ entry, path }) => (
                <MenuLink key={entry} entry={entry} path={path} count={waiting[entry] ?? 0} />
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

interface MenuLinkProps {
  readonly entry: Entry;
  readonly path: string;
  readonly count: number;
}

/** The link is named by its page alone; what waits there stands upon it, and describes it. */
function MenuLink({ entry, path, count }: MenuLinkProps) {
  const texts = useTexts();
  const formats = useFormats();
  const id = useId();
  const [location] = useLocation();
  const Icon = icons[entry];
  const isCurrent = `${location}/`.startsWith(`${path}/`);
  return (
    <li>
      <Link
        href={path}
        aria-describedby={count > 0 ? id : undefined}
        aria-current={isCurrent ? "page" : undefined}
      >
        <Icon className="icon" aria-hidden="true" />
        {texts.menu[entry]}
      </Link>
      {count > 0 && (
        <span id={id} className="count">
          <span className="visually-hidden">{texts.shell.waiting} </span>
          {formats.number(count)}
        </span>
      )}
    </li>
  );
}
