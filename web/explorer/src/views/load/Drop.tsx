import { useMutation } from "@tanstack/react-query";
import { FileText, FolderOpen, Upload, X } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import { announce } from "../../announce.ts";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { Button } from "../../parts/Button.tsx";
import { count } from "../../words.ts";
import styles from "./Load.module.css";
import { PlanLoad } from "./load.graphql.ts";
import { chosen, type Dropped, dropped, size, together, upload } from "./uploading.ts";

/** The first step: files and folders, dropped or chosen. */
export function Drop({ onPlanned }: { onPlanned: (job: string) => void }) {
  const [files, setFiles] = useState<readonly Dropped[]>([]);
  const [over, setOver] = useState(false);
  const [sent, setSent] = useState(0);
  const folder = useRef<HTMLInputElement>(null);
  const single = useRef<HTMLInputElement>(null);
  const add = (more: readonly Dropped[]) => {
    setFiles((known) => [...known.filter(({ path }) => !more.some((one) => one.path === path)), ...more]);
    announce(`${count(more.length, "file")} added`);
  };
  const plan = useMutation<string, Failure>({
    mutationFn: async () => {
      setSent(0);
      const uploads: string[] = [];
      for (const one of together(files)) {
        uploads.push(await upload(one));
        setSent(uploads.length);
      }
      return (await send(PlanLoad, { uploads })).planLoad.id;
    },
    onSuccess: (job) => {
      setFiles([]);
      onPlanned(job);
    },
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void dropped(event.dataTransfer).then(add);
  };
  return (
    <section className={styles.step}>
      <h2>
        <span className={styles.number}>1</span> Drop
      </h2>
      <div
        className={over ? `${styles.drop} ${styles.over}` : styles.drop}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Upload size={22} aria-hidden className={styles.icon} />
        <p>Drop files or a folder here: bundles, workbooks, surveys, journey maps, event logs, transcripts.</p>
        <p className={styles.choose}>
          <Button onClick={() => single.current?.click()}>
            <FileText size={15} aria-hidden /> Choose files
          </Button>
          <Button onClick={() => folder.current?.click()}>
            <FolderOpen size={15} aria-hidden /> Choose a folder
          </Button>
        </p>
        <input
          ref={single}
          type="file"
          multiple
          hidden
          aria-label="Files to load"
          onChange={({ target }) => {
            add(chosen(target.files));
            target.value = "";
          }}
        />
        <input
          ref={folder}
          type="file"
          hidden
          aria-label="Folder to load"
          {...{ webkitdirectory: "" }}
          onChange={({ target }) => {
            add(chosen(target.files));
            target.value = "";
          }}
        />
      </div>
      {files.length > 0 ? (
        <>
          <ul className={styles.files}>
            {files.map(({ path, file }) => (
              <li key={path}>
                <FileText size={14} aria-hidden /> <span className={styles.path}>{path}</span>
                <span className={styles.quiet}>{size(file.size)}</span>
                <Button
                  look="quiet"
                  round
                  aria-label={`Leave out ${path}`}
                  onClick={() => setFiles((known) => known.filter((one) => one.path !== path))}
                >
                  <X size={14} aria-hidden />
                </Button>
              </li>
            ))}
          </ul>
          <Button look="main" disabled={plan.isPending} onClick={() => plan.mutate()}>
            {plan.isPending ? `Sending ${sent} of ${files.length}…` : `See what ${files.length === 1 ? "it" : "they"} would change`}
          </Button>
        </>
      ) : null}
      {plan.error ? (
        <p className={styles.wrong} role="alert">
          {plan.error.message}
        </p>
      ) : null}
    </section>
  );
}
