import styles from "./Load.module.css";
import type { Job } from "./useJob.ts";

/** What keeps the files from being loaded: by file, with the place, what was found and what would be right. */
export function Problems({ problems }: { problems: Job["problems"] }) {
  return (
    <section className={styles.step}>
      <h3 className={styles.wrong}>
        {problems.length} {problems.length === 1 ? "problem" : "problems"}; nothing would be written
      </h3>
      {[...Map.groupBy(problems, ({ file }) => file)].map(([file, own]) => (
        <div key={file} className={styles.file}>
          <h4>{file}</h4>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">Column</th>
                <th scope="col">What was found</th>
                <th scope="col">What would be right</th>
              </tr>
            </thead>
            <tbody>
              {own.map(({ line, column, found, right }, place) => (
                <tr key={place}>
                  <td>{line ?? "–"}</td>
                  <td>{column ?? "–"}</td>
                  <td>{found}</td>
                  <td>{right}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ))}
    </section>
  );
}
