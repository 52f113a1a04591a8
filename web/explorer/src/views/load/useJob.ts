import { useQuery } from "@tanstack/react-query";
import { send } from "../../api/client.ts";
import type { Failure } from "../../api/failure.ts";
import { JobState, type JobStateQuery } from "./load.graphql.ts";

export type Job = JobStateQuery["job"] & {
  /** The version of the knowledge base when the job was last looked at. */
  readonly dataVersion: number;
};

const ENDED = ["DONE", "REFUSED", "FAILED"];
/** How often a job that runs is asked about, in milliseconds. */
const EVERY = 600;

export const ended = (job: Job | undefined) => job !== undefined && ENDED.includes(job.state);

/** A job as it goes on, until it has ended. */
export function useJob(id: string) {
  return useQuery<Job, Failure>({
    queryKey: [JobState.name, id],
    queryFn: async ({ signal }) => {
      const { job, dataVersion } = await send(JobState, { id }, signal);
      return { ...job, dataVersion };
    },
    enabled: id !== "",
    refetchInterval: ({ state }) => (ended(state.data) ? false : EVERY),
  });
}
