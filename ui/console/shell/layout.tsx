/** The layout of every page: the side bar with the menu of the user's roles, and the content. */
import { Redirect, Route, Switch, useLocation } from "wouter";
import { QueryBoundary } from "../components/query-boundary";
import { SkipLink } from "../components/skip-link";
import { Finding } from "../finding/finding";
import { useTexts } from "../texts/texts";
import { NotFoundPage } from "./not-found-page";
import { pages } from "./pages";
import { routesFor } from "./routes";
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

function Pages() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const routes = routesFor(viewer);
  const home = routes.find(({ menu }) => menu)?.path;
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
