/** What only somebody signed in needs: Relay, React Aria, the layout; not for the sign-in page. */
import { I18nProvider } from "react-aria-components/I18nProvider";
import { RelayEnvironmentProvider } from "react-relay";
import { createEnvironment } from "../api/environment";
import { LeaveGuard } from "../components/leave-guard";
import { useLanguage } from "../texts/texts";
import { Layout } from "./layout";
import { Said } from "./said";
import { storeViewer } from "./viewer";

/** The environment of the last sign-in: React drops the state of a tree that waits for data. */
let last = { session: 0, environment: createEnvironment(0) };

function environmentOf(session: number) {
  const environment = createEnvironment(session);
  storeViewer(environment);
  return { session, environment };
}

/** Show the page that the address names; each session has a Relay store of its own. */
export default function SignedIn({ session }: { session: number }) {
  const { language } = useLanguage();
  if (last.session !== session) {
    last = environmentOf(session);
  }
  return (
    <I18nProvider locale={language}>
      <RelayEnvironmentProvider environment={last.environment} key={session}>
        <Said>
          <LeaveGuard>
            <Layout />
          </LeaveGuard>
        </Said>
      </RelayEnvironmentProvider>
    </I18nProvider>
  );
}
