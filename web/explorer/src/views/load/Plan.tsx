import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { address } from "../../addresses.ts";
import { announce } from "../../announce.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { tryNow } from "../../api/pulse.ts";
import { Button, buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { count, listed } from "../../words.ts";
import { ChangeList } from "./ChangeList.tsx";
import { JobProgress } from "./JobProgress.tsx";
import styles from "./Load.module.css";
import { ApplyPlan } from "./load.graphql.ts";
import { Problems } from "./Problems.tsx";
import { ended, type Job, useJob } from "./useJob.ts";

type Planned = NonNullable<Job["plan"]>;

/** The other steps: what the files were taken for, what they would change, and changing it. */
export function Plan({ job: id, onAgain }: { job: string; onAgain: () => void }) {
  const { data: job, error } = useJob(id);
  if (error && !job) {
    return (
      <section className={styles.step}>
        <p className={styles.wrong} role="alert">
          {error.message}
        </p>
        <Button onClick={onAgain}>Begin again</Button>
      </section>
    );
  }
  if (!job || !ended(job)) return <JobProgress job={job} word="Looking at the files" />;
  return (
    <>
      <section className={styles.step}>
        <h2>
          <span className={styles.number}>2</span> Recognised
        </h2>
        {job.plan && job.plan.recognised.length > 0 ? (
          <ul className={styles.recognised}>
            {job.plan.recognised.map(({ name, form, mapping, dataset, why }) => (
              <li key={name}>
                <b>{name}</b> is taken for <b>{form}</b>
                {mapping ? `, read by ${mapping}` : ""}, and loaded as the dataset <code>{dataset}</code>.
                <span className={styles.quiet}>{why}</span>
              </li>
            ))}
          </ul>
        ) : (
          <p>
            {count(job.files.length, "file")}: {listed(job.files)}.
          </p>
        )}
        {job.plan?.notes.map((note) => (
          <p key={note} className={styles.quiet}>
            {note}
          </p>
        ))}
      </section>
      {job.problems.length > 0 ? <Problems problems={job.problems} /> : null}
      {job.message ? <p className={job.state === "DONE" ? styles.quiet : styles.wrong}>{job.message}</p> : null}
      {job.plan ? <Changes plan={job.plan} job={id} /> : <Button onClick={onAgain}>Begin again</Button>}
    </>
  );
}

function Changes({ plan, job }: { plan: Planned; job: string }) {
  const nothing = plan.added + plan.changed + plan.removed === 0;
  return (
    <>
      <section className={styles.step}>
        <h2>
          <span className={styles.number}>3</span> Changes
        </h2>
        <p className={styles.counts}>
          {[
            `${count(plan.added, "claim")} added`,
            `${plan.changed} changed`,
            `${plan.removed} removed`,
            `${plan.unchanged} unchanged`,
            `${plan.inConflict} in conflict`,
          ].map((words) => (
            <span key={words}>{words}</span>
          ))}
        </p>
        {plan.conflicts.length > 0 ? (
          <details className={styles.fold} open>
            <summary>In conflict with what others say: both are kept</summary>
            <ul className={styles.rows}>
              {plan.conflicts.map(({ kind, key, field, shown, given }) => (
                <li key={`${kind} ${key} ${field}`}>
                  <code>
                    {kind}:{key}
                  </code>{" "}
                  {field}: “{shown}” shows, these files say “{given}”
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        {plan.proposals.length > 0 ? (
          <details className={styles.fold}>
            <summary>Perhaps the same as what is there</summary>
            <ul className={styles.rows}>
              {plan.proposals.map(({ kind, key, like, reason }) => (
                <li key={`${kind} ${key} ${like}`}>
                  <code>
                    {kind}:{key}
                  </code>{" "}
                  is like <code>{like}</code>: {reason}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        <ChangeList
          changes={plan.changes.map(({ relType, ...change }) => ({ ...change, relationship: relType }))}
          total={plan.added + plan.changed + plan.removed}
        />
      </section>
      {nothing ? <p className={styles.quiet}>There is nothing to do: all of this is loaded already.</p> : <Apply plan={plan} job={job} />}
    </>
  );
}

function Apply({ plan, job }: { plan: Planned; job: string }) {
  const [applying, setApplying] = useState("");
  const apply = useMutation<string, Failure>({
    mutationFn: async () => (await send(ApplyPlan, { plan: job })).applyPlan.id,
    onSuccess: setApplying,
  });
  const { data: run } = useJob(applying);
  const done = run?.state === "DONE";
  useEffect(() => {
    if (!done) return;
    announce(`Run ${run.run} is written`);
    tryNow();
  }, [done, run?.run]);
  const words = [
    plan.added > 0 ? `add ${plan.added}` : "",
    plan.changed > 0 ? `change ${plan.changed}` : "",
    plan.removed > 0 ? `remove ${plan.removed}` : "",
  ].filter(Boolean);
  const sentence = words.join(", ");
  return (
    <section className={styles.step}>
      <h2>
        <span className={styles.number}>4</span> Apply
      </h2>
      {done ? (
        <p className={styles.done}>
          Run {run.run} is written.{" "}
          <Link className={buttonClass()} to={address({ view: "load", key: String(run.run) })}>
            See what it did
          </Link>
        </p>
      ) : applying && !ended(run) ? (
        <JobProgress job={run} word="Writing" />
      ) : (
        <Button look="main" disabled={apply.isPending} onClick={() => apply.mutate()}>
          {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
        </Button>
      )}
      {apply.error || (run && ended(run) && !done) ? (
        <p className={styles.wrong} role="alert">
          {apply.error?.message ?? run?.message ?? "It could not be written."}
        </p>
      ) : null}
    </section>
  );
}
