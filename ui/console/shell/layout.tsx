/** The layout of every page: the side bar with the menu of the user's roles, and the content. */
import { useEffect, useState } from "react";
import { Redirect, Route, Switch, useLocation } from "wouter";
import { cameAfterAnother } from "../api/session";
import { QueryBoundary } from "../components/query-boundary";
import { SkipLink } from "../components/skip-link";
import { Finding } from "../finding/finding";
import { useTexts } from "../texts/texts";
import { NotFoundPage } from "./not-found-page";
import { pages } from "./pages";
import { type ConsoleRoute, isOfNoThing, routesFor } from "./routes";
import { SideBar } from "./side-bar";
import { useViewer, ViewerProvider } from "./viewer";

/** Show the page that the address names, if the user's roles allow it. */
export function Layout() {
  return (
    <QueryBoundary>
      <ViewerProvider>
        <Workplace />
        <Finding />
      </ViewerProvider>
    </QueryBoundary>
  );
}

function Workplace() {
  const texts = useTexts();
  return (
    <div className="workplace">
      <SkipLink to="content">{texts.shell.skip}</SkipLink>
      <SideBar />
      <main id="content">
        <Pages />
      </main>
    </div>
  );
}

/**
 * Return whether the address is still that of whoever was signed in here before, who left it open.
 *
 * A page that the new user has too stays; that of a single thing may be none of theirs.
 */
function usePageOfAnother(routes: readonly ConsoleRoute[]): boolean {
  const [location] = useLocation();
  const [left, setLeft] = useState(() =>
    cameAfterAnother() && !isOfNoThing(location, routes) ? location : null,
  );
  useEffect(() => {
    if (location !== left) setLeft(null);
  }, [location, left]);
  return location === left && location !== "/";
}

function Pages() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const routes = routesFor(viewer);
  const home = routes.find(({ menu }) => menu)?.path;
  const isOthers = usePageOfAnother(routes);
  if (isOthers) return <Redirect to="/" replace />;
  return (
    <Switch>
      {routes.map(({ path }) => {
        const Page = pages[path];
        return (
          <Route key={path} path={path}>
            <QueryBoundary key={location}>
              <Page />
            </QueryBoundary>
          </Route>
        );
      })}
      {home !== undefined && (
        <Route path="/">
          <Redirect to={home} replace />
        </Route>
      )}
      <Route>
        <NotFoundPage
          explanation={home === undefined ? texts.shell.noRole : texts.shell.nothingHereExplanation}
        />
      </Route>
    </Switch>
  );
}
