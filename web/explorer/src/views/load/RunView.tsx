import { Dialog, DialogDescription, DialogDismiss, DialogHeading } from "@ariakit/react";
import { useMutation } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useEffect, useState } from "react";
import { address } from "../../addresses.ts";
import { announce } from "../../announce.ts";
import { useAsk } from "../../api/ask.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { tryNow } from "../../api/pulse.ts";
import { useCaller } from "../../api/useCaller.ts";
import dialog from "../../frame/Dialog.module.css";
import { Page } from "../../frame/Page.tsx";
import { Button, buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Answer } from "../../states/Answer.tsx";
import { Missing } from "../../states/Missing.tsx";
import { useParameters } from "../../useParameters.ts";
import { clock, day } from "../../words.ts";
import { ChangeList } from "./ChangeList.tsx";
import { JobProgress } from "./JobProgress.tsx";
import styles from "./Load.module.css";
import { Run, type RunQuery, UndoRun } from "./load.graphql.ts";
import { outcome } from "./RunList.tsx";
import { size as bytes } from "./uploading.ts";
import { ended, useJob } from "./useJob.ts";

/** One run: what was asked for, what it did, and taking it back. */
export function RunView({ run }: { run: string }) {
  const asked = useAsk(Run, { runs: [run] });
  if (asked.error?.cause === "missing") return <Missing of={{ kind: "load_run", key: run }} />;
  return (
    <Answer of={asked}>
      {(data) => (data.runs.rows[0] ? <Known run={data.runs.rows[0]} data={data} /> : <Missing of={{ kind: "load_run", key: run }} />)}
    </Answer>
  );
}

function Known({ run, data }: { run: RunQuery["runs"]["rows"][number]; data: RunQuery }) {
  const { ignored } = useParameters({});
  const caller = useCaller();
  const { rows } = data.whatARunDid;
  const report = rows.find((row) => row.report !== null)?.report;
  const files = data.whatARunRead.rows.filter(({ file }) => file !== null);
  const by = data.whatARunRead.rows[0]?.by;
  const can = caller?.role === "EDITOR" && run.state === "APPLIED";
  return (
    <Page
      title={`Run ${run.run}`}
      ignored={ignored}
      crumbs={[{ name: "Load", to: address({ view: "load" }) }, { name: "Run" }]}
      finding={
        <>
          {day(run.started)}, {clock(run.started)}: {outcome(run)}.
          {run.undoneBy ? <Link to={address({ view: "load", key: String(run.undoneBy) })}>Run {run.undoneBy}</Link> : null}
        </>
      }
      tools={can ? <Undo run={run.run} /> : undefined}
    >
      <div className={styles.narrow}>
        <p>
          Asked for: <code>{run.command}</code>
          {by ? ` by ${by}` : ""}
        </p>
        {files.length > 0 ? (
          <ul className={styles.recognised}>
            {files.map(({ file, form, mapping, dataset, size }) => (
              <li key={`${file} ${dataset}`}>
                <b>{file}</b> as {form}
                {mapping ? `, read by ${mapping}` : ""}
                <span className={styles.quiet}>
                  dataset {dataset}
                  {size === null ? "" : `, ${bytes(size)}`}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        {report ? <pre className={styles.report}>{pretty(report)}</pre> : null}
        <ChangeList changes={rows.filter((row) => row.action !== null)} total={run.added + run.changed + run.removed} />
      </div>
    </Page>
  );
}

function pretty(report: string): string {
  try {
    return JSON.stringify(JSON.parse(report), null, 2);
  } catch {
    return report;
  }
}

/** Takes a run back, after asking once more. */
function Undo({ run }: { run: number }) {
  const [asking, setAsking] = useState(false);
  const [undoing, setUndoing] = useState("");
  const undo = useMutation<string, Failure>({
    mutationFn: async () => (await send(UndoRun, { number: run })).undoRun.id,
    onSuccess: (job) => {
      setAsking(false);
      setUndoing(job);
    },
    onError: () => setAsking(false),
  });
  const { data: job } = useJob(undoing);
  const done = job?.state === "DONE";
  useEffect(() => {
    if (!done) return;
    announce(`Run ${run} is undone`);
    tryNow();
  }, [done, run]);
  const failure = undo.error?.message ?? (job && ended(job) && !done ? (job.message ?? "It could not be undone.") : undefined);
  return (
    <>
      {failure ? (
        <span className={styles.wrong} role="alert">
          {failure}
        </span>
      ) : null}
      {done ? <span>Undone by run {job.run}.</span> : null}
      {undoing && !ended(job) ? <JobProgress job={job} word="Undoing" /> : null}
      {done || (undoing && !ended(job)) ? null : (
        <Button onClick={() => setAsking(true)}>
          <Undo2 size={15} aria-hidden /> Undo
        </Button>
      )}
      <Dialog open={asking} onClose={() => setAsking(false)} unmountOnHide className={dialog.dialog} backdrop={<div className={dialog.backdrop} />}>
        <div className={dialog.head}>
          <DialogHeading>Undo run {run}?</DialogHeading>
        </div>
        <DialogDescription>
          What it added goes, what it changed or removed comes back. That is a run of its own, which can be undone too. It is
          refused if later runs touched the same.
        </DialogDescription>
        <p className={styles.choose}>
          <Button look="main" disabled={undo.isPending} onClick={() => undo.mutate()}>
            Undo it
          </Button>
          <DialogDismiss className={buttonClass()}>Leave it</DialogDismiss>
        </p>
      </Dialog>
    </>
  );
}
