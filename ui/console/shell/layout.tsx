/** The layout of every page: the header with the menu of the user's roles, and the content. */
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { QueryBoundary } from "../components/query-boundary";
import { useTexts } from "../texts/texts";
import { AccountButton } from "./account-button";
import { NotFoundPage } from "./not-found-page";
import { Preferences } from "./preferences";
import { routesFor } from "./routes";
import { SignOutButton } from "./sign-out-button";
import { useViewer, ViewerProvider } from "./viewer";

/** Show the page that the address names, if the user's roles allow it. */
export function Layout() {
  return (
    <QueryBoundary>
      <ViewerProvider>
        <Header />
        <main id="content">
          <Pages />
        </main>
      </ViewerProvider>
    </QueryBoundary>
  );
}

function Header() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const links = routesFor(viewer.roles).flatMap(({ path, menu }) =>
    menu === undefined ? [] : [{ path, name: texts.menu[menu] }],
  );
  return (
    <header className="header">
      <a className="skip-link" href="#content">
        {texts.shell.skip}
      </a>
      <Link href="/" className="brand">
        Selfsame
      </Link>
      <nav aria-label={texts.shell.menu}>
        <ul>
          {links.map((link) => (
            <li key={link.path}>
              <Link
                href={link.path}
                aria-current={`${location}/`.startsWith(`${link.path}/`) ? "page" : undefined}
              >
                {link.name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="header-end">
        <Preferences />
        <AccountButton />
        <SignOutButton />
      </div>
    </header>
  );
}

function Pages() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const routes = routesFor(viewer.roles);
  const home = routes.find(({ menu }) => menu)?.path;
  return (
    <Switch>
      {routes.map((route) => (
        <Route key={route.path} path={route.path}>
          <QueryBoundary key={location}>
            <route.page />
          </QueryBoundary>
        </Route>
      ))}
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
