/** How a scan is told in words. */
import type { ScanJob } from "../../lib/contract.gen";
import { count, counted, took } from "../../lib/format";

const unread = (errors: number): string[] => (errors > 0 ? [`${count(errors)} could not be read`] : []);

/** A scan that runs, part by part: `1,204 files`, `37 new or changed`. */
export function progress(job: ScanJob): string[] {
  return [
    counted(job.scanned, "file"),
    ...(job.found > 0 ? [`${count(job.found)} new or changed`] : []),
    ...unread(job.errors),
  ];
}

const ENDS = { completed: "Scan finished", failed: "Scan failed", cancelled: "Scan cancelled" } as const;

/** How a scan ended: `Scan finished`. */
export function end(status: ScanJob["status"]): string {
  if (status === "queued") return "Waiting";
  return status === "scanning" ? "Scanning" : ENDS[status];
}

/** What a scan that ended did, part by part: `120 added`, `3 could not be read`. */
export function summary(job: ScanJob): string[] {
  const parts = [
    ...(job.added > 0 ? [`${count(job.added)} added`] : []),
    ...(job.updated > 0 ? [`${count(job.updated)} updated`] : []),
    ...(job.removed > 0 ? [`${count(job.removed)} gone`] : []),
    ...unread(job.errors),
  ];
  return parts.length > 0 ? parts : ["nothing has changed"];
}

/** How long a scan took. */
export function duration(job: ScanJob): string {
  return took(job.duration_ms);
}
