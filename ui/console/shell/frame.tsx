/** What surrounds every page: the menu of what one's roles allow, and one's own settings. */
import { Suspense } from "react";
import { Link, Redirect, Route, Switch, useLocation } from "wouter";
import { signOut } from "../asking/session";
import { Boundary } from "../parts/boundary";
import { Button } from "../parts/button";
import { Skeleton } from "../parts/skeleton";
import { useTexts } from "../texts/texts";
import { Likings } from "./likings";
import { LostPage } from "./lost-page";
import { useViewer, ViewerProvider } from "./viewer";
import { viewsOf } from "./views";

/** Shows the page that the address names, to whoever may see it. */
export function Frame() {
  return (
    <Boundary>
      <ViewerProvider>
        <Head />
        <main id="content">
          <Pages />
        </main>
      </ViewerProvider>
    </Boundary>
  );
}

function Head() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const shown = viewsOf(viewer.roles).flatMap(({ path, menu }) =>
    menu === undefined ? [] : [{ path, name: texts.menu[menu] }],
  );
  return (
    <header className="head">
      <a className="skip" href="#content">
        {texts.shell.skip}
      </a>
      <Link href="/" className="mark">
        Selfsame
      </Link>
      <nav aria-label={texts.shell.menu}>
        <ul>
          {shown.map((view) => (
            <li key={view.path}>
              <Link
                href={view.path}
                aria-current={`${location}/`.startsWith(`${view.path}/`) ? "page" : undefined}
              >
                {view.name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="own">
        <Likings />
        <span className="who">{viewer.name}</span>
        <Button look="quiet" onPress={() => void signOut()}>
          {texts.shell.signOut}
        </Button>
      </div>
    </header>
  );
}

function Pages() {
  const texts = useTexts();
  const viewer = useViewer();
  const [location] = useLocation();
  const mine = viewsOf(viewer.roles);
  const home = mine[0]?.path;
  return (
    <Switch>
      {mine.map((view) => (
        <Route key={view.path} path={view.path}>
          <Boundary key={location}>
            <Suspense fallback={<Skeleton />}>
              <view.page />
            </Suspense>
          </Boundary>
        </Route>
      ))}
      {home !== undefined && (
        <Route path="/">
          <Redirect to={home} replace />
        </Route>
      )}
      <Route>
        <LostPage words={home === undefined ? texts.shell.noRole : texts.shell.nothingHereWords} />
      </Route>
    </Switch>
  );
}
