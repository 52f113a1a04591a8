import { useQuery } from "@tanstack/react-query";
import { reach } from "../../api/client.ts";
import { Failure } from "../../api/failure.ts";
import { Page } from "../../frame/Page.tsx";
import { Answer } from "../../states/Answer.tsx";
import styles from "./About.module.css";
import { type Licence, readLicences } from "./licences.ts";

/** Where the build puts the licences of all that it bundles. */
const LICENCES = `${import.meta.env.BASE_URL}licenses.txt`;

async function fetchLicences(): Promise<Licence[]> {
  const response = await reach(LICENCES, {});
  if (!response.ok) throw new Failure("missing", "The licences were not built with the explorer.");
  return readLicences(await response.text());
}

export default function About() {
  const asked = useQuery<Licence[], Failure>({ queryKey: ["licences"], queryFn: fetchLicences });
  return (
    <Page title="About">
      <div className={styles.text}>
        <p>
          journeygraph keeps what a team knows about its customers' journeys as a graph, with who said so. This explorer
          shows it, and asks the same <a href="/graphql">GraphQL API</a> as any other program can.
        </p>
        <p>
          What is shown comes from this server only; nothing is sent anywhere else. The browser keeps the theme, whether
          single keys do anything, and, until the tab is closed, a token if you gave one.
        </p>
        <h2>Licences</h2>
        <p>journeygraph is under the Apache License 2.0. The explorer is made with:</p>
        <Answer of={asked}>
          {(licences) =>
            licences.map(({ name, licence, text }) => (
              <details key={name} className={styles.licence}>
                <summary>
                  {name} <span className={styles.kind}>{licence}</span>
                </summary>
                <pre className={styles.full} tabIndex={0} aria-label={`Licence of ${name}`}>
                  {text}
                </pre>
              </details>
            ))
          }
        </Answer>
      </div>
    </Page>
  );
}
