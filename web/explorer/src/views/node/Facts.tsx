import type { Fact } from "./facts.ts";
import styles from "./Node.module.css";

/** The properties of a node; those that nobody recorded are named in one line. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ values }) => values.length > 0);
  const unknown = facts.filter(({ values }) => values.length === 0);
  return (
    <section>
      <h2>Facts</h2>
      <dl className={styles.facts}>
        {known.map(({ name, values }) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>
              {values.length === 1 ? (
                values[0]
              ) : (
                <ul>
                  {values.map((value) => (
                    <li key={value}>{value}</li>
                  ))}
                </ul>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {unknown.length > 0 ? (
        <p className={styles.unknown}>Not recorded: {unknown.map(({ name }) => name.toLowerCase()).join(", ")}.</p>
      ) : null}
    </section>
  );
}
