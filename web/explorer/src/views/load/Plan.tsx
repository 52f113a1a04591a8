import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { address, best } from "../../addresses.ts";
import { announce } from "../../announce.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { tryNow } from "../../api/pulse.ts";
import { calledAs, spoken } from "../../kinds.ts";
import { Button, buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Tile } from "../../parts/Tile.tsx";
import { capitalised, count, listed, number } from "../../words.ts";
import { disagreement } from "./changes.ts";
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
                {mapping ? `, read by ${mapping}` : ""}, and loaded as the dataset “{spoken(dataset)}”.
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
      {job.plan ? <Changes plan={job.plan} job={job} onAgain={onAgain} /> : <Button onClick={onAgain}>Begin again</Button>}
    </>
  );
}

function Changes({ plan, job, onAgain }: { plan: Planned; job: Job; onAgain: () => void }) {
  const total = plan.added + plan.changed + plan.removed;
  const claims = plan.changes.filter(({ dataset }) => dataset).length;
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
              {plan.conflicts.map((conflict) => {
                const { field, shown, given } = disagreement(conflict);
                return (
                  <li key={`${conflict.kind} ${conflict.key} ${conflict.field}`}>
                    <Tile kind={conflict.kind} small /> <b>{calledAs(conflict)}</b>, {field.toLowerCase()}:{" "}
                    {given.map(({ dataset, value }) => `${dataset} says “${value}”`).join("; ")}. “{shown}” will show.
                  </li>
                );
              })}
            </ul>
          </details>
        ) : null}
        {plan.proposals.length > 0 ? (
          <details className={styles.fold}>
            <summary>Perhaps the same as what is there</summary>
            <ul className={styles.rows}>
              {plan.proposals.map(({ kind, key, name, like, likeName, known, reason }) => (
                <li key={`${kind} ${key} ${like}`}>
                  <Tile kind={kind} small /> <b>{name}</b> may be{" "}
                  {known ? <Link to={best({ kind, key: like })}>{likeName}</Link> : <b>{likeName}</b>}: {reason}
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        <ChangeList
          changes={plan.changes.map(({ relType, ...change }) => ({ ...change, relationship: relType }))}
          planned
        />
        {claims < total ? (
          <p className={styles.quiet}>
            {number(claims)} of {number(total)} changes are listed here. Once they are applied, the page of their run lists all.
          </p>
        ) : null}
      </section>
      {total === 0 ? (
        <p className={styles.quiet}>There is nothing to do: all of this is loaded already.</p>
      ) : (
        <Apply plan={plan} job={job} onAgain={onAgain} />
      )}
    </>
  );
}

function Apply({ plan, job, onAgain }: { plan: Planned; job: Job; onAgain: () => void }) {
  const [applying, setApplying] = useState("");
  const apply = useMutation<string, Failure>({
    mutationFn: async () => (await send(ApplyPlan, { plan: job.id })).applyPlan.id,
    onSuccess: setApplying,
  });
  const { data: writing } = useJob(applying);
  const done = writing?.state === "DONE";
  useEffect(() => {
    if (!done) return;
    announce(`Run ${writing.run} is written`);
    tryNow();
  }, [done, writing?.run]);
  const run = writing?.run ?? job.run;
  const words = [
    plan.added > 0 ? `add ${plan.added}` : "",
    plan.changed > 0 ? `change ${plan.changed}` : "",
    plan.removed > 0 ? `remove ${plan.removed}` : "",
  ].filter(Boolean);
  return (
    <section className={styles.step}>
      <h2>
        <span className={styles.number}>4</span> Apply
      </h2>
      {run !== null ? (
        <p className={styles.done}>
          {done ? `Run ${run} is written.` : `This plan was applied: it became run ${run}.`}{" "}
          <Link className={buttonClass()} to={address({ view: "load", key: String(run) })}>
            See what it did
          </Link>
        </p>
      ) : applying && !ended(writing) ? (
        <JobProgress job={writing} word="Writing" />
      ) : job.dataVersion !== plan.dataVersion ? (
        <>
          <p>This plan is out of date: something else was written since. Drop the files again to see what they would change now.</p>
          <Button onClick={onAgain}>Begin again</Button>
        </>
      ) : (
        <Button look="main" disabled={apply.isPending} onClick={() => apply.mutate()}>
          {capitalised(words.join(", "))}
        </Button>
      )}
      {apply.error || (writing && ended(writing) && !done) ? (
        <p className={styles.wrong} role="alert">
          {apply.error?.message ?? writing?.message ?? "It could not be written."}
        </p>
      ) : null}
    </section>
  );
}
