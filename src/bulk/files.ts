// The port to where exported files lie until they expire: a folder on one machine, S3 in the cloud.

export interface ExportFiles {
  put(job: string, name: string, text: string): Promise<void>;
  get(job: string, name: string): Promise<string | undefined>;
  /** Takes one file away, or without a name all of the job's; those not there are no error. */
  drop(job: string, name?: string): Promise<void>;
}
