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
import { spoken } from "../../kinds.ts";
import dialog from "../../frame/Dialog.module.css";
import { Page } from "../../frame/Page.tsx";
import { Button, buttonClass } from "../../parts/Button.tsx";
import { Link } from "../../parts/Link.tsx";
import { Answer } from "../../states/Answer.tsx";
import type { Parameter } from "../../parameters.ts";
import { Missing } from "../../states/Missing.tsx";
import { useParameters } from "../../useParameters.ts";
import { clock, count, day, number } from "../../words.ts";
import { untilLast } from "./changes.ts";
import { ChangeList } from "./ChangeList.tsx";
import { JobProgress } from "./JobProgress.tsx";
import styles from "./Load.module.css";
import { Run, type RunQuery, UndoRun } from "./load.graphql.ts";
import { outcome } from "./RunList.tsx";
import { size as bytes } from "./uploading.ts";
import { ended, useJob } from "./useJob.ts";

/** How many changes are left out: those of the pages before. */
const SKIP: Parameter<number> = {
  read: (text) => (/^[1-9]\d*$/.test(text) ? Number(text) : undefined),
  write: (value) => (value === 0 ? "" : String(value)),
  initial: 0,
};
const PARAMETERS = { skip: SKIP };
/** Up to so many files are seen at once. */
const GLANCE = 6;

/** One run: what was asked for, what it did, and taking it back. */
export function RunView({ run }: { run: string }) {
  const { values, ignored, change } = useParameters(PARAMETERS);
  const asked = useAsk(Run, { runs: [run], skip: values.skip }, { keep: true });
  if (asked.error?.cause === "missing") return <Missing of={{ kind: "load_run", key: run }} />;
  return (
    <Answer of={asked}>
      {(data) =>
        data.runs.rows[0] ? (
          <Known run={data.runs.rows[0]} data={data} skip={values.skip} ignored={ignored} onSkip={(skip) => change({ skip }, { push: true })} />
        ) : (
          <Missing of={{ kind: "load_run", key: run }} />
        )
      }
    </Answer>
  );
}

interface KnownProps {
  run: RunQuery["runs"]["rows"][number];
  data: RunQuery;
  skip: number;
  ignored: readonly string[];
  onSkip: (skip: number) => void;
}

function Known({ run, data, skip, ignored, onSkip }: KnownProps) {
  const caller = useCaller();
  const { complete } = data.whatARunDid;
  const rows = complete ? data.whatARunDid.rows : untilLast(data.whatARunDid.rows);
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
          <details className={styles.fold} open={files.length <= GLANCE}>
            <summary>Read from {count(files.length, "file")}</summary>
            <ul className={styles.recognised}>
              {files.map(({ file, form, mapping, dataset, size }) => (
                <li key={`${file} ${dataset}`}>
                  <b>{file}</b> as {form}
                  {mapping ? `, read by ${mapping}` : ""}
                  <span className={styles.quiet}>
                    dataset {dataset ? spoken(dataset) : "not recorded"}
                    {size === null ? "" : `, ${bytes(size)}`}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        ) : null}
        {report ? <Rejection report={report} /> : null}
        <ChangeList changes={rows.filter((row) => row.action !== null)} />
        {complete && skip === 0 ? null : (
          <p className={styles.pages}>
            Changes {number(skip + 1)} to {number(skip + rows.length)}
            {complete ? "" : ", and there are more"}
            {skip > 0 ? <Button onClick={() => onSkip(0)}>Back to the first</Button> : null}
            {complete ? null : <Button onClick={() => onSkip(skip + rows.length)}>Next</Button>}
          </p>
        )}
      </div>
    </Page>
  );
}

/** Why nothing was written: the problems that were found. */
function Rejection({ report }: { report: string }) {
  const { problems = [], of = problems.length } = JSON.parse(report) as { problems?: readonly string[]; of?: number };
  return (
    <section>
      <h2 className={styles.wrong}>{count(of, "problem")} kept it from being written</h2>
      <ul className={styles.rows}>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      {problems.length < of ? <p className={styles.quiet}>The first {number(problems.length)} are kept.</p> : null}
    </section>
  );
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
