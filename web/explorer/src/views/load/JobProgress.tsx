import { number } from "../../words.ts";
import styles from "./Load.module.css";
import type { Job } from "./useJob.ts";

/** How far a job has come. */
export function JobProgress({ job, word }: { job: Job | undefined; word: string }) {
  const progress = job?.progress;
  const what = progress ? `${progress.what}: ${number(progress.done)}${progress.of === null ? "" : ` of ${number(progress.of)}`}` : "…";
  return (
    <div className={styles.progress} role="status">
      <label>
        <span>
          {word}: {what}
        </span>
        {progress?.of ? <progress value={progress.done} max={progress.of} /> : <progress />}
      </label>
    </div>
  );
}
