import { lazy, type LazyExoticComponent, Suspense } from "react";
import { usePathname } from "wouter/use-browser-location";
import { address, readPath, type View } from "./addresses.ts";
import { Failure } from "./api/failure.ts";
import { connection, tryNow } from "./api/pulse.ts";
import styles from "./App.module.css";
import { Bar } from "./frame/Bar.tsx";
import { Boundary } from "./frame/Boundary.tsx";
import { ConnectionBar } from "./frame/ConnectionBar.tsx";
import { FindDialog } from "./frame/FindDialog.tsx";
import { Help } from "./frame/Help.tsx";
import { LiveRegion } from "./frame/LiveRegion.tsx";
import { patiently } from "./frame/patiently.ts";
import { Panel } from "./frame/Panel.tsx";
import { TokenDialog } from "./frame/TokenDialog.tsx";
import { buttonClass } from "./parts/Button.tsx";
import { Link } from "./parts/Link.tsx";
import { placeKey, ROUTES, type ViewProps } from "./routes.ts";
import { Notice } from "./states/Notice.tsx";
import { Skeleton } from "./states/Skeleton.tsx";
import { Trouble } from "./states/Trouble.tsx";
import { useStore } from "./store.ts";

const VIEWS = Object.fromEntries(
  Object.entries(ROUTES).map(([view, { load }]) => [view, lazy(() => patiently(load))]),
) as unknown as Record<View, LazyExoticComponent<(props: ViewProps) => React.ReactNode>>;

/** A new page begins at its top; where the way back leads, the browser remembers. */
let shown = window.location.pathname;
window.addEventListener("pushState", () => {
  if (window.location.pathname !== shown) window.scrollTo(0, 0);
  shown = window.location.pathname;
});

/** The frame, and in it the view that the address names. */
export function App() {
  const path = usePathname();
  const place = readPath(path);
  const Shown = place && VIEWS[place.view];
  return (
    <>
      <a className={styles.skip} href="#content">
        Skip to content
      </a>
      <Bar view={place?.view} />
      <ConnectionBar />
      <div className={styles.body}>
        <main id="content" className={styles.main} tabIndex={-1}>
          <Boundary key={path}>
            <Suspense fallback={<Awaited />}>
              {Shown ? <Shown key={placeKey(place)} kind={place.kind} of={place.key} /> : <NoSuchPage path={path} />}
            </Suspense>
          </Boundary>
        </main>
        <Panel />
      </div>
      <FindDialog />
      <Help />
      <TokenDialog />
      <LiveRegion />
    </>
  );
}

/** What stands there until a view's script has come. */
function Awaited() {
  const { lost } = useStore(connection);
  return lost === undefined ? <Skeleton /> : <Trouble failure={new Failure("offline", lost)} retry={tryNow} />;
}

function NoSuchPage({ path }: { path: string }) {
  return (
    <Notice
      title="There is no such page"
      actions={
        <Link className={buttonClass("main")} to={address({ view: "home" })}>
          Go home
        </Link>
      }
    >
      <p>
        Nothing is at <code>{path}</code>. An address begins with what it shows, such as <code>/journeys/</code> and a
        key.
      </p>
    </Notice>
  );
}
